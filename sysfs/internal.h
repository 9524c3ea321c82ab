/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of sysfs/ share among themselves.
 *
 * A path is absolute and as the examined machine sees it. Errors are -errno as everywhere in this
 * directory.
 */
#ifndef TPMSYSFS_INTERNAL_H
#define TPMSYSFS_INTERNAL_H

#include "root.h"
#include "tpmsysfs.h"

struct udev_device;

struct tpmsysfs {
	struct root root;
};

/* ---- names.c: the kernel's names of TPM nodes ------------------------------------------------ */

/* "tpm0", "tcm0": RAW; "tpmrm0", "tcmrm0": RM; otherwise NONE. ret_number may be NULL. */
enum tpmsysfs_class name_parse(const char *name, unsigned int *ret_number);

/* A subsystem's class: "tpm", "tcm": RAW; "tpmrm", "tcmrm": RM. */
enum tpmsysfs_class subsystem_class(const char *subsystem);

/* ---- identify.c ------------------------------------------------------------------------------ */

/* tpmsysfs_identify() below a prefix that is open. */
int identify_below(const struct root *root, dev_t devnum, char name[32]);

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

/* ---- node.c ---------------------------------------------------------------------------------- */

/* Fill a node from libudev, or from a directory of sysfs. -ENODEV if it is no TPM's. */
int node_from_udev(struct tpmsysfs *ctx, struct udev_device *dev, struct tpmsysfs_node **ret_node);
int node_from_dir(struct tpmsysfs *ctx, const char *class_path, const char *name,
		  struct tpmsysfs_node **ret_node);
void node_free(struct tpmsysfs_node *node);

/* nodes: malloc'd array. */
struct node_array {
	struct tpmsysfs_node **nodes;
	size_t count;
};
int node_array_append(struct node_array *array, struct tpmsysfs_node *node);
void node_array_clear(struct node_array *array);

/* ---- devnode.c, bare.c ----------------------------------------------------------------------- */

/* Entries of /dev and its subfolders that a search looks at. */
#define DEVNODE_SEARCH_MAX 8192

/* Is path a node with this number (0: any)? Below a root, a plain file stands for a node. */
bool devnode_exists(const struct root *root, const char *path, dev_t devnum);

/*
 * Where is the node with this number? candidate (may be NULL) and /dev/NAME are looked at first,
 * then /dev and its subfolders. ret_path: malloc'd, NULL if there is none. -ENOMEM.
 */
int devnode_find(const struct root *root, const char *candidate, const char *name, dev_t devnum,
		 char **ret_path);

/* Nodes by their usual names in /dev, where there is no sysfs. -ENOMEM. */
int bare_enumerate(const struct root *root, struct node_array *array);

/* ---- pair.c ---------------------------------------------------------------------------------- */

/*
 * Group nodes into TPMs. parents[i] is the parent's path of nodes[i], or NULL. The nodes become the
 * list's on success; parents stay the caller's.
 */
int pair_nodes(struct tpmsysfs_node *const *nodes, char *const *parents, size_t count,
	       struct tpmsysfs_list *list);

/* ---- pcrs.c, tpm12.c: values of TPM attributes ----------------------------------------------- */

/* Hexadecimal digits to bytes; white space between bytes is allowed. Returns the number of bytes,
 * -EBADMSG if text holds anything else or more than size bytes. */
ssize_t hex_parse(const char *text, uint8_t *bytes, size_t size);

/* The attribute `caps` of a TPM 1.2; members that text does not tell stay as they are. */
void caps_parse(const char *text, struct tpmsysfs_tpm12 *tpm12);
/* `durations` and `timeouts`: "750000 2000000 750000 750000 [original]". values beyond those told
 * become -1. Returns how many were told. */
size_t times_parse(const char *text, long *values, size_t count);
/* The attribute `pcrs` of a TPM 1.2: lines "PCR-00: 3A 3F ..." */
void pcrs12_parse(const char *text, char pcrs[24][41]);

/* ---- firmware.c, devicetree.c ---------------------------------------------------------------- */

/* An ACPI table: 0 or -EBADMSG. table may be longer than the table says. */
int acpi_tpm2_parse(const uint8_t *table, size_t size, uint32_t *ret_start_method,
		    uint16_t *ret_platform_class);
int acpi_tcpa_parse(const uint8_t *table, size_t size, uint16_t *ret_platform_class);

/* The first enabled device-tree node of a TPM; both NULL if there is none. -ENOMEM. */
int devicetree_find(const struct root *root, char **ret_path, char **ret_compatible);
/* The TPM's name in a `compatible` property (strings with their NULs), or NULL. */
const char *devicetree_match(const char *compatible, size_t size);

/* ---- acl.c ----------------------------------------------------------------------------------- */

/* Tags of acl(5), as the kernel stores them in the attribute system.posix_acl_access. */
enum acl_tag {
	ACL_TAG_USER_OBJ = 0x01,
	ACL_TAG_USER = 0x02,
	ACL_TAG_GROUP_OBJ = 0x04,
	ACL_TAG_GROUP = 0x08,
	ACL_TAG_MASK = 0x10,
	ACL_TAG_OTHER = 0x20,
};

struct acl_entry {
	enum acl_tag tag;
	unsigned int perm; /* 4 read, 2 write, 1 execute */
	uint32_t id;	   /* of USER and GROUP */
};

#define ACL_MAX 64

struct acl {
	struct acl_entry entries[ACL_MAX];
	size_t count; /* 0: no ACL, the mode says all */
};

/* -EBADMSG if it is no ACL of version 2 or has more than ACL_MAX entries. */
int acl_parse(const uint8_t *blob, size_t size, struct acl *ret_acl);

struct caller {
	uid_t uid;
	gid_t gid;
	const gid_t *groups;
	size_t n_groups;
	bool overrides; /* has CAP_DAC_OVERRIDE */
};

/* What mode, owner, group and ACL grant the caller: a mask of 4 (read) and 2 (write). */
unsigned int acl_grant(const struct acl *acl, mode_t mode, uid_t uid, gid_t gid,
		       const struct caller *caller);
/* What the owning group gets, as a mask. */
unsigned int acl_group_perm(const struct acl *acl, mode_t mode);

#endif
