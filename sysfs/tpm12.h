/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes of a TPM 1.2. */
#ifndef SYSFS_TPM12_H
#define SYSFS_TPM12_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "pair.h"

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

/* The attribute `caps` of a TPM 1.2; members that text does not tell stay as they are. */
void caps_parse(const char *text, struct tpmsysfs_tpm12 *tpm12);
/* `durations` and `timeouts`: "750000 2000000 750000 750000 [original]". values beyond those told
 * become -1. Returns how many were told. */
size_t times_parse(const char *text, long *values, size_t count);
/* The attribute `pcrs` of a TPM 1.2: lines "PCR-00: 3A 3F ..." */
void pcrs12_parse(const char *text, char pcrs[24][41]);

#endif
