/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Discovery of TPMs on Linux: which TPMs the kernel has, which nodes lead to them, what sysfs, udev
 * and the firmware say of them, and whether the caller may open them.
 *
 * The library opens no TPM node and sends no TPM command (the kernel itself sends some to answer
 * tpmsysfs_read_pcrs() and tpmsysfs_read_tpm12()). It works without udevd (initramfs, container)
 * and, with a root prefix, on a copy of another machine's /sys, /dev, /run and /etc. Below a prefix
 * every symlink is resolved inside it, and a regular file in /dev stands for the node of its name.
 *
 * Errors are -errno. ret_x is written only on success. Destructors take NULL. Strings that the
 * library returns inside a structure belong to that structure. A path inside a structure is as the
 * examined machine sees it, without the root prefix; tpmsysfs_open() and the other functions that
 * take such a path add the prefix themselves.
 *
 * Sources: Documentation/ABI/stable/sysfs-class-tpm, drivers/char/tpm/tpm-chip.c, tpm-sysfs.c,
 * tpm_ppi.c, eventlog/common.c; ACPI 6.5 5.2.6 and TCG ACPI Specification 1.4 (tables TPM2, TCPA).
 */
#ifndef TPMSYSFS_H
#define TPMSYSFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct tpmsysfs;

/*
 * Create a context.
 * root: prefix for every path that is read, or NULL, "" or "/" for this machine.
 * Errors: -ENOMEM; those of root_open() in root.h.
 */
int tpmsysfs_new(const char *root, struct tpmsysfs **ret_ctx);
void tpmsysfs_free(struct tpmsysfs *ctx);

/* ---- Nodes and TPMs ------------------------------------------------------------------------- */

enum tpmsysfs_class {
	TPMSYSFS_CLASS_NONE = 0, /* not a TPM node */
	TPMSYSFS_CLASS_RAW,	 /* class tpm: /dev/tpmN */
	TPMSYSFS_CLASS_RM,	 /* class tpmrm: /dev/tpmrmN, the kernel's resource manager */
};

/* One character device of the kernel's. */
struct tpmsysfs_node {
	enum tpmsysfs_class class;
	char *name;    /* kernel name: "tpm0", "tpmrm0", "tcm0", "tcmrm0" */
	char *syspath; /* "/sys/devices/.../tpmrm/tpmrm0"; NULL where there is no sysfs */
	dev_t devnum;  /* 0 if sysfs does not tell */
	char *devnode; /* "/dev/tpmrm0", or the name that udev gave it; NULL if no node exists */
	char **links;  /* further names of the node: udev's symlinks; NULL-terminated, never NULL */
	char **tags;   /* udev's current tags; NULL-terminated, never NULL */
	char **properties; /* udev's properties "KEY=value"; NULL-terminated, never NULL */
};

/* One TPM. */
struct tpmsysfs_tpm {
	char *name;		   /* the raw node's kernel name: "tpm0" */
	unsigned int number;	   /* N of tpmN */
	struct tpmsysfs_node *raw; /* NULL if the class has no such entry */
	struct tpmsysfs_node *rm;  /* NULL: TPM 1.2, firmware-upgrade mode, kernel before 4.12 */
	char *parent;		   /* syspath of the parent device; NULL for a virtual TPM */
};

struct tpmsysfs_list {
	struct tpmsysfs_tpm **tpms; /* ordered by number */
	size_t count;
	bool from_sysfs; /* false: no /sys/class/tpm here, found by the usual names in /dev only */
};

/*
 * Enumerate the TPMs: classes tpm and tpmrm, paired through the parent device, or by number where
 * there is none (tpm_vtpm_proxy). Without sysfs the usual names in /dev are taken (tpmN, tpmrmN,
 * tcmN, tcmrmN, character devices only); there the minor number (65536 + N is tpmrmN) outweighs the
 * name, as a container may show /dev/tpmrm0 under the name /dev/tpm0.
 * Errors: -ENOMEM. No TPM at all is success with count 0.
 */
int tpmsysfs_enumerate(struct tpmsysfs *ctx, struct tpmsysfs_list **ret_list);
void tpmsysfs_list_free(struct tpmsysfs_list *list);

/*
 * Find one TPM in a list by what a user may call it: "tpm1" or "tpmrm1", a number "1", a path of
 * any node or link (resolved by device number, so that a copy made with mknod is known),
 * "parent=TEXT" (name, ACPI HID, or sysfs, ACPI or device-tree path of the parent device).
 * ret_class tells which node was named: RAW or RM; NONE if the name is the TPM's as a whole
 * ("1", "tpm1" without a path, "parent=").
 * Errors: -ENODEV no such TPM; -ENOENT the path does not exist; -ENOTTY the path exists but is not
 * a TPM's character device; -EACCES a directory on the way cannot be searched; -ENOTUNIQ several
 * TPMs have this parent= text. Without sysfs a character device that is none of the list's gives
 * -ENODEV, as nobody can tell what it is.
 */
