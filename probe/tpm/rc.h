/* SPDX-License-Identifier: BSD-2-Clause */
/* What a response code means, whatever layer it comes from, and what to do about it. */
#ifndef RC_H
#define RC_H

#include <stdint.h>

struct rc_info {
	uint32_t code;
	const char *layer;   /* "TPM", "TCTI", "ESAPI", "FAPI", "kernel resource manager" ... */
	char name[64];	     /* "TPM2_RC_LOCKOUT", or "" if unknown */
	char text[256];	     /* tpm2-tss's own text */
	const char *meaning; /* ours; NULL if there is nothing to add */
	const char *remedy;  /* NULL likewise */
	int parameter, handle, session; /* number of the one at fault; 0: none */
};

/* Decode a TSS2_RC. Never fails: an unknown code is said to be unknown. */
void rc_decode(uint32_t code, struct rc_info *ret_info);

/* What to do where this TCTI string did not open with that code, or got no answer. A literal. */
const char *rc_remedy_to_open(const struct rc_info *info, const char *tcti);

#endif
