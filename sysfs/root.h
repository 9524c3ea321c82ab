/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one reader of files: of this machine, or below a prefix that no path and no symbolic link leads
 * out of, whoever wrote the tree and whatever changes in it meanwhile.
 *
 * Below a prefix the kernel resolves every path inside it (openat2(2) with RESOLVE_IN_ROOT, Linux
 * 5.6; walk.c where that is missing); absolute links and ".." stop at the prefix. Where a file is meant only a regular file is
 * opened: what a path leads to is found without opening it (O_PATH), examined, and only then opened
 * through /proc/self/fd. A device, FIFO or socket is never opened, here or below a prefix.
 *
 * Every path is absolute, as the examined machine sees it. Errors are -errno; ret_x is set only on
 * success. Beside those of openat2(2): -EINVAL no regular file; -ENOSYS no /proc.
 */
#ifndef SYSFS_ROOT_H
#define SYSFS_ROOT_H

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

struct root {
	int fd; /* of the prefix; -1 for this machine */
	bool is_prefix;
};

/*
 * prefix: NULL, "" and "/" are this machine, which always succeeds.
 * Errors: -ENOENT, -ENOTDIR, -EACCES: prefix is no directory that the caller may read and search.
 */
int root_open(struct root *root, const char *prefix);
void root_close(struct root *root);

/* A descriptor that names a file and opens nothing (O_PATH). flags: O_NOFOLLOW, O_DIRECTORY or 0. */
int root_open_path(const struct root *root, const char *path, int flags);
/* A regular file, for reading. */
int root_open_file(const struct root *root, const char *path);
/* A directory: for reading, fsync(2) and as the start of *at() calls. */
int root_open_directory(const struct root *root, const char *path);
int root_opendir(const struct root *root, const char *path, DIR **ret_dir);

/* stat(2), following links. */
int root_stat(const struct root *root, const char *path, struct stat *ret_st);

/* The first bytes of a regular file, to its end or to size. st_size is not believed: sysfs and
 * securityfs have none. Returns their number. */
ssize_t root_read(const struct root *root, const char *path, void *buf, size_t size);

/* The same as a malloc'd text of at most max bytes, with a NUL after them. */
ssize_t root_read_all(const struct root *root, const char *path, size_t max, char **ret_text);
/* Of a file that is open: for whoever has to know that owner, mode and contents are of one file. */
ssize_t root_read_fd(int fd, size_t max, char **ret_text);

/* The same as a text in buf: cut at size - 1 or at a NUL, without trailing white space. Returns its
 * length. */
ssize_t root_read_text(const struct root *root, const char *path, char *buf, size_t size);

/* The same as a malloc'd string of at most 4095 characters: NULL if unreadable or empty. */
char *root_read_string(const struct root *root, const char *path);

/* What a symbolic link names, NUL-terminated, cut at size - 1. Returns its length; -EINVAL: no link. */
ssize_t root_readlink(const struct root *root, const char *path, char *buf, size_t size);

/* The last component of what a link names ("subsystem" -> "tpm"); the target need not exist. */
int root_link_name(const struct root *root, const char *path, char *buf, size_t size);

/* The path without links and "..", as text: not for opening, as the tree may change meanwhile.
 * missing_ok: components that do not exist are taken as they are. */
int root_resolve(const struct root *root, const char *path, bool missing_ok,
		 char ret_path[PATH_MAX]);

/* Names in a directory that end with suffix and do not begin with a dot, sorted; at most max of them.
 * A directory that is not there has none. */
struct root_names {
	char **names;
	size_t count;
};
int root_list(const struct root *root, const char *path, const char *suffix, size_t max,
	      struct root_names *ret_names);
void root_names_free(struct root_names *names);

/* "A/B" into a PATH_MAX buffer; -ENAMETOOLONG. */
int path_join(char buf[PATH_MAX], const char *a, const char *b);
/* What follows the last slash. */
const char *path_name(const char *path);

#endif
