/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One event of either format; and which event is to blame when a log stops making sense: a wrong size
 * shows only behind the event that has it. With the one bit put right the whole rest of the log has to
 * make sense again.
 */
#include "read-event.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "digester.h"
#include "hash.h"
#include "span.h"
#include "types.h"

#define NO_PCR UINT32_C(0xffffffff) /* some events of EV_NO_ACTION belong to none */

static bool is_padding(const uint8_t *p, size_t size)
{
	if (*p != 0 && *p != 0xff)
		return false;
	for (size_t i = 1; i < size; i++)
		if (p[i] != *p)
			return false;
	return true;
}

int eventlog_find_bank(const struct eventlog *log, uint16_t algorithm)
{
	for (size_t i = 0; i < log->n_banks; i++)
		if (log->banks[i].algorithm == algorithm)
			return (int)i;
	return -1;
}

static int read_digests(const struct eventlog *log, struct span *span, struct eventlog_event *event,
			char error[160])
{
	const uint8_t *p = span_take(span, 4);
	uint32_t count = p ? le32(p) : 0;

	if (!p)
		return snprintf(error, 160, "the log ends inside its header"), -1;
	if (!count || count > log->n_banks)
		return snprintf(error, 160, "%u digests, where the log has %zu banks", count,
				log->n_banks),
		       -1;
	while (count--) {
		int bank;

		p = span_take(span, 2);
		bank = p ? eventlog_find_bank(log, le16(p)) : -1;
		if (p && bank < 0)
			return snprintf(error, 160,
					"a digest of algorithm 0x%04x, which the log's "
					"header does not list",
					le16(p)),
			       -1;
		if (p && event->digests[bank])
			return snprintf(error, 160, "two digests of %s", log->banks[bank].name), -1;
		if (!p || !(event->digests[bank] = span_take(span, log->banks[bank].size)))
			return snprintf(error, 160, "the log ends inside its digests"), -1;
	}
	return 0;
}

static bool is_pcr(uint32_t pcr, uint32_t type)
{
	return pcr < EVENTLOG_PCRS || (pcr == NO_PCR && type == EV_NO_ACTION);
}

bool eventlog_is_start(const uint8_t *bytes, size_t size, size_t offset)
{
	const uint8_t *p = bytes + offset;

	return size - offset >= 8 && is_pcr(le32(p), le32(p + 4)) &&
	       eventlog_type_name(le32(p + 4));
}

int eventlog_next(const struct eventlog *log, const uint8_t *bytes, size_t size, size_t offset,
		  struct eventlog_event *ret_event, char error[160], size_t *ret_end)
{
	struct eventlog_event event = { .offset = offset };
	struct span span = { bytes + offset, size - offset };
	/* The header of a crypto-agile log has the older format. */
	bool old = log->format == EVENTLOG_SHA1 || !offset;
	const uint8_t *p;

	if (!span.size || is_padding(span.p, span.size))
		return 0;
	p = span_take(&span, 8);
	if (!p)
		return snprintf(error, 160, "the log ends inside its header"), -1;
	event.pcr = le32(p);
	event.type = le32(p + 4);
	if (!is_pcr(event.pcr, event.type))
		return snprintf(error, 160, "PCR %u, which no TPM has", event.pcr), -1;
	if (old) {
		event.digests[0] = span_take(&span, SHA1_SIZE);
		if (!event.digests[0])
			return snprintf(error, 160, "the log ends inside its digest"), -1;
	} else if (read_digests(log, &span, &event, error) < 0) {
		return -1;
	}
	event.size_offset = (size_t)(span.p - bytes);
	p = span_take(&span, 4);
	if (!p)
		return snprintf(error, 160, "the log ends inside its header"), -1;
	event.size = le32(p);
	event.data = span_take(&span, event.size);
	if (!event.data)
		return snprintf(error, 160, "%zu bytes of data, where the log has %zu left",
				event.size, span.size),
		       -1;
	*ret_event = event;
	*ret_end = (size_t)(span.p - bytes);
	return 1;
}

enum {
	MAX_BACK = 4,
	MAX_UNPROVEN = 1024,
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

/*
 * Is there an event between from and to whose digest is that of its data? Then these bytes are not the
 * data of another one.
 */
static bool has_sound_event(const struct eventlog *log, const uint8_t *bytes, size_t from,
			    size_t to)
{
	size_t budget =
		1 << 20; /* bytes to hash: there are few that look like an event, and are none */

	for (; from < to && budget; from++) {
		struct eventlog_event event;
		char text[160];
		size_t end;

		if (eventlog_is_start(bytes, to, from) &&
		    eventlog_next(log, bytes, to, from, &event, text, &end) > 0 && event.size &&
		    digest_afford(&budget, event.size) &&
		    eventlog_check(log, &event).match == EVENTLOG_MATCHES)
			return true;
	}
	return false;
}

/*
 * Is the event at start, read with a bit put right, what its digest says? was: how it was read before,
 * or NULL: not at all. Where the digest cannot tell,
 * events have to follow, or else it could be read only so: bytes behind the last event, whatever they
 * are, are the data of an event whose size has one bit more.
 */
static bool is_credible(const struct eventlog *log, const uint8_t *copy, size_t size, size_t start,
			const struct eventlog_check *was, size_t n)
{
	struct eventlog_event event;
	char text[160];
	size_t end;

	if (eventlog_next(log, copy, size, start, &event, text, &end) <= 0)
		return false;
	switch (eventlog_check(log, &event).match) {
	case EVENTLOG_MATCHES:
		return true;
	case EVENTLOG_DIFFERS:
		return false;
	default:
		/* The older format has so little structure that a large size may end well by chance. */
		return !was || (was->match != EVENTLOG_MATCHES && n > 1 &&
				(log->format == EVENTLOG_AGILE || event.size <= MAX_UNPROVEN) &&
				!has_sound_event(log, copy, log->error.offset + 1, end));
	}
}

/* Of several bits that would do, the one that leaves most events: a size can also swallow some. */
static bool repair_field(struct eventlog *log, uint8_t *copy, size_t size, size_t start,
			 const struct eventlog_check *was, const struct field *field)
{
	size_t best = 0, most = 0;

	for (size_t bit = 0; bit < field->size * 8; bit++) {
		uint8_t *byte = copy + field->offset + bit / 8;
		size_t n;

		*byte ^= (uint8_t)(1 << bit % 8);
		n = count_events(log, copy, size, start);
		if (n > most && !is_credible(log, copy, size, start, was, n))
			n = 0;
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
		int bank;

		if (place + 2 > size)
			return 0;
		bank = eventlog_find_bank(log, le16(bytes + place));
		if (bank < 0)
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
		struct eventlog_check before;
		size_t number = wrong - back;
		size_t start = back ? log->events[number].offset : log->error.offset;
		size_t place = find_size(log, bytes, size, start);
		const struct field fields[] = {
			{ "its size", place, place ? 4 : 0 },
			{ "its PCR", start, start + 4 <= size ? 4 : 0 },
			{ "its number of digests", start + 8,
			  log->format == EVENTLOG_AGILE && start + 12 <= size ? 4 : 0 },
		};

		if (back)
			before = eventlog_check(log, &log->events[number]);
		if (back && before.match == EVENTLOG_MATCHES && before.to_the_end)
			break;
		for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
			uint32_t was = fields[i].size ? le32(bytes + fields[i].offset) : 0;

			if (!repair_field(log, copy, size, start, back ? &before : NULL,
					  &fields[i]))
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
