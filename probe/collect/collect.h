/* SPDX-License-Identifier: BSD-2-Clause */
/* Collectors: they ask sysfs or a TPM and put the answers into the report. They print nothing. */
#ifndef COLLECT_H
#define COLLECT_H

#include "report.h"
#include "tpm.h"
#include "tpmsysfs.h"

/* Parts of a TPM's report that cost TPM commands. */
enum collect_part {
	COLLECT_IDENTITY =
		1 << 0, /* identity, state, limits: properties, clock, self-test result */
	COLLECT_CAPABILITIES = 1 << 1,
	COLLECT_PCRS = 1 << 2,
	COLLECT_CONTENTS = 1 << 3, /* of the capabilities only banks and what is in the TPM */
	/* With COLLECT_CONTENTS or COLLECT_CAPABILITIES, which name what there is: */
	COLLECT_OBJECTS = 1 << 4,	/* public areas of persistent objects */
	COLLECT_NV = 1 << 9,		/* public areas of NV indices */
	COLLECT_CERTIFICATES = 1 << 10, /* those in NV; with COLLECT_NV */
	COLLECT_KEYS = COLLECT_OBJECTS | COLLECT_NV | COLLECT_CERTIFICATES,
	COLLECT_BOOT_PCRS = 1 << 5, /* PCRs 0 to 7 of every bank */
	COLLECT_LATENCY = 1 << 6,   /* random bytes, timed */
	COLLECT_FEW = 1 << 7,	    /* of the keys no more than a diagnosis may cost */
	COLLECT_SERIALS = 1 << 8,   /* and serial numbers and bytes of certificates */
	COLLECT_VALIDITY = 1 << 11, /* NV handles; until when EK certificates are valid */
};

#endif
