/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of emit on a machine, and the ledger that knows them. */
#include "install.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cleanup.h"
#include "ledger.h"
#include "report.h"
#include "root-write.h"
#include "stack.h"

enum { FILE_MAX = 1 << 18 };

struct place {
	struct root root;
	struct ledger *ledger;
};

static void place_close(struct place *place)
{
	root_close(&place->root);
	free(place->ledger);
}
#define _cleanup_place_ _cleanup_(place_close)

/* A ledger that somebody else could write would choose what is removed: -EPERM. */
static int read_ledger(struct place *place)
{
	_cleanup_close_ int fd = root_open_file(&place->root, LEDGER_PATH);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return fd == -ENOENT || fd == -ENOTDIR ? 0 : fd;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (st.st_uid != geteuid() || st.st_mode & (S_IWGRP | S_IWOTH))
		return -EPERM;
	n = root_read_fd(fd, FILE_MAX, &text);
	if (n < 0)
		return (int)n;
	ledger_read(place->ledger, text);
	return 0;
}

static int place_open(struct place *place, const char *prefix)
{
	int r;

	place->ledger = calloc(1, sizeof(*place->ledger));
	if (!place->ledger)
		return -ENOMEM;
	r = root_open(&place->root, prefix);
	return r < 0 ? r : read_ledger(place);
}

/* Every directory on the way to a path that is missing is made, and remembered. */
static int make_directories(struct place *place, const char *path)
{
	char directory[LEDGER_PATH_MAX];

	for (const char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		int r;

		if ((size_t)(p - path) >= sizeof(directory))
			return -ENAMETOOLONG;
		snprintf(directory, sizeof(directory), "%.*s", (int)(p - path), path);
		r = root_make_directory(&place->root, directory);
		if (r < 0)
			return r;
		if (r > 0 && !ledger_add(place->ledger, directory, true))
			return -ENOSPC;
	}
	return 0;
}

static int save_ledger(struct place *place)
{
	_cleanup_free_ char *text = NULL;
	int r = make_directories(place, LEDGER_PATH);

	if (r < 0)
		return r;
	text = ledger_text(place->ledger);
	if (!text)
		return -ENOMEM;
	return root_write(&place->root, LEDGER_PATH, text, strlen(text), 0644);
}

/* "/etc/a/b" is kept as LEDGER_FOLDER/original%etc%a%b. */
static void original_of(const char *path, char original[2 * LEDGER_PATH_MAX])
{
	int n = snprintf(original, 2 * LEDGER_PATH_MAX, "%s/original", LEDGER_FOLDER);

	for (size_t i = 0; path[i] && n + 1 < 2 * LEDGER_PATH_MAX; i++)
		original[n++] = path[i] == '/' ? '%' : path[i];
	original[n] = '\0';
}

static char *join(const struct list_fact *lines)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < lines->count; i++)
		fprintf(out, "%s\n", ((const char *const *)lines->items)[i]);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}

static bool is_ours(const struct ledger_entry *entry, const char *text, size_t size)
{
	return entry && !entry->is_folder && entry->size == size &&
	       entry->sum == ledger_sum(text, size);
}

static int keep(struct report *report, struct emission *emission, const char *reason)
{
	fact_set_state(&emission->state, &emission_state_words, EMISSION_KEPT);
	fact_set_text(report, &emission->reason, reason);
	return 0;
}

static int failed(struct report *report, struct emission *emission, const char *what, int r)
{
	fact_set_state(&emission->state, &emission_state_words, EMISSION_NONE);
	fact_set_text(report, &emission->reason,
		      arena_printf(&report->arena, "%s: %s", what, strerror(-r)));
	return r;
}

static int write_new(struct report *report, struct place *place, struct emission *emission,
		     const char *text, bool save_original)
{
	const char *path = emission->path.value;
	char original[2 * LEDGER_PATH_MAX];
	unsigned int mode = (unsigned int)emission->mode.value;
	struct ledger_entry *entry;
	int r = make_directories(place, path);

	if (r < 0)
		return failed(report, emission, "cannot make the directory", r);
	entry = ledger_add(place->ledger, path, false);
	if (!entry)
		return failed(report, emission, "cannot note it", -ENOSPC);
	entry->size = strlen(text);
	entry->sum = ledger_sum(text, entry->size);
	if (save_original) {
		entry->has_original = true;
		original_of(path, original);
		r = make_directories(place, original);
		if (r >= 0)
			r = root_copy(&place->root, path, original);
		if (r < 0)
			return failed(report, emission, "cannot keep the original", r);
	}
	/* First the note: whatever happens then, undo knows of the file. */
	r = save_ledger(place);
	if (r < 0)
		return failed(report, emission, "cannot note it in " LEDGER_PATH, r);
	r = root_write(&place->root, path, text, strlen(text), mode);
	if (r < 0)
		return failed(report, emission, "cannot write", r);
	fact_set_state(&emission->state, &emission_state_words, EMISSION_WRITTEN);
	return 0;
}

