/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes of a TPM 1.2. */
#ifndef SYSFS_TPM12_H
#define SYSFS_TPM12_H

#include "tpmsysfs.h"

/* The attribute `caps` of a TPM 1.2; members that text does not tell stay as they are. */
void caps_parse(const char *text, struct tpmsysfs_tpm12 *tpm12);
/* `durations` and `timeouts`: "750000 2000000 750000 750000 [original]". values beyond those told
 * become -1. Returns how many were told. */
size_t times_parse(const char *text, long *values, size_t count);
/* The attribute `pcrs` of a TPM 1.2: lines "PCR-00: 3A 3F ..." */
void pcrs12_parse(const char *text, char pcrs[24][41]);

#endif
