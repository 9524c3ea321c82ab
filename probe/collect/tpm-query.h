/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files that make up collect_tpm(). */
#ifndef TPM_QUERY_H
#define TPM_QUERY_H

#include "records.h"
#include "tpm-connection.h"

/* One round of questions to one TPM. */
struct tpm_query {
	struct report *report;
	struct tpm_report *tpm_report;
	struct tpm *tpm;
	unsigned int parts; /* enum collect_part */
	/* What ended the questions: 0, or the first code that was not the TPM's refusal. */
	TSS2_RC broken;
	/* The limit of commands left this part no room for a question. */
	bool limited;

	/* TPM2_CAP_TPM_PROPERTIES, both groups; malloc'd */
	struct known_properties properties;
	/* TPM2_CAP_PCRS; malloc'd */
	TPMS_PCR_SELECTION *banks;
	size_t n_banks;
	struct fact banks_fact;
};

/* The TPM, or a resource manager in its name, has answered. */
bool rc_is_from_tpm(TSS2_RC rc);

/*
 * The presence of an answer. A refusal of the TPM's (it does not know the capability) makes the
 * fact absent; what the limit of commands left no room for was not asked; anything else is a failure
 * and, unless it comes from the TPM, ends the questions.
 */
struct fact query_fact(struct tpm_query *questions, TSS2_RC rc);

/* A capability, or nothing after the questions were ended. malloc'd. */
struct fact query_capability(struct tpm_query *questions, TPM2_CAP capability, uint32_t first,
			     void **ret_data, size_t *ret_count);

/* May that many more commands be sent for them? */
bool query_has_room(const struct tpm_query *questions, unsigned int commands);

#endif