int install_write(struct report *report, const char *prefix, struct emission *emission,
		  bool may_replace)
{
	_cleanup_free_ char *text = join(&emission->lines), *old = NULL;
	_cleanup_place_ struct place place = { .root.fd = -1 };
	const char *path = emission->path.value;
	const struct ledger_entry *entry;
	struct stat st;
	char target[8];
	ssize_t n;
	int r;

	if (!text)
		return -ENOMEM;
	r = place_open(&place, prefix);
	if (r < 0)
		return failed(report, emission, "cannot read " LEDGER_PATH, r);
	if (root_readlink(&place.root, path, target, sizeof(target)) >= 0)
		return keep(report, emission, "it is a symbolic link of somebody else's");
	entry = ledger_find(place.ledger, path);
	n = root_read_all(&place.root, path, FILE_MAX, &old);
	if (n == -ENOENT || n == -ENOTDIR)
		return write_new(report, &place, emission, text, false);
	if (n < 0)
		return failed(report, emission, "cannot read what is there", (int)n);
	if (entry && !is_ours(entry, old, (size_t)n))
		return keep(report, emission, "it was changed since tpm-probe wrote it");
	if ((size_t)n == strlen(text) && !memcmp(old, text, (size_t)n)) {
		fact_set_state(&emission->state, &emission_state_words, EMISSION_UNCHANGED);
		return 0;
	}
	if (!entry && !may_replace)
		return keep(report, emission, "it is there, and not from tpm-probe");
	/* What was there has its owner's mode. */
	if (may_replace && !root_stat(&place.root, path, &st))
		emission->mode = FACT_NUMBER(st.st_mode & 0777);
	return write_new(report, &place, emission, text, !entry);
}

static int undo_one(struct report *report, struct place *place, const char *path)
{
	struct ledger_entry *entry = ledger_find(place->ledger, path);
	struct emission *emission =
		list_append(&report->arena, &report->emissions, sizeof(*emission));
	_cleanup_free_ char *text = NULL;
	char original[2 * LEDGER_PATH_MAX];
	ssize_t n;
	int r = 0;

	fact_set_text(report, &emission->path, path);
	fact_set_state(&emission->state, &emission_state_words, EMISSION_NONE);
	emission->reason.fact = FACT_ABSENT;
	if (!entry)
		return 0;
	n = root_read_all(&place->root, path, FILE_MAX, &text);
	if (n < 0 && n != -ENOENT && n != -ENOTDIR)
		return failed(report, emission, "cannot read it", (int)n);
	if (n >= 0 && !is_ours(entry, text, (size_t)n))
		return keep(report, emission, "it was changed since tpm-probe wrote it");
	original_of(path, original);
	if (entry->has_original)
		r = root_copy(&place->root, original, path);
	else if (n >= 0)
		r = root_remove(&place->root, path);
	if (r < 0)
		return failed(report, emission, "cannot take it away", r);
	if (entry->has_original)
		root_remove(&place->root, original);
	fact_set_state(&emission->state, &emission_state_words,
		       entry->has_original ? EMISSION_RESTORED : EMISSION_REMOVED);
	ledger_remove(place->ledger, entry);
	return 0;
}

/* Directories made for files that are gone; with the last file the ledger goes too. */
static int tidy(struct place *place)
{
	bool any = false;
	int r;

	for (size_t i = 0; i < place->ledger->count; i++)
		any |= !place->ledger->entries[i].is_folder;
	if (!any) {
		r = root_remove(&place->root, LEDGER_PATH);
		if (r < 0 && r != -ENOENT && r != -ENOTDIR)
			return r;
	}
	for (size_t i = place->ledger->count; i-- > 0;) {
		const struct ledger_entry *entry = &place->ledger->entries[i];

		if (entry->is_folder && root_remove(&place->root, entry->path) >= 0)
			ledger_remove(place->ledger, entry);
	}
	return any ? save_ledger(place) : 0;
}

int install_undo(struct report *report, const char *prefix, const char *path)
{
	_cleanup_place_ struct place place = { .root.fd = -1 };
	int r = place_open(&place, prefix);
	size_t entries;

	report->emissions.fact.presence = PRESENCE_PRESENT;
	if (r < 0)
		return r;
	entries = place.ledger->count;
	if (path) {
		r = undo_one(report, &place, path);
	} else {
		/* Removal moves the later ones up. */
		for (size_t i = entries; r >= 0 && i-- > 0;) {
			char copy[LEDGER_PATH_MAX];

			if (place.ledger->entries[i].is_folder)
				continue;
			strcpy(copy, place.ledger->entries[i].path);
			r = undo_one(report, &place, copy);
		}
	}
	/* Without a ledger there is nothing to tidy, and the file system may be read-only. */
	return r < 0 || !entries ? r : tidy(&place);
}
