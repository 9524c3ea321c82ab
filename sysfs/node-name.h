/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's names of TPM nodes. */
#ifndef SYSFS_NODE_NAME_H
#define SYSFS_NODE_NAME_H

enum tpmsysfs_class {
	TPMSYSFS_CLASS_NONE = 0, /* not a TPM node */
	TPMSYSFS_CLASS_RAW,	 /* class tpm: /dev/tpmN */
	TPMSYSFS_CLASS_RM,	 /* class tpmrm: /dev/tpmrmN, the kernel's resource manager */
};

/* "tpm0", "tcm0": RAW; "tpmrm0", "tcmrm0": RM; otherwise NONE. ret_number may be NULL. */
enum tpmsysfs_class name_parse(const char *name, unsigned int *ret_number);

/* A subsystem's class: "tpm", "tcm": RAW; "tpmrm", "tcmrm": RM. */
enum tpmsysfs_class subsystem_class(const char *subsystem);

#endif
