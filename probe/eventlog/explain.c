/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a PCR has another value than the log says: each way in which one event can be wrong is tried
 * until one gives the value. A hash cannot be hit by chance, so what is found is so.
 */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "digest-input.h"
#include "digester.h"
#include "replay.h"

/* One flipped bit makes one PCR of a bank differ, or two; some are extended by the system too. */
enum { FLIPS_LIMIT = 4 };

struct search {
	const struct eventlog *log;
	size_t bank, size;
	uint32_t pcr;
	const struct eventlog_values *values;
	const uint8_t *wanted;
	struct digester *digester;
	size_t *chain, n; /* numbers of the events that the PCR is extended with */
	uint8_t (*before)[EVENTLOG_MAX_DIGEST]; /* the value before each of them; and the last one */
	size_t *budget;
};

static const uint8_t *digest_of(const struct search *search, size_t i)
{
	return search->log->events[search->chain[i]].digests[search->bank];
}

/* False: the budget is used up. */
static bool extend(struct search *search, uint8_t value[EVENTLOG_MAX_DIGEST], const uint8_t *digest)
{
	return digest_afford(search->budget, 2 * search->size) &&
	       digester_hash(search->digester, (struct span){ value, search->size },
			     (struct span){ digest, search->size }, value);
}

/* Extend value by the events from i on: does the wanted one come out? */
static bool leads_to(struct search *search, const uint8_t *start, const uint8_t *first, size_t i)
{
	uint8_t value[EVENTLOG_MAX_DIGEST];

	memcpy(value, start, sizeof(value));
	if (first && !extend(search, value, first))
		return false;
	for (; i < search->n; i++)
		if (!extend(search, value, digest_of(search, i)))
			return false;
	return !memcmp(value, search->wanted, search->size);
}

static bool search_start(struct search *search)
{
	const struct eventlog *log = search->log;

	search->chain = calloc(log->n_events + 1, sizeof(*search->chain));
	if (!search->chain)
		return false;
	for (size_t i = 0; i < log->n_events; i++)
		if (eventlog_extends(&log->events[i], search->bank, search->pcr))
			search->chain[search->n++] = i;
	search->before = calloc(search->n + 1, sizeof(*search->before));
	search->digester = log->digesters[search->bank];
	if (!search->before || !search->digester)
		return false;
	eventlog_start_value(log, search->bank, search->pcr, search->before[0]);
	for (size_t i = 0; i < search->n; i++) {
		memcpy(search->before[i + 1], search->before[i], EVENTLOG_MAX_DIGEST);
		if (!extend(search, search->before[i + 1], digest_of(search, i)))
			return false;
	}
	return true;
}

static bool found(struct eventlog_explanation *blame, enum eventlog_cause cause, size_t event)
{
	blame->cause = cause;
	blame->event = (long)event;
	return true;
}

static bool found_twin(struct eventlog_explanation *blame, enum eventlog_cause cause, size_t event)
{
	blame->cause = cause;
	blame->twin = (long)event;
	return true;
}

/* Have the events i and i - 1 of the chain the same digest? Then either can be the one. */
static bool is_twin(const struct search *search, size_t i)
{
	return i && i < search->n &&
	       !memcmp(digest_of(search, i), digest_of(search, i - 1), search->size);
}

/* PCRs 17 to 22 are all ones until a late launch, which boot logs do not tell of. */
static bool is_never_launched(const struct search *search)
{
	if (search->pcr < 17 || search->pcr > 22)
		return false;
	for (size_t i = 0; i < search->size; i++)
		if (search->wanted[i] != 0xff)
			return false;
	return true;
}

static bool try_prefix(struct search *search, struct eventlog_explanation *blame)
{
	if (search->n && is_never_launched(search))
		return found(blame, EVENTLOG_MORE_IN_LOG, search->chain[0]);
	for (size_t i = search->n; i-- > 0;) {
		if (memcmp(search->before[i], search->wanted, search->size) != 0)
			continue;
		return i + 1 == search->n && is_twin(search, i)
			       ? found_twin(blame, EVENTLOG_LEFT_OUT, search->chain[i])
			       : found(blame, EVENTLOG_MORE_IN_LOG, search->chain[i]);
	}
	return false;
}

