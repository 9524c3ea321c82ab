/* SPDX-License-Identifier: BSD-2-Clause */
/* What is done with every binding that a fuzz target gets: its policy is computed, and searched. */
#ifndef BINDING_USE_H
#define BINDING_USE_H

#include <stdlib.h>
#include <string.h>

#include "pcr-candidates.h"

static inline void binding_check(bool ok)
{
	if (!ok)
		abort();
}

static inline void binding_use(const struct unlock_binding *binding, unsigned int depth)
{
	static struct candidate_set sets[2];
	const struct candidates candidates = {
		.sets = sets, .n_sets = 2, .n_bases = 1, .budget = 200
	};
	const struct policy_facts none = { 0 };
	struct pcr_values banks[2] = { { .bank = 0xb, .known = 0xffffff },
				       { .bank = 0x4, .known = 0xffffff } };

	binding_check(binding->kind < BINDING_KINDS && binding->type && depth <= BINDING_MAX_DEPTH);
	binding_check(binding->n_shards <= BINDING_MAX_SHARDS &&
		      binding->n_children <= BINDING_MAX_LEAVES &&
		      binding->n_branches <= BINDING_MAX_BRANCHES &&
		      !(binding->pcrs >> PCR_COUNT) && !(binding->signed_pcrs >> PCR_COUNT));
	binding_check(!binding->signed_pcrs || binding->signer || binding->fault);
	binding_check(strlen(binding_kind_text(binding->kind)) > 0);
	binding_wants_tpm(binding);
	memset(sets, 0, sizeof(sets));
	sets[0].values = banks[0];
	sets[1].values = banks[1];
	for (size_t i = 0; i < binding->n_shards; i++) {
		struct candidates_result found;
		struct policy_result result;

		unlock_policy_check(binding, i, banks, 2, &none, &result);
		binding_check(result.match != POLICY_UNKNOWN || result.why);
		candidates_search(binding, i, &none, &candidates, &found);
		binding_check(found.n_digests <= 200 && found.n_differ <= PCR_COUNT);
	}
	for (size_t i = 0; i < binding->n_children; i++)
		binding_use(&binding->children[i], depth + 1);
}

#endif
