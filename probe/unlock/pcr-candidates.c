/* SPDX-License-Identifier: BSD-2-Clause */
/* The search for the values that a stored digest was made from, the likeliest first. */
#include "pcr-candidates.h"

#include <stdlib.h>
#include <string.h>

#include "digester.h"
#include "hash.h"

/* A value that one PCR may have had. */
struct option {
	const uint8_t *value;
	const struct candidate_set *set;
	const struct candidate_value *of;
};

struct search {
	const struct unlock_binding *binding;
	size_t shard;
	const struct policy_facts *facts;
	const struct candidates *candidates;
	/* Of a policy that is written down: its PCRs and the digest of their values; NULL: the
	 * whole digest counts. */
	const struct policy_step *step;
	uint32_t pcrs; /* that the digest depends on */
	size_t budget;
	bool computed;		   /* any digest was */
	struct digester *digester; /* of the session's hash */
	TPM2B_DIGEST ahead[2];	   /* the digests ahead of the PCRs */
	enum exponent_form exponents[2];
	size_t n_ahead;
	struct candidates_result *result;

	struct option *options[PCR_COUNT]; /* malloc'd */
	size_t n_options[PCR_COUNT];
};

static const uint8_t zeros[TPM2_MAX_DIGEST_BUFFER];
static const struct candidate_set zero_set = { .name = "zero" };

static const struct policy_step *find_step(const struct unlock_binding *binding)
{
	for (size_t i = 0; i < binding->n_branches; i++)
		for (size_t j = 0; j < binding->branches[i].n_steps; j++)
			if (binding->branches[i].steps[j].command == TPM2_CC_PolicyPCR &&
			    binding->branches[i].steps[j].pcr_digest.size)
				return &binding->branches[i].steps[j];
	return NULL;
}

/* The digest ahead of the PCRs, in each form of the signer's key. */
static void start(struct search *search)
{
	struct unlock_binding without = *search->binding;
	struct policy_facts facts = *search->facts;

	without.pcrs = 0;
	without.pin = false;
	search->digester = digester_new(search->binding->session_hash);
	for (facts.exponent = EXPONENT_65537; facts.exponent <= EXPONENT_0; facts.exponent++)
		if (binding_has_exponent(&without, facts.exponent) &&
		    unlock_policy_digest(&without, search->shard, NULL, &facts,
					 &search->ahead[search->n_ahead]))
			search->exponents[search->n_ahead++] = facts.exponent;
}

/* What TPM2_PolicyPCR adds to a digest: its number, one selection, the digest of the values. */
static size_t put_pcr_step(uint8_t *to, const struct pcr_values *values, uint32_t pcrs,
			   const uint8_t *digest_of_values, size_t size)
{
	const uint8_t head[] = { 0,
				 0,
				 1,
				 0x7f,
				 0,
				 0,
				 0,
				 1,
				 (uint8_t)(values->bank >> 8),
				 (uint8_t)values->bank,
				 3,
				 (uint8_t)pcrs,
				 (uint8_t)(pcrs >> 8),
				 (uint8_t)(pcrs >> 16) };

	memcpy(to, head, sizeof(head));
	memcpy(to + sizeof(head), digest_of_values, size);
	return sizeof(head) + size;
}

/* As unlock_policy_digest(), but with what is the same each time done once: this is the search's
 * inner loop. */
static bool computes(struct search *search, const struct pcr_values *values, size_t form,
		     const uint8_t *digest_of_values, uint8_t *ret_digest)
{
	static const uint8_t auth_value[] = { 0, 0, 1, 0x6b };
	const TPM2B_DIGEST *ahead = &search->ahead[form];
	uint8_t step[32 + EVENTLOG_MAX_DIGEST];
	size_t size = put_pcr_step(step, values, search->pcrs, digest_of_values, ahead->size);

	if (!search->pcrs)
		memcpy(ret_digest, ahead->buffer, ahead->size);
	else if (!digester_hash(search->digester, (struct span){ ahead->buffer, ahead->size },
				(struct span){ step, size }, ret_digest))
		return false;
	return !search->binding->pin ||
	       digester_hash(search->digester, (struct span){ ret_digest, ahead->size },
			     (struct span){ auth_value, sizeof(auth_value) }, ret_digest);
}

/* Do these values give the stored digest? Takes from the budget. */
static bool gives(struct search *search, const struct pcr_values *values)
{
	const struct bytes stored = search->binding->shards[search->shard].policy;
	const size_t size = hash_size(values->bank),
		     session = hash_size(search->binding->session_hash);
	uint8_t all[PCR_COUNT * EVENTLOG_MAX_DIGEST], of_values[EVENTLOG_MAX_DIGEST];
	size_t n = 0;

	if (!search->budget || !search->digester || !size ||
	    (values->known & search->pcrs) != search->pcrs)
		return false;
	search->budget--;
	search->result->n_digests++;
	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++) {
		if (!(search->pcrs & UINT32_C(1) << pcr))
			continue;
		memcpy(all + n, values->value[pcr], size);
		n += size;
	}
	if (!digester_hash(search->digester, (struct span){ all, n }, (struct span){ all, 0 },
			   of_values))
		return false;
	if (search->step) {
		search->computed = true;
		return bytes_equal((struct bytes){ of_values, session },
				   (struct bytes){ search->step->pcr_digest.buffer,
						   search->step->pcr_digest.size });
	}
	for (size_t form = 0; form < search->n_ahead; form++) {
		uint8_t computed[EVENTLOG_MAX_DIGEST];

		if (!computes(search, values, form, of_values, computed))
			return false;
		search->computed = true;
		if (bytes_equal((struct bytes){ computed, session }, stored)) {
			search->result->exponent = search->exponents[form];
			return true;
		}
	}
	return false;
}

