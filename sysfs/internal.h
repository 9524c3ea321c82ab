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

/* ---- strv.c: NULL-terminated lists of strings ------------------------------------------------ */

#define STRV_MAX 512 /* more strings than that are dropped: the sources are untrusted */

/* Append a copy of text[0..len); *strv may be NULL. */
int strv_append(char ***strv, const char *text, size_t len);
/* Make NULL an empty list. */
int strv_ensure(char ***strv);
void strv_free(char **strv);
bool strv_contains(char *const *strv, const char *text);
/* The value of the last "key=value", or NULL. */
const char *strv_value(char *const *strv, const char *key);

/* ---- udevdb.c: text that udev and the kernel keep about a device ----------------------------- */

struct udev_record {
	char **links;	   /* full names, "/dev/..." */
	char **tags;	   /* current tags */
	char **properties; /* "KEY=value" */
};
/* Parse a file of /run/udev/data. Lines that make no sense are passed over. -ENOMEM. */
int udevdb_parse(const char *text, size_t size, struct udev_record *ret_record);
void udev_record_clear(struct udev_record *record);
/* Parse a `uevent` attribute into properties; DEVNAME gets its "/dev/". -ENOMEM. */
int uevent_parse(const char *text, size_t size, char ***ret_properties);
/* "10:224"; 0 if it is none. */
dev_t devnum_parse(const char *text);

/* ---- node.c, devnode.c ----------------------------------------------------------------------- */

/* Fill a node from libudev, or from a directory of sysfs. -ENODEV if it is no TPM's. */
int node_from_udev(struct tpmsysfs *ctx, struct udev_device *dev, struct tpmsysfs_node **ret_node);
int node_from_dir(struct tpmsysfs *ctx, const char *class_path, const char *name,
		  struct tpmsysfs_node **ret_node);
void node_free(struct tpmsysfs_node *node);

/*
 * Where is the node with this number? candidate (may be NULL) and /dev/NAME are looked at first,
 * then /dev and its subfolders. ret_path: malloc'd, NULL if there is none. -ENOMEM.
 */
int devnode_find(const char *root, const char *candidate, const char *name, dev_t devnum,
		 char **ret_path);

/* Nodes by their usual names in /dev, where there is no sysfs. nodes: malloc'd array. */
struct node_array {
	struct tpmsysfs_node **nodes;
	size_t count;
};
int devnode_enumerate(const char *root, struct node_array *array);
int node_array_append(struct node_array *array, struct tpmsysfs_node *node);
void node_array_clear(struct node_array *array);

/* ---- pair.c ---------------------------------------------------------------------------------- */

/*
 * Group nodes into TPMs. parents[i] is the parent's path of nodes[i], or NULL. The nodes become the
 * list's on success; parents stay the caller's.
 */
int pair_nodes(struct tpmsysfs_node *const *nodes, char *const *parents, size_t count,
	       struct tpmsysfs_list *list);

#endif