int tpmsysfs_find(struct tpmsysfs *ctx, const struct tpmsysfs_list *list, const char *selector,
		  const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class);

/*
 * What TPM node is the character device with this number? Reads /sys/dev/char/MAJOR:MINOR, no
 * udev. name: at least 32 bytes, receives the kernel name. root as in tpmsysfs_new().
 * Returns the class (> 0), 0 (TPMSYSFS_CLASS_NONE) if it is another device, -ENOENT if there is no
 * sysfs to ask (a container may hide it), -ENAMETOOLONG if the device's path is longer than 510
 * bytes.
 */
int tpmsysfs_identify(const char *root, dev_t devnum, char name[32]);

/*
 * Which TPM is meant when none is named: the nth of the list in order of preference, from 0; NULL
 * beyond its end. A TPM with a parent device, the platform's own, comes before virtual ones; then the
 * lower number comes first. Whoever needs a resource manager takes the first that has tpm->rm.
 */
const struct tpmsysfs_tpm *tpmsysfs_preferred(const struct tpmsysfs_list *list, size_t nth);

/*
 * The node of the first TPM in that order that has a resource manager, read from sysfs alone: much
 * faster than a list, for whoever only wants to open it. name: at least 32 bytes, receives the kernel
 * name; udev may call the node otherwise. root as in tpmsysfs_new().
 * Errors: -ENOENT: there is none; those of opendir(3).
 */
int tpmsysfs_preferred_rm(const char *root, char name[32]);

/* ---- Attributes ----------------------------------------------------------------------------- */

/*
 * Read a sysfs attribute of a node ("tpm_version_major", "null_name", "device/driver" is no
 * attribute). The text is cut at buf_size - 1, NUL-terminated, its trailing white space removed.
 * Returns the length or -errno: -ENOENT absent, -EACCES denied.
 */
ssize_t tpmsysfs_read_attribute(struct tpmsysfs *ctx, const struct tpmsysfs_node *node,
				const char *attribute, char *buf, size_t buf_size);

/* The parent device and its driver. Members are NULL where sysfs does not tell. */
struct tpmsysfs_parent {
	char *driver;	   /* "tpm_crb", "tpm_tis", "tpm_tis_spi"; "vtpm_proxy" for a virtual one */
	char *bus;	   /* "acpi", "platform", "pnp", "spi", "i2c"; "virtual" without a parent */
	char *name;	   /* "MSFT0101:00" */
	char *modalias;	   /* "acpi:MSFT0101:" */
	char *acpi_hid;	   /* "MSFT0101" */
	char *acpi_path;   /* "\_SB_.TPM_" */
	char *description; /* _STR */
	char *of_node;	   /* device-tree path */
};
int tpmsysfs_read_parent(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
			 struct tpmsysfs_parent *ret_parent);
void tpmsysfs_parent_clear(struct tpmsysfs_parent *parent);

/* PCR banks as sysfs shows them (kernel 5.12 and later). */
struct tpmsysfs_pcr_bank {
	char name[16];		  /* "sha256" */
	unsigned int digest_size; /* bytes; 0 if no value could be read */
	uint32_t valid;		  /* bit N: value N was read */
	uint8_t values[24][64];
};
/* Returns the number of banks written to banks (at most max; 0 if the kernel shows none), ordered
 * by digest size, or -errno: -ENOENT if there is no sysfs. */
int tpmsysfs_read_pcrs(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
		       struct tpmsysfs_pcr_bank *banks, size_t max);

/* TPM 1.2 attributes. -1: not told. */
struct tpmsysfs_tpm12 {
	int enabled, active, owned, temp_deactivated; /* 0 or 1 */
	uint32_t manufacturer;			      /* 0: not told */
	unsigned int version_major, version_minor;    /* TCG version of `caps` */
	unsigned int firmware_major, firmware_minor;
	long durations_us[3], timeouts_us[4]; /* -1: not told */
	char pcrs[24][41];		      /* hexadecimal, "" where not told */
};
/* -ENOENT if the TPM has none of the attributes of a TPM 1.2. */
int tpmsysfs_read_tpm12(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
			struct tpmsysfs_tpm12 *ret_tpm12);

/* Physical presence interface, directory ppi/ of the TPM. Members NULL where sysfs does not tell. */
struct tpmsysfs_ppi {
	char *version;
	char *request;
	char *response;
	char *transition_action;
};
int tpmsysfs_read_ppi(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
		      struct tpmsysfs_ppi *ret_ppi);