static bool bank_is_possible(const struct search *search, const struct candidate_set *set)
{
	return search->binding->bank_guessed || set->values.bank == search->binding->bank;
}

static void found(struct search *search, const struct candidate_set *base,
		  const struct candidate_set *whole, uint16_t bank)
{
	search->result->outcome = CANDIDATES_FOUND;
	search->result->base = base;
	search->result->whole = whole;
	search->result->bank = bank;
}

static void add_differing(struct search *search, unsigned int pcr, const uint8_t *value,
			  const struct candidate_set *set, const struct candidate_value *of)
{
	struct differing_pcr *to = &search->result->differ[search->result->n_differ++];

	*to = (struct differing_pcr){ .pcr = pcr, .set = set, .value = of };
	memcpy(to->then, value, sizeof(to->then));
}

/* PCRs of which both know the value, and it is another. */
static uint32_t differing(const struct search *search, const struct candidate_set *a,
			  const struct candidate_set *b)
{
	const size_t size = hash_size(a->values.bank);
	uint32_t pcrs = 0;

	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++) {
		const uint32_t bit = UINT32_C(1) << pcr;

		if (search->pcrs & a->values.known & b->values.known & bit &&
		    memcmp(a->values.value[pcr], b->values.value[pcr], size) != 0)
			pcrs |= bit;
	}
	return pcrs;
}

static void add_from_set(struct search *search, uint32_t pcrs, const struct candidate_set *set)
{
	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++)
		if (pcrs & UINT32_C(1) << pcr)
			add_differing(search, pcr, set->values.value[pcr], set, NULL);
}

static bool try_whole_sets(struct search *search)
{
	const struct candidate_set *sets = search->candidates->sets;

	for (size_t i = 0; i < search->candidates->n_sets; i++) {
		if (!bank_is_possible(search, &sets[i]) || !gives(search, &sets[i].values))
			continue;
		found(search, &sets[0], &sets[i], sets[i].values.bank);
		if (!i)
			search->result->outcome = CANDIDATES_SAME;
		else if (sets[i].values.bank == sets[0].values.bank)
			add_from_set(search, differing(search, &sets[0], &sets[i]), &sets[i]);
		return true;
	}
	return false;
}

static void add_option(struct search *search, unsigned int pcr, const uint8_t *value, size_t size,
		       const struct candidate_set *set, const struct candidate_value *of)
{
	struct option *options = search->options[pcr];

	for (size_t i = 0; i < search->n_options[pcr]; i++)
		if (options[i].value && !memcmp(options[i].value, value, size))
			return;
	options[search->n_options[pcr]++] = (struct option){ value, set, of };
}

/* What a PCR may have had in this bank, each value once. False: out of memory. */
static bool collect_options(struct search *search, unsigned int pcr, uint16_t bank)
{
	const struct candidates *from = search->candidates;
	const size_t size = hash_size(bank);

	search->options[pcr] =
		calloc(from->n_sets + from->n_values + 1, sizeof(*search->options[pcr]));
	if (!search->options[pcr])
		return false;
	for (size_t i = 0; i < from->n_sets; i++)
		if (from->sets[i].values.bank == bank &&
		    from->sets[i].values.known & UINT32_C(1) << pcr)
			add_option(search, pcr, from->sets[i].values.value[pcr], size,
				   &from->sets[i], NULL);
	add_option(search, pcr, zeros, size, &zero_set, NULL);
	for (size_t i = 0; i < from->n_values; i++)
		if (from->values[i].pcr == pcr && from->values[i].bank == bank)
			add_option(search, pcr, from->values[i].value, size, NULL,
				   &from->values[i]);
	return true;
}

/* One PCR of values is set to each of its options in turn; after true it has the one that was
 * found. */
static const struct option *try_options(struct search *search, struct pcr_values *values,
					unsigned int pcr, const struct option *but)
{
	for (size_t i = 0; i < search->n_options[pcr] && search->budget; i++) {
		const struct option *option = &search->options[pcr][i];

		if (option == but)
			continue;
		memcpy(values->value[pcr], option->value, hash_size(values->bank));
		values->known |= UINT32_C(1) << pcr;
		if (gives(search, values))
			return option;
	}
	return NULL;
}

