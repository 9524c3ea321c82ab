/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes of a TPM's nodes and of its parent device. */
#ifndef SYSFS_ATTRIBUTES_H
#define SYSFS_ATTRIBUTES_H

#include "context.h"
#include "pair.h"

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

#endif
