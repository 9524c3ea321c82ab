/* SPDX-License-Identifier: BSD-2-Clause */
/* A log as a whole: its header, and its events one by one. */
#include "parse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "digester.h"
#include "hash.h"
#include "read-event.h"
#include "types.h"

#define SHA1_ALGORITHM	 0x0004
#define SHA384_ALGORITHM 0x000c
#define SIGNATURE	 "Spec ID Event03"

/* TCG_EfiSpecIDEvent: signature, class, minor, major, errata, uintn, number of algorithms. */
enum { SPEC_ALGORITHMS = 24, SPEC_HEADER = 28, HEADER_DIGEST = 8 };

static int bad_header(struct eventlog *log, const char *text)
{
	log->error = (struct eventlog_error){ .found = true };
	snprintf(log->error.text, sizeof(log->error.text), "%s", text);
	return -1;
}

static int add_bank(struct eventlog *log, uint16_t algorithm, size_t size)
{
	struct eventlog_bank *bank = &log->banks[log->n_banks];
	const struct hash_algorithm *hash = hash_by_id(algorithm);

	if (!size || size > EVENTLOG_MAX_DIGEST)
		return bad_header(log, "the header gives a bank digests of an impossible size");
	if (eventlog_find_bank(log, algorithm) >= 0)
		return bad_header(log, "the header lists a bank twice");
	bank->algorithm = algorithm;
	bank->size = size;
	if (!hash) {
		snprintf(bank->name, sizeof(bank->name), "0x%04x", algorithm);
	} else {
		snprintf(bank->name, sizeof(bank->name), "%s", hash->name);
		if (hash->size != size)
			return bad_header(log, "the header gives a bank digests of a size that its "
					       "algorithm does not have");
	}
	log->n_banks++;
	return 0;
}

/* The data of the first event. */
static int read_header(struct eventlog *log, const struct eventlog_event *event)
{
	struct span span = { event->data, event->size };
	const uint8_t *p = span_take(&span, SPEC_HEADER);
	uint32_t count;

	if (!p)
		return bad_header(log, "the header is too short");
	log->spec_minor = p[20];
	log->spec_major = p[21];
	log->spec_errata = p[22];
	count = le32(p + SPEC_ALGORITHMS);
	if (!count || count > EVENTLOG_MAX_BANKS)
		return bad_header(log, "the header lists no bank, or more than a TPM can have");
	while (count--) {
		p = span_take(&span, 4);
		if (!p)
			return bad_header(log, "the header ends inside its list of banks");
		if (add_bank(log, le16(p), le16(p + 2)) < 0)
			return -1;
	}
	p = span_take(&span, 1);
	if (!p || span.size != *p)
		return bad_header(log, "the header's size does not fit what it holds");
	return 0;
}

static bool is_zero(const uint8_t *p, size_t size)
{
	while (size && !*p)
		p++, size--;
	return !size;
}

/*
 * The log of a confidential guest extends its measurement registers 1 to 4, RTMR0 to RTMR3, and no
 * other; a TPM's begins with PCR 0. Most of such headers stand in 1 as well.
 */
static bool is_ccel(const struct eventlog *log)
{
	size_t inside = 0, outside = 0;

	if (log->format != EVENTLOG_AGILE || log->n_events < 2 ||
	    (log->events[0].pcr != 1 &&
	     (log->n_banks != 1 || log->banks[0].algorithm != SHA384_ALGORITHM)))
		return false;
	for (size_t i = 1; i < log->n_events; i++) {
		uint32_t pcr = log->events[i].pcr;

		if (log->events[i].type == EV_NO_ACTION)
			continue;
		*(pcr && eventlog_register_name(pcr) ? &inside : &outside) += 1;
	}
	return outside ? outside == 1 && inside > 8 : inside; /* one may be damaged */
}

/* What reading does not need, and still has to be so. */
static void check_header(struct eventlog *log, const uint8_t *digest)
{
	const struct eventlog_event *event = &log->events[0];
	const char *wrong = memcmp(event->data, SIGNATURE, sizeof(SIGNATURE))
				    ? "the header's signature is not \"" SIGNATURE "\""
			    : event->type != EV_NO_ACTION ? "the header's type is not EV_NO_ACTION"
			    : event->pcr && !log->is_ccel ? "the header's PCR is not 0"
			    : !is_zero(digest, SHA1_SIZE) ? "the header's digest is not 0"
							  : NULL;

	if (!wrong)
		return;
	bad_header(log, wrong);
	log->error.read_on = true;
}

/* The signature may have some flipped bits; those of the older formats differ in no more. */
static bool is_agile(const uint8_t *bytes, size_t size)
{
	static const char *const older[] = { "Spec ID Event00", "Spec ID Event02" };
	int flipped = 0;

	if (size < 32 + sizeof(SIGNATURE))
		return false;
	for (size_t i = 0; i < sizeof(older) / sizeof(older[0]); i++)
		if (!memcmp(bytes + 32, older[i], sizeof(SIGNATURE)))
			return false;
	for (size_t i = 0; i < sizeof(SIGNATURE); i++)
		flipped += __builtin_popcount(bytes[32 + i] ^ (uint8_t)SIGNATURE[i]);
	return flipped <= 2;
}

