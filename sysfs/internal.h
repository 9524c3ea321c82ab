/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of sysfs/ share among themselves.
 *
 * Two kinds of path: an "inner" path is absolute and as the examined machine sees it; a full path
 * has the root prefix before it. Every function below takes a prefix (never NULL, "" for this
 * machine) and an inner path. Errors are -errno as everywhere in this folder.
 */
#ifndef TPMSYSFS_INTERNAL_H
#define TPMSYSFS_INTERNAL_H

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

#include "tpmsysfs.h"

struct udev;
struct udev_device;

struct tpmsysfs {
	char *root;
	struct udev *udev; /* NULL with a root prefix */
};

#define STRING_LIST_MAX 512

/* ---- root.c: reading below a prefix ----------------------------------------------------------
 *
 * Below a prefix every symlink, relative or absolute, is resolved inside it; ".." stops at it.
 * The tree may be hostile as long as nobody changes it meanwhile. */

enum {
	ROOT_MISSING_OK = 1 << 0, /* components that do not exist are taken as they are */
	ROOT_NOFOLLOW = 1 << 1,	  /* the last component stays, symlink or not */
};

/* Resolve to an inner path without symlinks. -ENOENT, -EACCES, -ENOTDIR, -ELOOP, -ENAMETOOLONG. */
int root_resolve(const char *root, const char *path, unsigned int flags, char ret_path[PATH_MAX]);

/* stat(2), following links. */
int root_stat(const char *root, const char *path, struct stat *ret_st);

/* The full path of path after resolving: for calls that have no variant here. With no prefix the
 * path itself, so that the kernel resolves it. */
int root_full(const char *root, const char *path, char ret_full[PATH_MAX]);

/* Read a regular file. Returns the number of bytes, at most size; -EINVAL if it is no regular
 * file. Devices and fifos are not opened below a prefix. */
ssize_t root_read(const char *root, const char *path, void *buf, size_t size);

/* Read a file's first line or lines as text: cut at size - 1 or at a NUL, trailing white space
 * removed. Returns the length. */
ssize_t root_read_text(const char *root, const char *path, char *buf, size_t size);

/* The same as a malloc'd string of at most 4095 characters: NULL if unreadable or empty. */
char *root_read_string(const char *root, const char *path);

/* The last component of what a symlink names ("subsystem" -> "tpm"); the target need not exist. */
int root_link_name(const char *root, const char *path, char *buf, size_t size);

int root_opendir(const char *root, const char *path, DIR **ret_dir);

/* "A/B" into a PATH_MAX buffer; -ENAMETOOLONG. */
int path_join(char buf[PATH_MAX], const char *a, const char *b);
const char *path_name(const char *path);

/* ---- names.c: the kernel's names of TPM nodes ------------------------------------------------ */

/* "tpm0", "tcm0": RAW; "tpmrm0", "tcmrm0": RM; otherwise NONE. ret_number may be NULL. */
enum tpmsysfs_class name_parse(const char *name, unsigned int *ret_number);

/* A subsystem's class: "tpm", "tcm": RAW; "tpmrm", "tcmrm": RM. */
enum tpmsysfs_class subsystem_class(const char *subsystem);

#endif
