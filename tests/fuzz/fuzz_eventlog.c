/* SPDX-License-Identifier: BSD-2-Clause */
/* A measured-boot event log: parsed, every event checked and described, every PCR replayed. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "describe.h"
#include "eventlog.h"
#include "explain.h"
#include "parse.h"
#include "replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_event(const struct eventlog *log, const uint8_t *data, size_t size, size_t i,
			  size_t *budget)
{
	const struct eventlog_event *event = &log->events[i];
	const uint8_t *from = log->copy ? log->copy : data;
	char text[96];

	if (event->data < from || event->data + event->size > from + size || event->offset > size ||
	    (i && event->offset <= log->events[i - 1].offset))
		abort();
	memset(text, 'x', sizeof(text));
	eventlog_describe(log, event, text, sizeof(text));
	if (!memchr(text, 0, sizeof(text)))
		abort();
	if (eventlog_check(log, event).match == EVENTLOG_UNCHECKED)
		eventlog_has_flipped_bit(log, event, budget);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t value[EVENTLOG_MAX_DIGEST];
	struct eventlog *log;
	size_t flips = 100;

	if (eventlog_parse(data, size, &log) < 0)
		return 0;
	if (log->error.found && log->error.offset > size)
		abort();
	for (size_t i = 0; i < log->n_events; i++)
		look_at_event(log, data, size, i, &flips);
	for (size_t bank = 0; bank < log->n_banks; bank++) {
		size_t budget =
			50; /* deep enough for every kind of search, shallow enough to be fast */

		for (uint32_t pcr = 0; pcr < EVENTLOG_PCRS; pcr++) {
			struct eventlog_explanation blame;

			if (eventlog_replay(log, bank, pcr, value) < 0)
				break;
			value[0] ^= 1;
			blame = eventlog_explanation(log, bank, pcr, value, 1U << pcr, &budget);
			if (blame.event >= (long)log->n_events)
				abort();
		}
	}
	eventlog_free(log);
	return 0;
}