/* PCR 0 starts with the locality in its last byte: 0, 3, or 4 behind an H-CRTM. */
static bool try_start(struct search *search, struct eventlog_explanation *blame)
{
	uint8_t start[EVENTLOG_MAX_DIGEST] = { 0 };
	unsigned int logged;

	for (unsigned int locality = 0; !search->pcr && locality < 5; locality++) {
		start[search->size - 1] = (uint8_t)locality;
		if (!leads_to(search, start, NULL, 0))
			continue;
		blame->cause = EVENTLOG_BAD_START;
		blame->event = eventlog_startup_locality(search->log, &logged);
		blame->locality = locality;
		return true;
	}
	return false;
}

static bool try_data(struct search *search, struct eventlog_explanation *blame)
{
	for (size_t i = 0; i < search->n; i++) {
		const struct eventlog_event *event = &search->log->events[search->chain[i]];
		struct digest_inputs inputs;
		uint8_t digest[EVENTLOG_MAX_DIGEST];

		eventlog_digest_inputs(search->log, event, &inputs);
		for (size_t k = 0; k < inputs.n; k++) {
			const struct digest_input *input = &inputs.input[k];

			if (digest_afford(search->budget, input->a.size + input->b.size) &&
			    digester_hash(search->digester, input->a, input->b, digest) &&
			    memcmp(digest, digest_of(search, i), search->size) != 0 &&
			    leads_to(search, search->before[i], digest, i + 1))
				return found(blame, EVENTLOG_BAD_DIGEST, search->chain[i]);
		}
	}
	return false;
}

static bool try_leaving_out(struct search *search, struct eventlog_explanation *blame)
{
	for (size_t i = 0; i < search->n; i++)
		if (leads_to(search, search->before[i], NULL, i + 1))
			return is_twin(search, i + 1)
				       ? found_twin(blame, EVENTLOG_LEFT_OUT, search->chain[i])
				       : found(blame, EVENTLOG_LEFT_OUT, search->chain[i]);
	return false;
}

static bool differs(const struct search *search, uint32_t pcr)
{
	return pcr < EVENTLOG_PCRS && search->values->differing >> pcr & 1;
}

/* Is the PCR for which it is logged as the TPM has it without this event? True if that is not known. */
static bool is_moved(struct search *search, size_t number)
{
	const struct eventlog *log = search->log;
	uint32_t pcr = log->events[number].pcr;
	uint8_t value[EVENTLOG_MAX_DIGEST];

	if (log->events[number].type == EV_NO_ACTION || pcr >= EVENTLOG_PCRS ||
	    !(search->values->known >> pcr & 1))
		return true;
	eventlog_start_value(log, search->bank, pcr, value);
	for (size_t i = 0; i < log->n_events; i++)
		if (i != number && eventlog_extends(&log->events[i], search->bank, pcr) &&
		    !extend(search, value, log->events[i].digests[search->bank]))
			return false;
	return !memcmp(value, search->values->value[pcr], search->size);
}

/* Firmware ends its PCRs one by one: does a separator stand where that of this PCR does? */
static bool is_in_turn(const struct search *search, size_t number, uint32_t pcr)
{
	const struct eventlog_event *event = &search->log->events[number];

	return event->type == EV_SEPARATOR &&
	       ((number && event[-1].type == EV_SEPARATOR && event[-1].pcr + 1 == pcr) ||
		(number + 1 < search->log->n_events && event[1].type == EV_SEPARATOR &&
		 event[1].pcr == pcr + 1));
}

/*
 * An event that is logged for another PCR, which has to differ as well, or as extending nothing. Events
 * can have the same digest, as separators do: only one of them alone is named.
 */
static bool try_others(struct search *search, struct eventlog_explanation *blame)
{
	const struct eventlog *log = search->log;
	size_t place = 0, moved = 0, strays = 0, heirs = 0, first = 0, stray = 0, heir = 0;

	for (size_t i = 0; i < log->n_events; i++) {
		const struct eventlog_event *event = &log->events[i];
		const uint8_t *digest = event->digests[search->bank];

		if (place < search->n && search->chain[place] == i) {
			place++;
			continue;
		}
		if (!digest || (event->type != EV_NO_ACTION && !differs(search, event->pcr)) ||
		    !leads_to(search, search->before[place], digest, place) || !is_moved(search, i))
			continue;
		if (!moved++)
			first = i;
		if (!is_in_turn(search, i, event->pcr) && !strays++)
			stray = i;
		if (is_in_turn(search, i, search->pcr) && !heirs++)
			heir = i;
	}
	if (moved == 1)
		return found(blame, EVENTLOG_MISPLACED, first);
	if (strays == 1 || heirs == 1)
		return found(blame, EVENTLOG_MISPLACED, strays == 1 ? stray : heir);
	return moved && found_twin(blame, EVENTLOG_MISPLACED, first);
}

