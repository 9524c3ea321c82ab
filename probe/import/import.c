/* SPDX-License-Identifier: BSD-2-Clause */
/* Which machines a path holds: by names and types of files, and where those say nothing by what is in them. */
#include "import.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "file-name.h"

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && !strcmp(name + n - m, suffix);
}

static int add(struct import_sources *sources, enum import_kind kind, const char *path,
	       const char *name, int error)
{
	struct import_source *source;

	if (sources->count == IMPORT_MAX_MACHINES)
		return -E2BIG;
	if (sources->count == sources->capacity) {
		size_t capacity = sources->capacity ? 2 * sources->capacity : 64;
		void *items = realloc(sources->items, capacity * sizeof(*source));

		if (!items)
			return -ENOMEM;
		sources->items = items;
		sources->capacity = capacity;
	}
	source = &sources->items[sources->count];
	*source = (struct import_source){ kind, strdup(path), strdup(name), NULL, 0, error };
	sources->count++;
	return source->path && source->name ? 0 : -ENOMEM;
}

static void clear(struct import_source *source)
{
	for (size_t i = 0; i < source->n_files; i++)
		free(source->files[i]);
	free(source->files);
	free(source->path);
	free(source->name);
}

static int not_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* 0 where it cannot be told. A link counts as what it leads to, unless that is a directory. */
static mode_t type_of(const char *path, const struct dirent *entry)
{
	char child[PATH_MAX];
	struct stat st;

	if (entry->d_type == DT_DIR)
		return S_IFDIR;
	if (entry->d_type == DT_REG)
		return S_IFREG;
	if ((size_t)snprintf(child, sizeof(child), "%s/%s", path, entry->d_name) >= sizeof(child))
		return 0;
	if (lstat(child, &st) < 0)
		return 0;
	if (S_ISLNK(st.st_mode) && (stat(child, &st) < 0 || S_ISDIR(st.st_mode)))
		return 0;
	return st.st_mode & S_IFMT;
}

static bool is_json(const char *name)
{
	return has_suffix(name, ".json");
}

/* Nothing in these texts is understood, and all could be read. */
static bool holds_nothing(const struct import_source *source)
{
	_cleanup_free_ char *error = NULL;
	struct report *report = NULL;
	int r = import_text(source, &report, &error);

	report_free(report);
	return r == -ENODATA;
}

/* A file that may be a text, and whose it is. */
struct text_file {
	char *owner;
	const char *name;
	int index; /* in the directory */
};

static int by_owner(const void *a, const void *b)
{
	const struct text_file *x = a, *y = b;
	int r = strcmp(x->owner, y->owner);

	return r ? r : x->index - y->index;
}

/* The texts among the entries, one owner's together. Returns how many. */
static size_t list_texts(const char *path, struct dirent *const *entries, int n,
			 struct text_file *files)
{
	size_t count = 0;

	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		char *owner;

		if (!may_be_text(name) || is_json(name) || type_of(path, entries[i]) != S_IFREG)
			continue;
		owner = file_owner(name);
		if (owner)
			files[count++] = (struct text_file){ owner, name, i };
	}
	qsort(files, count, sizeof(*files), by_owner);
	return count;
}

/* The machine of n texts with one owner. alone: the directory has no other texts, and its name will do. */
static int add_texts(const char *path, const char *name, const struct text_file *files, size_t n,
		     bool alone, bool has_json, struct import_sources *sources)
{
	_cleanup_free_ char *child_name = NULL;
	const char *owner = files[0].owner;
	struct import_source *source;
	bool says_kind = false;
	int r;

	for (size_t i = 0; i < n; i++)
		says_kind |= getcap_group(files[i].name, strlen(files[i].name)) != GETCAP_NONE;
	if (has_json && !*owner && !says_kind)
		return 0;
	if (alone && *name)
		owner = "";
	if (asprintf(&child_name, "%s%s%s", name, *name && *owner ? "/" : "", owner) < 0)
		return -ENOMEM;
	r = add(sources, IMPORT_TEXT, path, *child_name ? child_name : path, 0);
	if (r < 0)
		return r;
	source = &sources->items[sources->count - 1];
	source->files = calloc(n, sizeof(char *));
	for (; source->files && source->n_files < n; source->n_files++) {
		source->files[source->n_files] = strdup(files[source->n_files].name);
		if (!source->files[source->n_files])
			break;
	}
	if (source->n_files < n)
		return -ENOMEM;
	if (!says_kind && holds_nothing(source)) {
		clear(source);
		sources->count--;
	}
	return 0;
}

