/* SPDX-License-Identifier: BSD-2-Clause */
/* Is the recorded digest that of the event's data? */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "digest-input.h"
#include "digester.h"
#include "types.h"

/* Strings are logged and measured with or without their NUL: their digest does not prove their size. */
static bool is_string(uint32_t type)
{
	return type == EV_IPL || type == EV_ACTION || type == EV_EFI_ACTION ||
	       type == EV_OMIT_BOOT_DEVICE_EVENTS || type == EV_POST_CODE;
}

static void check_input(const struct eventlog *log, const struct eventlog_event *event,
			const struct digest_input *input, struct eventlog_check *check)
{
	uint8_t digest[EVENTLOG_MAX_DIGEST];

	*check = (struct eventlog_check){
		.to_the_end = !is_string(event->type) &&
			      input->a.p + input->a.size == event->data + event->size,
	};
	for (size_t i = 0; i < log->n_banks; i++) {
		if (!event->digests[i] || !log->digesters[i] ||
		    !digester_hash(log->digesters[i], input->a, input->b, digest))
			continue;
		if (!memcmp(digest, event->digests[i], log->banks[i].size))
			check->banks_match |= UINT32_C(1) << i;
		else
			check->banks_differ |= UINT32_C(1) << i;
	}
}

struct eventlog_check eventlog_check(const struct eventlog *log, const struct eventlog_event *event)
{
	struct digest_inputs inputs;
	struct eventlog_check best = { 0 }, check;

	eventlog_digest_inputs(log, event, &inputs);
	for (size_t i = 0; i < inputs.n; i++) {
		check_input(log, event, &inputs.input[i], &check);
		if (!i ||
		    __builtin_popcount(check.banks_match) > __builtin_popcount(best.banks_match))
			best = check;
	}
	if (best.banks_match && !best.banks_differ)
		best.match = EVENTLOG_MATCHES;
	else if (best.banks_match ||
		 (best.banks_differ && eventlog_digest_rule(event->type) == DIGEST_DATA))
		best.match = EVENTLOG_DIFFERS;
	return best;
}

/* Does the digest of any bank that can be had fit? One is enough: nothing fits by chance. */
static bool fits_now(const struct eventlog *log, const struct eventlog_event *event, size_t *budget)
{
	struct digest_inputs inputs;
	uint8_t digest[EVENTLOG_MAX_DIGEST];
	size_t bank = 0;

	eventlog_digest_inputs(log, event, &inputs);
	while (bank < log->n_banks && !(event->digests[bank] && log->digesters[bank]))
		bank++;
	for (size_t i = 0; bank < log->n_banks && i < inputs.n; i++) {
		const struct digest_input *input = &inputs.input[i];

		if (digest_afford(budget, input->a.size + input->b.size) &&
		    digester_hash(log->digesters[bank], input->a, input->b, digest) &&
		    !memcmp(digest, event->digests[bank], log->banks[bank].size))
			return true;
	}
	return false;
}

bool eventlog_has_flipped_bit(const struct eventlog *log, const struct eventlog_event *event,
			      size_t *budget)
{
	struct eventlog_event changed = *event;
	bool found = false;
	uint8_t *copy;

	if (!event->size || eventlog_digest_rule(event->type) == DIGEST_ELSEWHERE)
		return false;
	copy = malloc(event->size);
	if (!copy)
		return false;
	memcpy(copy, event->data, event->size);
	changed.data = copy;
	for (size_t bit = 0; bit / 8 < event->size && *budget && !found; bit++) {
		copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
		found = fits_now(log, &changed, budget);
		copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	free(copy);
	return found;
}
