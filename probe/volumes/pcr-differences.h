/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PCR_DIFFERENCES_H
#define PCR_DIFFERENCES_H

#include "policy-check.h"
#include "unlock-context.h"

/*
 * Which PCRs differ from those that a shard was sealed to, and by which event: added to record->pcrs_differ
 * only where a known value gives the stored digest, or where the policy is over one PCR alone.
 * values: those that count, of the binding's bank. Returns a clause: what was found, or what could not be.
 */
const char *pcr_differences(struct unlock_context *context, const struct unlock_binding *binding,
			    size_t shard, const struct pcr_values *values,
			    const struct policy_facts *facts, struct volume_binding *record);

/* Add one, once; returned. then: NULL: not known. event: number in this boot's log, or a negative enum. */
enum {
	EVENT_UNKNOWN = -1,
	EVENT_UNLOGGED = -2, /* the log leads to `then`: what came after it is not in the log */
};
struct pcr_difference *pcr_difference_add(struct unlock_context *context,
					  struct volume_binding *record, uint32_t pcr,
					  uint16_t bank, const uint8_t *now, const uint8_t *then,
					  long event);

#endif
