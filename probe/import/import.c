/* SPDX-License-Identifier: BSD-2-Clause */
/* Which machines a path holds, by names and types of files alone; and reading a directory of them. */
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
#include "getcap-read.h"
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

/* A file of another name is nothing of ours, however many there are. */
static int may_count(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	       ((entry->d_type != DT_REG && entry->d_type != DT_LNK) ||
		has_suffix(entry->d_name, ".json") || is_getcap_name(entry->d_name));
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

static int scan_directory(const char *path, const char *name, unsigned int depth,
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
		return add(sources, IMPORT_ERROR, path, name, -ENAMETOOLONG);
	if (type == S_IFREG)
		return add(sources, IMPORT_REPORT, child, child_name, 0);
	return scan_directory(child, child_name, depth + 1, sources);
}

/* name: "" for the directory that was named. */
static int scan_directory(const char *path, const char *name, unsigned int depth,
			  struct import_sources *sources)
{
	struct dirent **entries;
	bool getcap = false;
	int n, r = 0;

	if (depth > IMPORT_MAX_DEPTH)
		return add(sources, IMPORT_ERROR, path, name, -E2BIG);
	n = scandir(path, &entries, may_count, by_name);
	if (n < 0)
		return depth ? add(sources, IMPORT_ERROR, path, name, -errno) : -errno;
	if (n > IMPORT_MAX_ENTRIES)
		r = add(sources, IMPORT_ERROR, path, *name ? name : path, -E2BIG);
	for (int i = 0; i < n && !getcap; i++)
		getcap = is_getcap_name(entries[i]->d_name) && type_of(path, entries[i]) == S_IFREG;
	if (!r && getcap)
		r = add(sources, IMPORT_GETCAP, path, *name ? name : path, 0);
	for (int i = 0; i < n; i++) {
		if (!r && !getcap && i < IMPORT_MAX_ENTRIES)
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
		r = scan_directory(path, "", 0, sources);
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

struct directory {
	struct getcap getcap;
	const char *files[GETCAP_PCRREAD + 1]; /* that were taken, by group */
	size_t read;			       /* files that hold what their names say */
};

static void add_problem(struct directory *directory, const char *name, const char *what)
{
	struct report *report = directory->getcap.report;
	const char *text = arena_printf(&report->arena, "%s: %s", name, what);

	*(const char **)list_append(&report->arena, &report->problems, sizeof(text)) =
		arena_clean(&report->arena, text, strlen(text));
}

/* The bytes of a regular file: malloc'd. 0 or -errno. */
static int read_bytes(int at, const char *path, char **ret_bytes, size_t *ret_size)
{
	_cleanup_close_ int fd = openat(at, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0;
	struct stat st;
	ssize_t n = 1;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size > IMPORT_MAX_BYTES)
		return -EFBIG;
	/* One more than it is long: a file of the kernel's is longer than it says. */
	bytes = malloc(IMPORT_MAX_BYTES);
	if (!bytes)
		return -ENOMEM;
	while (n > 0 && size < IMPORT_MAX_BYTES) {
		n = read(fd, bytes + size, IMPORT_MAX_BYTES - size);
		if (n < 0)
			return -errno;
		size += (size_t)n;
	}
	*ret_bytes = bytes;
	bytes = NULL;
	*ret_size = size;
	return 0;
}

/* name: the last part of path, which is below the directory `at`. */
static void read_file(struct directory *directory, int at, const char *path, const char *name)
{
	enum getcap_group group = getcap_group(name);
	_cleanup_free_ char *bytes = NULL, *error = NULL;
	struct arena *arena = &directory->getcap.report->arena;
	size_t size = 0;
	int r;

	if (directory->files[group]) {
		add_problem(directory, name,
			    arena_printf(arena, "left out: \"%s\" has been read as group %s",
					 directory->files[group], getcap_group_name(group)));
		return;
	}
	r = read_bytes(at, path, &bytes, &size);
	if (r < 0) {
		add_problem(directory, name,
			    r == -EFBIG ? "larger than what tpm2_getcap prints" : strerror(-r));
		return;
	}
	directory->files[group] = arena_strdup(arena, name);
	r = getcap_read(&directory->getcap, group, bytes, size, &error);
	if (r < 0)
		add_problem(directory, name, error ? error : strerror(-r));
	else
		directory->read++;
}

static int wanted(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return entry->d_name[0] != '.' && (n < 5 || strcmp(entry->d_name + n - 5, ".json") != 0) &&
	       getcap_group(entry->d_name) != GETCAP_NONE;
}

static int read_directory(struct directory *directory, const char *path)
{
	_cleanup_close_ int at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **entries;
	int n = at < 0 ? -1 : scandirat(at, ".", &entries, wanted, by_name);

	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++) {
		if (i < IMPORT_MAX_ENTRIES && entries[i]->d_type != DT_DIR)
			read_file(directory, at, entries[i]->d_name, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

/* Nothing to show: why, in one line. */
static int fail(struct directory *directory, int r, char **ret_error)
{
	const struct list_fact *problems = &directory->getcap.report->problems;

	if (!r && problems->count) {
		*ret_error = strdup(*(const char *const *)problems->items);
		r = -EBADMSG;
	}
	report_free(directory->getcap.report);
	return r ? r : -ENODATA;
}

int import_getcap(const char *path, struct report **ret_report, char **ret_error)
{
	struct directory directory = { .getcap = { .report = report_new() } };
	const char *slash = strrchr(path, '/');
	struct stat st;
	int r = 0;

	*ret_error = NULL;
	directory.getcap.tpm = report_add_tpm(directory.getcap.report);
	if (stat(path, &st) < 0)
		r = -errno;
	else if (S_ISDIR(st.st_mode))
		r = read_directory(&directory, path);
	else
		read_file(&directory, AT_FDCWD, path, slash ? slash + 1 : path);
	if (r < 0 || !directory.read)
		return fail(&directory, r, ret_error);
	getcap_end(&directory.getcap);
	*ret_report = directory.getcap.report;
	return 0;
}