static void restore(struct pcr_values *values, const struct candidate_set *base, unsigned int pcr)
{
	const uint32_t bit = UINT32_C(1) << pcr;

	memcpy(values->value[pcr], base->values.value[pcr], sizeof(values->value[pcr]));
	values->known = (values->known & ~bit) | (base->values.known & bit);
}

static bool try_single(struct search *search, const struct candidate_set *base)
{
	struct pcr_values values = base->values;

	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++) {
		const struct option *option;

		if (!(search->pcrs & UINT32_C(1) << pcr))
			continue;
		option = try_options(search, &values, pcr, NULL);
		if (option) {
			found(search, base, NULL, values.bank);
			add_differing(search, pcr, option->value, option->set, option->of);
			return true;
		}
		restore(&values, base, pcr);
	}
	return false;
}

/* The PCRs of a mask, of which bit i of which picks the i-th. */
static uint32_t pick(uint32_t mask, uint32_t which)
{
	uint32_t picked = 0;

	for (; mask; mask &= mask - 1, which >>= 1)
		if (which & 1)
			picked |= mask & -mask;
	return picked;
}

/* Some PCRs as in one set, and the rest as in base: 2 of them, then 3 ... but for all. */
static bool try_subsets(struct search *search, const struct candidate_set *base,
			const struct candidate_set *set)
{
	const uint32_t mask = differing(search, base, set);
	const int n = __builtin_popcount(mask);

	for (int size = 2; size < n; size++) {
		uint32_t which = (UINT32_C(1) << size) - 1;

		while (which < UINT32_C(1) << n && search->budget) {
			const uint32_t picked = pick(mask, which), low = which & -which,
				       ripple = which + low;
			struct pcr_values values = base->values;

			for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++)
				if (picked & UINT32_C(1) << pcr)
					memcpy(values.value[pcr], set->values.value[pcr],
					       sizeof(values.value[pcr]));
			if (gives(search, &values)) {
				found(search, base, NULL, values.bank);
				add_from_set(search, picked, set);
				return true;
			}
			which = ripple | (((which ^ ripple) >> 2) / low);
		}
	}
	return false;
}

static bool try_pair(struct search *search, const struct candidate_set *base, unsigned int a,
		     unsigned int b)
{
	struct pcr_values values = base->values;

	for (size_t i = 0; i < search->n_options[a] && search->budget; i++) {
		const struct option *first = &search->options[a][i], *second;

		memcpy(values.value[a], first->value, hash_size(values.bank));
		values.known |= UINT32_C(1) << a;
		second = try_options(search, &values, b, NULL);
		if (second) {
			found(search, base, NULL, values.bank);
			add_differing(search, a, first->value, first->set, first->of);
			add_differing(search, b, second->value, second->set, second->of);
			return true;
		}
	}
	return false;
}

static bool try_pairs(struct search *search, const struct candidate_set *base)
{
	for (unsigned int a = 0; a < PCR_COUNT; a++)
		for (unsigned int b = a + 1; b < PCR_COUNT; b++)
			if (search->pcrs & UINT32_C(1) << a && search->pcrs & UINT32_C(1) << b &&
			    try_pair(search, base, a, b))
				return true;
	return false;
}

static bool try_mixtures(struct search *search, const struct candidate_set *base)
{
	const struct candidates *from = search->candidates;

	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++)
		if (search->pcrs & UINT32_C(1) << pcr && !search->options[pcr] &&
		    !collect_options(search, pcr, base->values.bank))
			return false;
	if (try_single(search, base))
		return true;
	for (size_t i = 0; i < from->n_sets; i++)
		if (&from->sets[i] != base && from->sets[i].values.bank == base->values.bank &&
		    try_subsets(search, base, &from->sets[i]))
			return true;
	return try_pairs(search, base);
}

void candidates_search(const struct unlock_binding *binding, size_t shard,
		       const struct policy_facts *facts, const struct candidates *candidates,
		       struct candidates_result *ret_result)
{
	struct search search = {
		.binding = binding,
		.shard = shard,
		.facts = facts,
		.candidates = candidates,
		.step = find_step(binding),
		.pcrs = binding->pcrs,
		.budget = candidates->budget ? candidates->budget : CANDIDATES_BUDGET,
		.result = ret_result,
	};
	bool done = false;

	*ret_result = (struct candidates_result){ .outcome = CANDIDATES_UNKNOWN };
	if (shard >= binding->n_shards || !candidates->n_sets ||
	    (binding->n_branches && !search.step) || !binding->shards[shard].policy.size)
		return;
	start(&search);
	done = try_whole_sets(&search);
	/* Without the values of any moment there is nothing to mix. */
	for (size_t i = 0;
	     search.computed && i < candidates->n_bases && i < candidates->n_sets && !done; i++)
		if (bank_is_possible(&search, &candidates->sets[i]) &&
		    candidates->sets[i].values.bank == candidates->sets[0].values.bank)
			done = try_mixtures(&search, &candidates->sets[i]);
	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++)
		free(search.options[pcr]);
	digester_free(search.digester);
	if (!done && search.computed)
		ret_result->outcome = search.budget ? CANDIDATES_NONE : CANDIDATES_GAVE_UP;
}
