/* SPDX-License-Identifier: BSD-2-Clause */
/* Which machines a path holds: only names and types of files are looked at. */
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

#include "getcap.h"

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && !strcmp(name + n - m, suffix);
}

static bool is_getcap_name(const char *name)
{
	return !has_suffix(name, ".json") && getcap_group(name) != GETCAP_NONE;
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
	*source = (struct import_source){ kind, strdup(path), strdup(name), error };
	sources->count++;
	return source->path && source->name ? 0 : -ENOMEM;
}

static int not_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* 0 where it cannot be told. A link counts as what it leads to, unless that is a folder. */
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

static int scan_folder(const char *path, const char *name, unsigned int depth,
		       struct import_sources *sources);

static int scan_entry(const char *path, const char *name, const struct dirent *entry,
		      unsigned int depth, struct import_sources *sources)
{
	char child[PATH_MAX], child_name[PATH_MAX];
	mode_t type = type_of(path, entry);

	if (type != S_IFDIR && !(type == S_IFREG && has_suffix(entry->d_name, ".json")))
		return 0;
	if ((size_t)snprintf(child, sizeof(child), "%s/%s", path, entry->d_name) >= sizeof(child) ||
	    (size_t)snprintf(child_name, sizeof(child_name), "%s%s%s", name, *name ? "/" : "",
			     entry->d_name) >= sizeof(child_name))
		return -ENAMETOOLONG;
	if (type == S_IFREG)
		return add(sources, IMPORT_REPORT, child, child_name, 0);
	return scan_folder(child, child_name, depth + 1, sources);
}

/* name: "" for the folder that was named. */
static int scan_folder(const char *path, const char *name, unsigned int depth,
		       struct import_sources *sources)
{
	struct dirent **entries;
	bool getcap = false;
	int n, r = 0;

	if (depth > IMPORT_MAX_DEPTH)
		return -E2BIG;
	n = scandir(path, &entries, not_dots, by_name);
	if (n < 0)
		return depth ? add(sources, IMPORT_ERROR, path, name, -errno) : -errno;
	if (n > IMPORT_MAX_ENTRIES)
		r = -E2BIG;
	for (int i = 0; i < n && !getcap; i++)
		getcap = is_getcap_name(entries[i]->d_name) && type_of(path, entries[i]) == S_IFREG;
	if (!r && getcap)
		r = add(sources, IMPORT_GETCAP, path, *name ? name : path, 0);
	for (int i = 0; i < n; i++) {
		if (!r && !getcap)
			r = scan_entry(path, name, entries[i], depth, sources);
		free(entries[i]);
	}
	free(entries);
	sources->several |= !depth && !getcap;
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
	const char *slash = strrchr(path, '/');
	size_t before = sources->count;
	struct stat st;
	int r;

	if (stat(path, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode)) {
		r = scan_folder(path, "", 0, sources);
		return r || sources->count > before ? r : -ENODATA;
	}
	if (S_ISREG(st.st_mode) && is_getcap_name(slash ? slash + 1 : path) &&
	    !begins_as_json(path))
		return add(sources, IMPORT_GETCAP, path, path, 0);
	return add(sources, IMPORT_REPORT, path, path, 0);
}

void import_sources_clear(struct import_sources *sources)
{
	for (size_t i = 0; i < sources->count; i++) {
		free(sources->items[i].path);
		free(sources->items[i].name);
	}
	free(sources->items);
	*sources = (struct import_sources){ 0 };
}
