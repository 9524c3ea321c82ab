/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which event is to blame when a log stops making sense: a wrong size shows only behind the event
 * that has it. With the one bit put right the whole rest of the log has to make sense again.
 */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Does everything from offset on make sense? */
static bool makes_sense(const struct eventlog *log, const uint8_t *bytes, size_t size,
			size_t offset)
{
	struct eventlog_event event;
	char text[160];
	size_t n = 0;
	int r;

	while ((r = eventlog_next(log, bytes, size, offset, &event, text, &offset)) > 0) {
		/* A type that nobody knows is rather the middle of something else. */
		if (!eventlog_type_name(event.type) || ++n > EVENTLOG_MAX_EVENTS)
			return false;
	}
	return !r && n;
}

struct field {
	const char *name;
	size_t offset, size;
};

static bool repair_field(struct eventlog *log, uint8_t *copy, size_t size, size_t start,
			 const struct field *field)
{
	for (size_t bit = 0; bit < field->size * 8; bit++) {
		uint8_t *byte = copy + field->offset + bit / 8;

		*byte ^= (uint8_t)(1 << bit % 8);
		if (makes_sense(log, copy, size, start))
			return true;
		*byte ^= (uint8_t)(1 << bit % 8);
	}
	return false;
}

/* Where the size of the event at offset stands, whatever it says; 0 if the log ends before. */
static size_t find_size(const struct eventlog *log, const uint8_t *bytes, size_t size,
			size_t offset)
{
	size_t place = offset + 8;

	if (log->format == EVENTLOG_SHA1 || !offset)
		return place + 20 + 4 <= size ? place + 20 : 0;
	place += 4;
	for (size_t i = 0; i < log->n_banks; i++) {
		size_t bank = 0;

		if (place + 2 > size)
			return 0;
		while (bank < log->n_banks && log->banks[bank].algorithm != le16(bytes + place))
			bank++;
		if (bank == log->n_banks)
			break;
		place += 2 + log->banks[bank].size;
	}
	return place + 4 <= size ? place : 0;
}

long eventlog_repair(struct eventlog *log, const uint8_t *bytes, size_t size)
{
	size_t wrong = log->error.event;
	size_t first = log->format == EVENTLOG_AGILE ? 1 : 0; /* the header is no event */
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		return -1;
	memcpy(copy, bytes, size);
	/* The one before comes second: what shows at an event is mostly its own. */
	for (size_t back = 0; back < 2 && first + back <= wrong; back++) {
		size_t number = wrong - back;
		size_t start = back ? log->events[number].offset : log->error.offset;
		size_t place = find_size(log, bytes, size, start);
		const struct field fields[] = {
			{ "its size", place, place ? 4 : 0 },
			{ "its PCR", start, start + 4 <= size ? 4 : 0 },
			{ "its number of digests", start + 8,
			  log->format == EVENTLOG_AGILE && start + 12 <= size ? 4 : 0 },
		};

		for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
			uint32_t was = fields[i].size ? le32(bytes + fields[i].offset) : 0;

			if (!repair_field(log, copy, size, start, &fields[i]))
				continue;
			log->copy = copy;
			log->error.event = number;
			log->error.offset = start;
			log->error.read_on = true;
			snprintf(log->error.text, sizeof(log->error.text),
				 "%s is %u, but the log makes sense with %u: a flipped bit",
				 fields[i].name, was, le32(copy + fields[i].offset));
			return (long)number;
		}
	}
	free(copy);
	return -1;
}
