/* SPDX-License-Identifier: BSD-2-Clause */
/* Is the recorded digest that of the event's data? */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "describe-efi.h"
#include "digester.h"
#include "types.h"

static const uint8_t separator_error[] = { 1, 0, 0, 0 };

/* Strings are measured with and without their NUL (of UTF-16: two bytes), both are seen. */
static struct span without_nul(struct span text)
{
	for (int i = 0; i < 2 && text.size && !text.p[text.size - 1]; i++)
		text.size--;
	return text;
}

/* What GRUB measures stands behind a word for its kind: "grub_cmd: ", "kernel_cmdline: ". */
static struct span behind_colon(struct span text)
{
	for (size_t i = 0; i + 2 <= text.size; i++)
		if (text.p[i] == ':' && text.p[i + 1] == ' ')
			return (struct span){ text.p + i + 2, text.size - i - 2 };
	return text;
}

size_t eventlog_candidates(const struct eventlog_event *event, struct span spans[MAX_CANDIDATES])
{
	struct span data = { event->data, event->size };
	struct efi_variable variable;
	size_t n = 0;

	if (eventlog_digest_rule(event->type) == DIGEST_ELSEWHERE)
		return 0;
	spans[n++] = data;
	switch (event->type) {
	case EV_SEPARATOR: /* with an error the data tell which, and this is measured */
		spans[n++] = (struct span){ separator_error, sizeof(separator_error) };
		break;
	case EV_EFI_VARIABLE_BOOT:
		if (efi_variable_parse(data, &variable))
			spans[n++] = variable.value;
		break;
	case EV_EVENT_TAG:
		if (data.size >= 8 && le32(data.p + 4) <= data.size - 8)
			spans[n++] = (struct span){ data.p + 8, le32(data.p + 4) };
		break;
	case EV_IPL:
		spans[n++] = without_nul(data);
		spans[n++] = behind_colon(without_nul(data));
		break;
	case EV_ACTION:
	case EV_EFI_ACTION:
	case EV_OMIT_BOOT_DEVICE_EVENTS:
	case EV_POST_CODE:
		spans[n++] = without_nul(data);
		break;
	default:
		break;
	}
	return n;
}

static void check_span(const struct eventlog *log, const struct eventlog_event *event,
		       struct span span, struct eventlog_check *check)
{
	uint8_t digest[EVENTLOG_MAX_DIGEST];

	*check = (struct eventlog_check){ 0 };
	for (size_t i = 0; i < log->n_banks; i++) {
		if (!event->digests[i] || !log->digesters[i] ||
		    !digester_hash(log->digesters[i], span, (struct span){ 0 }, digest))
			continue;
		if (!memcmp(digest, event->digests[i], log->banks[i].size))
			check->banks_match |= UINT32_C(1) << i;
		else
			check->banks_differ |= UINT32_C(1) << i;
	}
}

struct eventlog_check eventlog_check(const struct eventlog *log, const struct eventlog_event *event)
{
	struct span spans[MAX_CANDIDATES];
	struct eventlog_check best = { 0 }, check;
	size_t n = eventlog_candidates(event, spans);

	for (size_t i = 0; i < n; i++) {
		check_span(log, event, spans[i], &check);
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
	struct span spans[MAX_CANDIDATES];
	size_t n = eventlog_candidates(event, spans), bank = 0;
	uint8_t digest[EVENTLOG_MAX_DIGEST];

	while (bank < log->n_banks && !(event->digests[bank] && log->digesters[bank]))
		bank++;
	for (size_t i = 0; bank < log->n_banks && i < n; i++)
		if (digest_afford(budget, spans[i].size) &&
		    digester_hash(log->digesters[bank], spans[i], (struct span){ 0 }, digest) &&
		    !memcmp(digest, event->digests[bank], log->banks[bank].size))
			return true;
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
