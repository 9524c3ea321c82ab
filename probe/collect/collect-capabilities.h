/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_CAPABILITIES_H
#define COLLECT_CAPABILITIES_H

#include "tpm-query.h"

/* The capability lists; sends commands. */
void collect_capabilities(struct tpm_query *questions);

/* Of those, the handles of what is in the TPM, and the PCR banks; sends commands. */
void collect_contents(struct tpm_query *questions);

/* Of those, the PCR banks, which are known. */
void collect_banks(struct tpm_query *questions);

/* Of those, the handles of NV indices. */
void collect_nv_handles(struct tpm_query *questions);

#endif