void tpmsysfs_ppi_clear(struct tpmsysfs_ppi *ppi);

/* ---- Firmware ------------------------------------------------------------------------------- */

struct tpmsysfs_firmware {
	/* 0, or -errno of the table file: -ENOENT no such table, -EACCES there but unreadable,
	 * -EBADMSG malformed */
	int acpi_tpm2, acpi_tcpa;
	uint32_t start_method;	 /* TPM2, offset 48 (TCG ACPI 1.4 table 7); if acpi_tpm2 == 0 */
	uint16_t platform_class; /* 0 client, 1 server; of table TPM2, else of TCPA */
	char *of_path; /* device-tree node with a TPM's `compatible`, not disabled; or NULL */
	char *of_compatible;
};
int tpmsysfs_read_firmware(struct tpmsysfs *ctx, struct tpmsysfs_firmware *ret_firmware);
void tpmsysfs_firmware_clear(struct tpmsysfs_firmware *firmware);

/*
 * The measured-boot event log of a TPM: /sys/kernel/security/tpmN/binary_bios_measurements.
 * ret_path: malloc'd, also on -EACCES (there but not readable for the caller); NULL otherwise.
 * Returns 0 (readable), -EACCES, or -ENOENT.
 */
int tpmsysfs_find_event_log(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm, char **ret_path);
/*
 * Open it for reading: a descriptor (O_CLOEXEC), or -errno: -ENOENT, -EACCES. Its st_size is 0
 * whatever it holds: read to the end.
 */
int tpmsysfs_open_event_log(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm);

/* ---- Access --------------------------------------------------------------------------------- */

enum tpmsysfs_access_verdict {
	TPMSYSFS_ACCESS_OK = 0,	 /* read and write */
	TPMSYSFS_ACCESS_NO_NODE, /* in sysfs, but no node in /dev */
	TPMSYSFS_ACCESS_DENIED, /* by mode, owner, group or ACL; see group and caller_in_group_db */
	TPMSYSFS_ACCESS_DENIED_LSM, /* they allow it, yet the kernel refuses: LSM, cgroup, nodev */
};

struct tpmsysfs_access {
	enum tpmsysfs_access_verdict verdict;
	bool readable, writable; /* for the caller's effective ids */
	mode_t mode;		 /* permission bits; with an ACL the group's are the ACL's mask */
	uid_t uid;
	gid_t gid;
	char *owner; /* name, or the number as text */
	char *group;
	char **acl;	/* "user:alice:rw-", "group:tpm:rw-", "mask::rw-": extended entries only;
		      * NULL-terminated, never NULL */
	bool group_may; /* the owning group has read and write */
	bool caller_in_group; /* the process carries the group */
	/* The group database lists the caller: true without caller_in_group means that the login
	 * predates the change. */
	bool caller_in_group_db;
};
/*
 * Opens nothing. Errors: -ENOMEM; a missing node is a verdict, not an error. On this machine the
 * kernel is asked (faccessat); below a root prefix the verdict is computed from mode, ACL and the
 * caller's ids, and names are those of the prefix's /etc/passwd and /etc/group.
 */
int tpmsysfs_read_access(struct tpmsysfs *ctx, const struct tpmsysfs_node *node,
			 struct tpmsysfs_access *ret_access);
void tpmsysfs_access_clear(struct tpmsysfs_access *access);

/* ---- Monitor -------------------------------------------------------------------------------- */

struct tpmsysfs_monitor;

enum tpmsysfs_action { TPMSYSFS_ADD, TPMSYSFS_REMOVE, TPMSYSFS_CHANGE };

struct tpmsysfs_event {
	enum tpmsysfs_action action;
	enum tpmsysfs_class class;
	char name[32];	   /* kernel name */
	char devnode[256]; /* "" if none */
	dev_t devnum;
};

/*
 * Watch both classes. from_kernel: take the kernel's events (no udevd needed; the node's
 * permissions may not be set yet) rather than udev's.
 * Errors: -EOPNOTSUPP with a root prefix; -ENOMEM; what socket(2) and bind(2) say.
 */
int tpmsysfs_monitor_new(struct tpmsysfs *ctx, bool from_kernel, struct tpmsysfs_monitor **ret_mon);
void tpmsysfs_monitor_free(struct tpmsysfs_monitor *mon);
/* Readable (POLLIN) when an event waits. Owned by mon. */
int tpmsysfs_monitor_fd(const struct tpmsysfs_monitor *mon);
/* Returns 1 with an event, 0 if none waits, -errno: -ENOBUFS if events were lost (enumerate anew).
 * Never blocks. */
int tpmsysfs_monitor_next(struct tpmsysfs_monitor *mon, struct tpmsysfs_event *ret_event);

#endif
