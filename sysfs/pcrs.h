/* SPDX-License-Identifier: BSD-2-Clause */
/* PCR values of sysfs. */
#ifndef SYSFS_PCRS_H
#define SYSFS_PCRS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "context.h"
#include "pair.h"

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

/* Hexadecimal digits to bytes; white space between bytes is allowed. Returns the number of bytes,
 * -EBADMSG if text holds anything else or more than size bytes. */
ssize_t hex_parse(const char *text, uint8_t *bytes, size_t size);

#endif