static void start_digesters(struct eventlog *log)
{
	for (size_t i = 0; i < log->n_banks; i++) {
		digester_free(log->digesters[i]);
		log->digesters[i] = digester_new(log->banks[i].algorithm);
	}
}

static int append(struct eventlog *log, const struct eventlog_event *event, size_t *capacity)
{
	if (log->n_events == *capacity) {
		size_t more = *capacity ? 2 * *capacity : 64;
		void *events = realloc(log->events, more * sizeof(*event));

		if (!events)
			return -ENOMEM;
		log->events = events;
		*capacity = more;
	}
	log->events[log->n_events++] = *event;
	return 0;
}

/* Read on from offset. Returns 0, also where log->error was found, or -ENOMEM. */
static int read_events(struct eventlog *log, const uint8_t *bytes, size_t size, size_t offset,
		       size_t *capacity)
{
	struct eventlog_event event;
	char text[160] = "";
	int r;

	while ((r = eventlog_next(log, bytes, size, offset, &event, text, &offset)) > 0) {
		if (log->n_events == EVENTLOG_MAX_EVENTS) {
			snprintf(text, sizeof(text), "more than %d events", EVENTLOG_MAX_EVENTS);
			r = -1;
			break;
		}
		if (append(log, &event, capacity) < 0)
			return -ENOMEM;
		if (log->format == EVENTLOG_AGILE && log->n_events == 1) {
			/* Its digest is 20 zeros, of no bank. */
			log->events[0].digests[0] = NULL;
			if (read_header(log, &event) < 0)
				return 0;
		}
	}
	if (r < 0) {
		log->error = (struct eventlog_error){ .found = true,
						      .event = log->n_events,
						      .offset = offset };
		memcpy(log->error.text, text, sizeof(text));
	}
	return 0;
}

/*
 * The log stopped making sense and could not be put right. Events before that whose type nobody knows are
 * rather the middle of something else; and unless a digest proves the size of the last one that is
 * left, it may be that size which is wrong.
 */
static void blur_error(struct eventlog *log, const uint8_t *bytes, size_t size)
{
	struct eventlog_check check;

	while (log->n_events > 1 && !eventlog_type_name(log->events[log->n_events - 1].type)) {
		log->error.offset = log->events[--log->n_events].offset;
		log->error.event = log->n_events;
	}
	if (!log->n_events || (log->n_events == 1 && log->format == EVENTLOG_AGILE) ||
	    eventlog_is_start(bytes, size, log->error.offset))
		return;
	check = eventlog_check(log, &log->events[log->n_events - 1]);
	log->error.or_before = check.match != EVENTLOG_MATCHES || !check.to_the_end;
}

/* Give events behind a repair the same bytes as those before it. */
static void move_events(struct eventlog *log, const uint8_t *from, const uint8_t *to)
{
	for (size_t i = 0; i < log->n_events; i++) {
		struct eventlog_event *event = &log->events[i];

		event->data = to + (event->data - from);
		for (size_t b = 0; b < EVENTLOG_MAX_BANKS; b++)
			if (event->digests[b])
				event->digests[b] = to + (event->digests[b] - from);
	}
}

int eventlog_parse(const void *bytes, size_t size, struct eventlog **ret_log)
{
	struct eventlog *log;
	size_t capacity = 0;
	long again;
	int r;

	if (size > EVENTLOG_MAX_SIZE)
		return -EFBIG;
	log = calloc(1, sizeof(*log));
	if (!log)
		return -ENOMEM;
	log->format = is_agile(bytes, size) ? EVENTLOG_AGILE : EVENTLOG_SHA1;
	if (log->format == EVENTLOG_SHA1)
		add_bank(log, SHA1_ALGORITHM, SHA1_SIZE);
	r = read_events(log, bytes, size, 0, &capacity);
	if (!r && log->error.found && !log->error.read_on && log->n_events < EVENTLOG_MAX_EVENTS) {
		size_t stopped = log->error.offset;

		start_digesters(log);
		again = eventlog_repair(log, bytes, size);
		if (again >= 0) {
			size_t offset =
				(size_t)again < log->n_events ? log->events[again].offset : stopped;
			struct eventlog_error error = log->error;

			log->n_events = (size_t)again;
			move_events(log, bytes, log->copy);
			r = read_events(log, log->copy, size, offset, &capacity);
			log->error = error;
		} else if (log->n_events && !eventlog_is_start(bytes, size, stopped)) {
			log->error.behind = size - stopped;
			blur_error(log, bytes, size);
		} else {
			blur_error(log, bytes, size);
		}
	}
	if (r < 0) {
		eventlog_free(log);
		return r;
	}
	start_digesters(log);
	log->is_ccel = is_ccel(log);
	if (log->format == EVENTLOG_AGILE && log->n_events && !log->error.found)
		check_header(log, (const uint8_t *)bytes + HEADER_DIGEST);
	*ret_log = log;
	return 0;
}

void eventlog_free(struct eventlog *log)
{
	if (!log)
		return;
	for (size_t i = 0; i < log->n_banks; i++)
		digester_free(log->digesters[i]);
	free(log->events);
	free(log->copy);
	free(log);
}