/* A separator that was extended, and is not in the log. */
static bool try_separators(struct search *search, struct eventlog_explanation *blame)
{
	static const uint8_t data[][4] = { { 0 }, { 0xff, 0xff, 0xff, 0xff }, { 1 } };
	uint8_t digest[EVENTLOG_MAX_DIGEST];

	for (size_t i = 0; i < sizeof(data) / sizeof(data[0]); i++) {
		if (!digest_afford(search->budget, 4) ||
		    !digester_hash(search->digester, (struct span){ data[i], 4 },
				   (struct span){ 0 }, digest))
			return false;
		for (size_t place = search->n + 1; place-- > 0;) {
			if (!leads_to(search, search->before[place], digest, place))
				continue;
			blame->cause = EVENTLOG_NO_SEPARATOR;
			return true;
		}
	}
	return false;
}

/* The same of an event whose digest another PCR's has, too. */
static bool try_not_logged(struct search *search, struct eventlog_explanation *blame)
{
	const struct eventlog *log = search->log;
	size_t place = 0;

	for (size_t i = 0; i < log->n_events; i++) {
		const uint8_t *digest = log->events[i].digests[search->bank];

		if (place < search->n && search->chain[place] == i)
			place++;
		if (digest && leads_to(search, search->before[place], digest, place))
			return found_twin(blame, EVENTLOG_NOT_LOGGED, i);
	}
	return false;
}

static bool try_flips(struct search *search, struct eventlog_explanation *blame)
{
	uint8_t digest[EVENTLOG_MAX_DIGEST];

	if (__builtin_popcount(search->values->differing) > FLIPS_LIMIT)
		return false;
	/* From the last on: the fewer follow, the cheaper. */
	for (size_t i = search->n; i-- > 0;) {
		memcpy(digest, digest_of(search, i), search->size);
		for (size_t bit = 0; bit < search->size * 8 && *search->budget; bit++) {
			digest[bit / 8] ^= (uint8_t)(1 << bit % 8);
			if (leads_to(search, search->before[i], digest, i + 1))
				return found(blame, EVENTLOG_FLIPPED_BIT, search->chain[i]);
			digest[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
	}
	return false;
}

static bool try_bad_data(struct search *search, struct eventlog_explanation *blame)
{
	for (size_t i = 0; i < search->n; i++)
		if (eventlog_check(search->log, &search->log->events[search->chain[i]]).match ==
		    EVENTLOG_DIFFERS)
			return found(blame, EVENTLOG_BAD_DATA, search->chain[i]);
	return false;
}

struct eventlog_explanation eventlog_explain(const struct eventlog *log, size_t bank, uint32_t pcr,
					     const struct eventlog_values *values, size_t *budget)
{
	struct eventlog_explanation blame = { .cause = EVENTLOG_UNEXPLAINED,
					      .event = -1,
					      .twin = -1 };
	struct search search = {
		.log = log,
		.bank = bank,
		.size = log->banks[bank].size,
		.pcr = pcr,
		.wanted = values->value[pcr],
		.values = values,
		.budget = budget,
	};

	if (search_start(&search))
		(void)(try_prefix(&search, &blame) || try_start(&search, &blame) ||
		       try_data(&search, &blame) || try_leaving_out(&search, &blame) ||
		       try_others(&search, &blame) || try_separators(&search, &blame) ||
		       try_not_logged(&search, &blame) || try_flips(&search, &blame) ||
		       try_bad_data(&search, &blame));
	free(search.before);
	free(search.chain);
	return blame;
}

struct eventlog_explanation eventlog_explanation(const struct eventlog *log, size_t bank,
						 uint32_t pcr, const uint8_t *tpm_value,
						 uint32_t differing, size_t *budget)
{
	struct eventlog_values values = { .known = UINT32_C(1) << pcr, .differing = differing };

	memcpy(values.value[pcr], tpm_value, log->banks[bank].size);
	return eventlog_explain(log, bank, pcr, &values, budget);
}
