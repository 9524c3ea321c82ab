/* SPDX-License-Identifier: BSD-2-Clause */
/* One question to a TPM: what the answer, or the refusal, means for a fact. */
#include "tpm-query.h"

#include "capability.h"
#include "collect.h"
#include "tpm-connection.h"

#define LAYER(rc) ((rc)&TSS2_RC_LAYER_MASK)

bool rc_is_from_tpm(TSS2_RC rc)
{
	return LAYER(rc) == TSS2_TPM_RC_LAYER || LAYER(rc) == TSS2_RESMGR_TPM_RC_LAYER ||
	       (LAYER(rc) == TSS2_RESMGR_RC_LAYER && (rc & ~TSS2_RC_LAYER_MASK) >= TPM2_RC_FMT1);
}

/* The TPM does not have what was asked for. */
static bool refused(TSS2_RC rc)
{
	rc &= ~TSS2_RC_LAYER_MASK;
	if (rc == TPM2_RC_COMMAND_CODE || rc == TPM2_RC_DISABLED)
		return true;
	if (!(rc & TPM2_RC_FMT1))
		return false;
	rc &= TPM2_RC_FMT1 | 0x3f;
	return rc == TPM2_RC_VALUE || rc == TPM2_RC_HANDLE || rc == TPM2_RC_TYPE;
}

/* The next question would get no other answer. RETRY comes here when it came too often. */
static bool refuses_everything(TSS2_RC rc)
{
	rc &= ~TSS2_RC_LAYER_MASK;
	return rc == TPM2_RC_FAILURE || rc == TPM2_RC_INITIALIZE || rc == TPM2_RC_UPGRADE ||
	       rc == TPM2_RC_BAD_TAG || rc == TPM2_RC_RETRY || rc == TPM2_RC_YIELDED;
}

struct fact query_fact(struct tpm_query *questions, TSS2_RC rc)
{
	if (rc == TSS2_RC_SUCCESS)
		return (struct fact){ .presence = PRESENCE_PRESENT };
	if (rc == TPM_LIMIT_REACHED) {
		questions->limited = true;
		return (struct fact){ .presence = PRESENCE_NOT_COLLECTED };
	}
	if (rc_is_from_tpm(rc) && refused(rc))
		return FACT_ABSENT;
	if (!questions->broken && (!rc_is_from_tpm(rc) || refuses_everything(rc)))
		questions->broken = rc;
	return fact_rc(rc);
}

struct fact query_capability(struct tpm_query *questions, TPM2_CAP capability, uint32_t first,
			     void **ret_data, size_t *ret_count)
{
	if (questions->broken)
		return fact_rc(questions->broken);
	return query_fact(questions, tpm_capability(questions->tpm, capability, first, 0, ret_data,
						    ret_count));
}

/* A diagnosis is cheap: beyond so many commands nothing more is asked. */
enum { FEW_COMMANDS = 40 };

bool query_has_room(const struct tpm_query *questions, unsigned int commands)
{
	return !questions->broken && (!(questions->parts & COLLECT_FEW) ||
				      tpm_commands(questions->tpm) + commands <= FEW_COMMANDS);
}
