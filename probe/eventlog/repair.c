/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which event is to blame when a log stops making sense: a wrong size shows only behind the event
 * that has it. With the one bit put right the whole rest of the log has to make sense again.
 */
#include "eventlog-internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"

enum {
	MAX_BACK = 4,
	HEADER_BANKS = 60, /* offset of the header's list of algorithms and sizes */
};

/* The number of events from offset to the end of the log; 0 if they do not all make sense. */
static size_t count_events(const struct eventlog *log, const uint8_t *bytes, size_t size,
			   size_t offset)
{
	struct eventlog_event event;
	char text[160];
	size_t n = 0;
	int r;

	while ((r = eventlog_next(log, bytes, size, offset, &event, text, &offset)) > 0) {
		/* A type that nobody knows is rather the middle of something else. */
		if (!eventlog_type_name(event.type) || ++n > EVENTLOG_MAX_EVENTS)
			return 0;
	}
	return r < 0 ? 0 : n;
}

struct field {
	const char *name;
	size_t offset, size;
};

/* Of several bits that would do, the one that leaves most events: a size can also swallow some. */
static bool repair_field(struct eventlog *log, uint8_t *copy, size_t size, size_t start,
			 const struct field *field)
{
	size_t best = 0, most = 0;

	for (size_t bit = 0; bit < field->size * 8; bit++) {
		uint8_t *byte = copy + field->offset + bit / 8;
		size_t n;

		*byte ^= (uint8_t)(1 << bit % 8);
		n = count_events(log, copy, size, start);
		*byte ^= (uint8_t)(1 << bit % 8);
		if (n > most) {
			most = n;
			best = bit;
		}
	}
	if (most)
		copy[field->offset + best / 8] ^= (uint8_t)(1 << best % 8);
	return most;
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

/* The first event has a digest that the header does not list: is it the header that is wrong? */
static bool repair_header(struct eventlog *log, uint8_t *copy, size_t size)
{
	for (size_t i = 0; i < log->n_banks * 16; i++) {
		struct eventlog_bank *bank = &log->banks[i / 16], was = *bank;
		uint8_t *byte = copy + HEADER_BANKS + 4 * (i / 16) + i % 16 / 8;
		const struct hash_algorithm *hash;

		bank->algorithm ^= (uint16_t)(1 << i % 16);
		hash = hash_by_id(bank->algorithm);
		if (hash && hash->size == bank->size &&
		    count_events(log, copy, size, log->error.offset)) {
			snprintf(bank->name, sizeof(bank->name), "%s", hash->name);
			*byte ^= (uint8_t)(1 << i % 8);
			snprintf(log->error.text, sizeof(log->error.text),
				 "the header lists bank 0x%04x, but the log makes sense with %s: a "
				 "flipped bit",
				 was.algorithm, hash->name);
			return true;
		}
		*bank = was;
	}
	return false;
}

long eventlog_repair(struct eventlog *log, const uint8_t *bytes, size_t size)
{
	size_t wrong = log->error.event;
	size_t first = log->format == EVENTLOG_AGILE ? 1 : 0; /* the header is no event */
	uint8_t *copy = calloc(1, size ? size : 1);

	if (!copy)
		return -1;
	memcpy(copy, bytes, size);
	if (log->format == EVENTLOG_AGILE && wrong == 1 && repair_header(log, copy, size)) {
		log->copy = copy;
		log->error.event = 0;
		log->error.offset = 0;
		log->error.read_on = true;
		return 1;
	}
	/* The last one first: what shows at an event is mostly its own. In the older format, which
	 * has little that could be wrong, the middle of an event may pass for one or two others. */
	for (size_t back = 0; back < MAX_BACK && first + back <= wrong; back++) {
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
