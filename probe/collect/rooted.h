/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading this machine's files, or a copy of another's below a prefix that no path and no symbolic
 * link leads out of. Only regular files are read: no device is ever opened. Errors are -errno.
 */
#ifndef ROOTED_H
#define ROOTED_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

struct rooted {
	int fd; /* of the prefix, or of / */
	bool is_prefix;
};

/* prefix: NULL for this machine. Close with close(root->fd). */
int rooted_open(struct rooted *root, const char *prefix);

/* The first `max` bytes of a regular file, malloc'd, NUL-terminated. st_size is not believed.
 * Returns their number. -EINVAL: no regular file. */
ssize_t rooted_read(const struct rooted *root, const char *path, size_t max, char **ret_text);

/* A directory. closedir() it. */
int rooted_opendir(const struct rooted *root, const char *path, DIR **ret_dir);

int rooted_stat(const struct rooted *root, const char *path, struct stat *ret_st);

/* Where a symbolic link points, NUL-terminated, cut at size - 1. Returns its length. */
ssize_t rooted_readlink(const struct rooted *root, const char *path, char *buf, size_t size);

/* Names in a directory that end with `suffix`, sorted; at most max of them. Free with
 * rooted_names_free(). A directory that is not there has none. */
struct rooted_names {
	char **names;
	size_t count;
};
int rooted_list(const struct rooted *root, const char *path, const char *suffix, size_t max,
		struct rooted_names *ret_names);
void rooted_names_free(struct rooted_names *names);

#endif
