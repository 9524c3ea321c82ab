/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a PCR has another value than the log says: each way in which one event can be wrong is tried
 * until one gives the value. A hash cannot be hit by chance, so what is found is so.
 */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "digester.h"
#include "replay.h"

/* One flipped bit makes one PCR of a bank differ, or two; some are extended by the system too. */
enum { FLIPS_LIMIT = 4 };

struct search {
	const struct eventlog *log;
	size_t bank, size;
	uint32_t pcr, differing;
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
	for (size_t i = search->n; i-- > 0;)
		if (!memcmp(search->before[i], search->wanted, search->size))
			return found(blame, EVENTLOG_MORE_IN_LOG, search->chain[i]);
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
		struct span spans[MAX_CANDIDATES];
		size_t n = eventlog_candidates(event, spans);
		uint8_t digest[EVENTLOG_MAX_DIGEST];

		for (size_t s = 0; s < n; s++)
			if (digest_afford(search->budget, spans[s].size) &&
			    digester_hash(search->digester, spans[s], (struct span){ 0 }, digest) &&
			    memcmp(digest, digest_of(search, i), search->size) != 0 &&
			    leads_to(search, search->before[i], digest, i + 1))
				return found(blame, EVENTLOG_BAD_DIGEST, search->chain[i]);
	}
	return false;
}

static bool try_leaving_out(struct search *search, struct eventlog_explanation *blame)
{
	for (size_t i = 0; i < search->n; i++)
		if (leads_to(search, search->before[i], NULL, i + 1))
			return found(blame, EVENTLOG_LEFT_OUT, search->chain[i]);
	return false;
}

/* Is it an event of a PCR that differs as well, or of one that extends nothing? */
static bool is_suspect(const struct search *search, const struct eventlog_event *event)
{
	return event->type == EV_NO_ACTION ||
	       (event->pcr < EVENTLOG_PCRS && search->differing >> event->pcr & 1);
}

static bool try_others(struct search *search, bool suspect, struct eventlog_explanation *blame)
{
	const struct eventlog *log = search->log;
	size_t place = 0;

	for (size_t i = 0; i < log->n_events; i++) {
		const uint8_t *digest = log->events[i].digests[search->bank];

		if (place < search->n && search->chain[place] == i)
			place++;
		else if (digest && is_suspect(search, &log->events[i]) == suspect &&
			 leads_to(search, search->before[place], digest, place))
			return found(blame, EVENTLOG_MISPLACED, i);
	}
	return false;
}

static bool try_flips(struct search *search, struct eventlog_explanation *blame)
{
	uint8_t digest[EVENTLOG_MAX_DIGEST];

	if (__builtin_popcount(search->differing) > FLIPS_LIMIT)
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

struct eventlog_explanation eventlog_explanation(const struct eventlog *log, size_t bank,
						 uint32_t pcr, const uint8_t *tpm_value,
						 uint32_t differing, size_t *budget)
{
	struct eventlog_explanation blame = { .cause = EVENTLOG_UNEXPLAINED, .event = -1 };
	struct search search = {
		.log = log,
		.bank = bank,
		.size = log->banks[bank].size,
		.pcr = pcr,
		.wanted = tpm_value,
		.differing = differing,
		.budget = budget,
	};

	if (search_start(&search))
		(void)(try_prefix(&search, &blame) || try_start(&search, &blame) ||
		       try_data(&search, &blame) || try_leaving_out(&search, &blame) ||
		       try_others(&search, true, &blame) || try_others(&search, false, &blame) ||
		       try_flips(&search, &blame) || try_bad_data(&search, &blame));
	free(search.before);
	free(search.chain);
	return blame;
}
