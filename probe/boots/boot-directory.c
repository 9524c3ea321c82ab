/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of saved boots: finding, reading, writing, removing them. */
#include "boot-directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "root.h"
#include "saved-boot-read.h"
#include "saved-boot-write.h"
#include "write-file.h"

enum { MAX_FILES = 4096, NAME_LENGTH = SAVED_BOOT_ID_LENGTH + sizeof(".json") - 1 };

static void close_directory(DIR **directory)
{
	if (*directory)
		closedir(*directory);
}

static bool is_ours(const char *name)
{
	return strlen(name) == NAME_LENGTH && saved_boot_id_valid(name, SAVED_BOOT_ID_LENGTH) &&
	       !strcmp(name + SAVED_BOOT_ID_LENGTH, ".json");
}

/* One of them, for reading: a regular file that has this name itself. */
static int open_file(int directory, const char *name, struct stat *ret_st)
{
	int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (fstat(fd, ret_st) < 0 || !S_ISREG(ret_st->st_mode)) {
		close(fd);
		return -EINVAL;
	}
	return fd;
}

static int open_directory(const char *path)
{
	int fd =
		open(path ? path : BOOT_DIRECTORY, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static void note_broken(struct saved_boots *boots, const char *name, const char *why)
{
	if (!boots->n_broken++ && asprintf(&boots->first_error, "%s: %s", name, why) < 0)
		abort();
}

static void read_file(struct saved_boots *boots, int directory, const char *name)
{
	struct stat st = { 0 };
	_cleanup_close_ int fd = open_file(directory, name, &st);
	_cleanup_free_ char *text = NULL, *error = NULL;
	struct saved_boot *boot;
	ssize_t size = fd < 0 ? fd : root_read_fd(fd, SAVED_BOOT_READ_MAX, &text);
	int r = size < 0 ? (int)size : saved_boot_parse(text, (size_t)size, &boot, &error);

	if (r < 0) {
		note_broken(boots, name, error ? error : strerror(-r));
		return;
	}
	/* The name is what a file is found and removed by; the time, where nobody wrote one down. */
	boot->boot_id = arena_strndup(&boot->arena, name, SAVED_BOOT_ID_LENGTH);
	boot->file_time = st.st_mtim;
	if (!boot->saved_at && st.st_mtime > 0)
		boot->saved_at = (uint64_t)st.st_mtime;
	boots->items = realloc(boots->items, (boots->count + 1) * sizeof(struct saved_boot *));
	if (!boots->items)
		abort();
	boots->items[boots->count++] = boot;
}

/* The later one first. */
static int compare_times(const struct timespec *a, const struct timespec *b)
{
	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec ? 1 : -1;
	return a->tv_nsec == b->tv_nsec ? 0 : a->tv_nsec < b->tv_nsec ? 1 : -1;
}

static int compare_age(const void *a, const void *b)
{
	const struct saved_boot *const *x = a, *const *y = b;
	int r;

	if ((*x)->saved_at != (*y)->saved_at)
		return (*x)->saved_at < (*y)->saved_at ? 1 : -1;
	r = compare_times(&(*x)->file_time, &(*y)->file_time);
	return r ? r : strcmp((*x)->boot_id, (*y)->boot_id);
}

/* Takes fd, which may be -errno. */
static int read_all(int fd, struct saved_boots *ret_boots)
{
	_cleanup_(close_directory) DIR *entries = NULL;
	const struct dirent *entry;
	size_t n_files = 0;

	*ret_boots = (struct saved_boots){ 0 };
	if (fd < 0)
		return fd == -ENOENT ? 0 : fd;
	entries = fdopendir(fd);
	if (!entries) {
		close(fd);
		return -ENOMEM;
	}
	while (n_files < MAX_FILES && (entry = readdir(entries))) {
		if (!is_ours(entry->d_name))
			continue;
		n_files++;
		read_file(ret_boots, dirfd(entries), entry->d_name);
	}
	if (ret_boots->count)
		qsort(ret_boots->items, ret_boots->count, sizeof(ret_boots->items[0]), compare_age);
	return 0;
}

int saved_boots_read(const char *directory, struct saved_boots *ret_boots)
{
	return read_all(open_directory(directory), ret_boots);
}

int saved_boots_read_below(const char *sysroot, struct saved_boots *ret_boots)
{
	struct root root;
	int fd = root_open(&root, sysroot);

	if (fd >= 0) {
		fd = root_open_directory(&root, BOOT_DIRECTORY);
		root_close(&root);
	}
	return read_all(fd, ret_boots);
}

void saved_boots_clear(struct saved_boots *boots)
{
	for (size_t i = 0; i < boots->count; i++)
		saved_boot_free(boots->items[i]);
	free(boots->items);
	free(boots->first_error);
	*boots = (struct saved_boots){ 0 };
}

/* What is to be removed, by age. */
struct aged_file {
	char name[NAME_LENGTH + 1];
	struct timespec changed;
};

static int compare_changed(const void *a, const void *b)
{
	const struct aged_file *x = a, *y = b;
	int r = compare_times(&x->changed, &y->changed);

	return r ? r : strcmp(x->name, y->name);
}

/* By the time of writing, which needs no reading: a file that is broken goes when its turn comes. */
static void remove_oldest(int directory, const char *kept)
{
	struct aged_file *files = calloc(MAX_FILES, sizeof(*files));
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(close_directory) DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	struct stat st;
	size_t n = 0;

	if (!files)
		abort();
	while (entries && n < MAX_FILES && (entry = readdir(entries))) {
		if (!is_ours(entry->d_name) || !strcmp(entry->d_name, kept) ||
		    fstatat(directory, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		memcpy(files[n].name, entry->d_name, NAME_LENGTH + 1);
		files[n++].changed = st.st_mtim;
	}
	qsort(files, n, sizeof(*files), compare_changed);
	for (size_t i = BOOT_DIRECTORY_KEEP - 1; i < n; i++)
		unlinkat(directory, files[i].name, 0);
	free(files);
}

static int make_directory(const char *path)
{
	if (!path && mkdir("/var/lib/tpm-probe", 0755) < 0 && errno != EEXIST)
		return -errno;
	return mkdir(path ? path : BOOT_DIRECTORY, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

int saved_boots_add(const char *directory, const struct saved_boot *boot)
{
	_cleanup_close_ int fd = -1;
	_cleanup_free_ char *text = NULL;
	char name[NAME_LENGTH + 1];
	size_t size;
	int r;

	if (!boot->boot_id || !saved_boot_id_valid(boot->boot_id, strlen(boot->boot_id)))
		return -EINVAL;
	r = make_directory(directory);
	if (r < 0)
		return r;
	fd = open_directory(directory);
	if (fd < 0)
		return fd;
	snprintf(name, sizeof(name), "%s.json", boot->boot_id);
	text = saved_boot_text(boot, &size);
	r = write_file_at(fd, name, 0600, NULL, text, size);
	if (r >= 0)
		remove_oldest(fd, name);
	return r < 0 ? r : 0;
}