static int scan_directory(const char *path, const char *name, unsigned int depth,
			  struct import_sources *sources);

static int scan_entry(const char *path, const char *name, const struct dirent *entry,
		      unsigned int depth, struct import_sources *sources)
{
	char child[PATH_MAX], child_name[PATH_MAX];
	mode_t type = type_of(path, entry);

	if (type != S_IFDIR && !(type == S_IFREG && is_json(entry->d_name)))
		return 0;
	if ((size_t)snprintf(child, sizeof(child), "%s/%s", path, entry->d_name) >= sizeof(child) ||
	    (size_t)snprintf(child_name, sizeof(child_name), "%s%s%s", name, *name ? "/" : "",
			     entry->d_name) >= sizeof(child_name))
		return add(sources, IMPORT_ERROR, path, entry->d_name, -ENAMETOOLONG);
	if (type == S_IFREG)
		return add(sources, IMPORT_REPORT, child, child_name, 0);
	return scan_directory(child, child_name, depth + 1, sources);
}

static int scan_entries(const char *path, const char *name, struct dirent *const *entries, int n,
			unsigned int depth, struct import_sources *sources)
{
	struct text_file *files = calloc((size_t)n + 1, sizeof(*files));
	size_t *first = calloc((size_t)n + 1, sizeof(*first));
	size_t count = files && first ? list_texts(path, entries, n, files) : 0;
	int r = files && first ? 0 : -ENOMEM;
	bool has_json = false;

	/* Where an owner's texts are, plus 1, at the place of the first of them. */
	for (size_t i = 0; !r && i < count; i++)
		if (!i || strcmp(files[i].owner, files[i - 1].owner) != 0)
			first[files[i].index] = i + 1;
	for (int i = 0; i < n; i++)
		has_json |= is_json(entries[i]->d_name);
	for (int i = 0; i < n && !r; i++) {
		const struct text_file *texts = files + first[i] - 1;
		size_t n_texts = 1;

		if (!first[i]) {
			r = scan_entry(path, name, entries[i], depth, sources);
			continue;
		}
		while (texts + n_texts < files + count &&
		       !strcmp(texts[n_texts].owner, texts->owner))
			n_texts++;
		r = add_texts(path, name, texts, n_texts, n_texts == count, has_json, sources);
	}
	for (size_t i = 0; i < count; i++)
		free(files[i].owner);
	free(first);
	free(files);
	return r;
}

/* name: "" for the directory that was named. */
static int scan_directory(const char *path, const char *name, unsigned int depth,
			  struct import_sources *sources)
{
	struct dirent **entries;
	int n, r = 0;

	if (depth > IMPORT_MAX_DEPTH)
		return add(sources, IMPORT_ERROR, path, name, -ELOOP);
	n = scandir(path, &entries, not_dots, by_name);
	if (n < 0)
		return depth ? add(sources, IMPORT_ERROR, path, name, -errno) : -errno;
	if (n > IMPORT_MAX_ENTRIES)
		r = add(sources, IMPORT_ERROR, path, *name ? name : path, -E2BIG);
	if (!r)
		r = scan_entries(path, name, entries,
				 n < IMPORT_MAX_ENTRIES ? n : IMPORT_MAX_ENTRIES, depth, sources);
	for (int i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
	return r;
}

/* A file that is named alone may be called anything: a report begins with a brace. */
static bool begins_as_json(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char bytes[64];
	ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));

	if (fd >= 0)
		close(fd);
	for (ssize_t i = 0; i < n; i++)
		if (!strchr(" \t\r\n", bytes[i]))
			return bytes[i] == '{';
	return false;
}

int import_scan(const char *path, struct import_sources *sources)
{
	size_t before = sources->count;
	struct stat st;
	int r;

	if (!strcmp(path, "-"))
		return add(sources, IMPORT_TEXT, path, "standard input", 0);
	if (stat(path, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode)) {
		r = scan_directory(path, "", 0, sources);
		sources->several |= sources->count != before + 1 ||
				    sources->items[before].kind != IMPORT_TEXT ||
				    strcmp(sources->items[before].path, path) != 0;
		return r || sources->count > before ? r : -ENODATA;
	}
	/* What is read from a FIFO is gone. */
	return add(sources,
		   S_ISREG(st.st_mode) && begins_as_json(path) ? IMPORT_REPORT : IMPORT_TEXT, path,
		   path, 0);
}

void import_sources_clear(struct import_sources *sources)
{
	for (size_t i = 0; i < sources->count; i++)
		clear(&sources->items[i]);
	free(sources->items);
	*sources = (struct import_sources){ 0 };
}
