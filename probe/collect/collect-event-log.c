/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the measured-boot event log into the report, event by event. */
#include "collect-event-log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "log-summary.h"
#include "check.h"
#include "cleanup.h"
#include "describe.h"
#include "event-log-replay.h"
#include "parse.h"
#include "replay.h"
#include "types.h"
#include "event-log.h"
#include "verdict.h"

enum {
	MAX_SAID = 8, /* events with problems beyond this many are only counted in the verdicts */
	/* About a tenth of a second: what looking for flipped bits may take. */
	FLIP_BYTES = 25 << 20,
	/* So few bytes behind the last event are no event that is missing. */
	MAX_BEHIND = 512,
};

static void free_log(struct eventlog **log)
{
	eventlog_free(*log);
}

static const char *bank_names(struct report *report, const struct eventlog *log, uint32_t banks)
{
	const char *text = "";

	for (size_t i = 0; i < log->n_banks; i++)
		if (banks >> i & 1)
			text = arena_printf(&report->arena, "%s%s%s", text, *text ? ", " : "",
					    log->banks[i].name);
	return text;
}

static void check_event(struct report *report, const struct eventlog *log,
			const struct eventlog_event *from, size_t *budget, struct boot_event *event)
{
	struct eventlog_check check = eventlog_check(log, from);

	event->digest_matches_data.fact = FACT_ABSENT;
	if (check.match == EVENTLOG_UNCHECKED && eventlog_has_flipped_bit(log, from, budget)) {
		event->digest_matches_data = FACT_NUMBER(0);
		fact_set_text(report, &event->problem,
			      "its data have a flipped bit: without it, its digest is theirs");
	}
	if (check.match == EVENTLOG_UNCHECKED) {
		if (from->type == EV_S_CRTM_VERSION && from->size &&
		    !fact_known(&event->problem.fact))
			fact_set_text(report, &event->problem,
				      "its digest is not that of the version: firmware with Boot "
				      "Guard measures here what the log does not have");
		return;
	}
	event->digest_matches_data = FACT_NUMBER(check.match == EVENTLOG_MATCHES);
	if (check.match == EVENTLOG_MATCHES)
		return;
	fact_set_text(report, &event->problem,
		      check.banks_match
			      ? arena_printf(&report->arena,
					     "its %s digest is not that of its data, but %s is",
					     bank_names(report, log, check.banks_differ),
					     bank_names(report, log, check.banks_match))
			      : "its digest is not that of its data");
}

static void add_event(struct report *report, struct event_log *event_log,
		      const struct eventlog *log, size_t number, size_t *budget)
{
	const struct eventlog_event *from = &log->events[number];
	struct boot_event *event = list_append(&report->arena, &event_log->events, sizeof(*event));
	const char *name = eventlog_type_name(from->type);
	size_t size = eventlog_description_size(from);
	_cleanup_free_ char *description = malloc(size);
	bool fits;

	if (!description)
		abort();
	fits = eventlog_describe(log, from, description, size);
	event->number = FACT_NUMBER(number);
	if (from->pcr < EVENTLOG_PCRS)
		event->pcr = FACT_NUMBER(from->pcr);
	else
		event->pcr.fact = FACT_ABSENT;
	fact_set_text(report, &event->type_name, name);
	event->description.fact.presence = PRESENCE_PRESENT;
	event->description.value =
		arena_clean_lines(&report->arena, description, strlen(description));
	event->type = FACT_NUMBER(from->type);
	event->offset = FACT_NUMBER(from->offset);
	event->size = FACT_NUMBER(from->size);
	event->digests.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < log->n_banks; i++) {
		struct event_digest *digest;

		if (!from->digests[i])
			continue;
		digest = list_append(&report->arena, &event->digests, sizeof(*digest));
		fact_set_text(report, &digest->bank, log->banks[i].name);
		fact_set_text(report, &digest->digest,
			      arena_hex(&report->arena, from->digests[i], log->banks[i].size));
	}
	fact_set_text(report, &event->problem,
		      !name   ? "its type is not one of the profile's"
		      : !fits ? "its data do not fit its type"
		      : from->type == EV_SEPARATOR && eventlog_separator_error(from)
			      ? "the firmware ended its measurements with an error"
			      : NULL);
	check_event(report, log, from, budget, event);
}

static void say_problems(struct report *report, struct event_log *event_log,
			 const struct eventlog *log)
{
	const struct boot_event *events = event_log->events.items;
	size_t said = 0, more = 0;

	for (size_t i = 0; i < log->n_events; i++) {
		const struct number_fact *matches = &events[i].digest_matches_data;

		if (!fact_known(&events[i].problem.fact))
			continue;
		if (said == MAX_SAID) {
			more++;
			continue;
		}
		said++;
		event_log_say(report, event_log,
			      fact_known(&matches->fact) && !matches->value ? SEVERITY_ERROR
									    : SEVERITY_WARNING,
			      arena_printf(&report->arena, "%s at offset %zu: %s",
					   event_name(report, log, i), log->events[i].offset,
					   events[i].problem.value),
			      NULL);
	}
	if (more)
		event_log_say(report, event_log, SEVERITY_WARNING,
			      arena_printf(&report->arena, "%zu more events have a problem", more),
			      NULL);
}

/* Do all PCRs of which both values are known agree, and are there such? */
static bool agrees(const struct event_log *event_log)
{
	const struct replayed_pcr *pcrs = event_log->pcrs.items;
	bool any = false;

	for (size_t i = 0; i < event_log->pcrs.count; i++) {
		if (state_is(&pcrs[i].status, REPLAY_DIFFERENT))
			return false;
		any |= state_is(&pcrs[i].status, REPLAY_EQUAL);
	}
	return any;
}

/* What is behind the last event is no event where it is small, or where the PCRs do not miss one. */
static void set_error(struct report *report, struct event_log *event_log,
		      const struct eventlog *log)
{
	const struct eventlog_error *error = &log->error;

	event_log->error.fact = FACT_ABSENT;
	if (!error->found)
		return;
	event_log->error_offset = FACT_NUMBER(error->offset);
	if (error->behind && (error->behind <= MAX_BEHIND || agrees(event_log))) {
		fact_set_text(report, &event_log->error,
			      arena_printf(&report->arena, "%zu byte%s behind the last event",
					   error->behind, error->behind == 1 ? "" : "s"));
		event_log_say(report, event_log, SEVERITY_WARNING,
			      arena_printf(&report->arena, "%s, which are none",
					   event_log->error.value),
			      NULL);
		return;
	}
	fact_set_text(report, &event_log->error, error->text);
	if (!error->or_before)
		event_log->error_event = FACT_NUMBER(error->event);
	event_log_say(report, event_log, SEVERITY_ERROR,
		      arena_printf(&report->arena, "%s offset %zu: %s%s",
				   error->or_before ? "the log makes no sense at"
						    : arena_printf(&report->arena, "event %zu at",
								   error->event),
				   error->offset, error->text,
				   error->read_on ? "; what follows was read nevertheless"
						  : "; nothing behind it was read"),
		      NULL);
}

static void take_log(struct report *report, struct tpm_report *tpm_report,
		     const struct eventlog *log)
{
	struct event_log *event_log = tpm_report->event_log;
	size_t budget = FLIP_BYTES;
	unsigned int locality;

	fact_set_text(report, &event_log->format,
		      log->format == EVENTLOG_AGILE ? "crypto-agile" : "sha1");
	event_log->specification.fact = FACT_ABSENT;
	if (log->format == EVENTLOG_AGILE)
		fact_set_text(report, &event_log->specification,
			      arena_printf(&report->arena, "%u.%u errata %u", log->spec_major,
					   log->spec_minor, log->spec_errata));
	event_log->banks.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < log->n_banks; i++)
		*(const char **)list_append(&report->arena, &event_log->banks, sizeof(char *)) =
			arena_strdup(&report->arena, log->banks[i].name);
	event_log->startup_locality.fact = FACT_ABSENT;
	if (eventlog_startup_locality(log, &locality) >= 0)
		event_log->startup_locality = FACT_NUMBER(locality);
	event_log->events.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < log->n_events; i++)
		add_event(report, event_log, log, i, &budget);
	if (!log->error.behind)
		set_error(report, event_log, log);
	if (log->n_events)
		replay_log(report, tpm_report, log);
	else
		event_log_say(report, event_log, SEVERITY_WARNING,
			      "the log is empty: the firmware measured nothing", NULL);
	if (log->error.behind)
		set_error(report, event_log, log);
	say_problems(report, event_log, log);
	summarize_boot(report, event_log);
}

/* To the end, whatever st_size says: it is 0 in securityfs. */
static int read_all(int fd, uint8_t **ret_bytes, size_t *ret_size)
{
	_cleanup_free_ uint8_t *bytes = NULL;
	size_t size = 0, capacity = 0;
	ssize_t n;

	do {
		if (capacity == size) {
			uint8_t *more = realloc(bytes, capacity = capacity ? 2 * capacity : 65536);

			if (!more)
				return -ENOMEM;
			bytes = more;
		}
		n = read(fd, bytes + size, capacity - size);
		if (n < 0 && errno != EINTR)
			return -errno;
		size += n > 0 ? (size_t)n : 0;
		if (size > EVENTLOG_MAX_SIZE)
			return -EFBIG;
	} while (n);
	*ret_bytes = bytes;
	*ret_size = size;
	bytes = NULL;
	return 0;
}

/* Takes fd, which may be -errno. */
static int collect_fd(struct report *report, struct tpm_report *tpm_report, int fd_or_error)
{
	_cleanup_close_ int fd = fd_or_error;
	_cleanup_free_ uint8_t *bytes = NULL;
	_cleanup_(free_log) struct eventlog *log = NULL;
	struct event_log *event_log = tpm_report->event_log;
	size_t size = 0;
	int r = fd < 0 ? fd : read_all(fd, &bytes, &size);

	if (r >= 0)
		r = eventlog_parse(bytes, size, &log);
	if (r < 0) {
		event_log->events.fact = fact_errno(-r);
		return r;
	}
	event_log->size = FACT_NUMBER(size);
	take_log(report, tpm_report, log);
	return 0;
}

int collect_event_log_file(struct report *report, struct tpm_report *tpm_report, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	*tpm_report->event_log = (struct event_log){ 0 };
	fact_set_text(report, &tpm_report->event_log->path, path);
	return collect_fd(report, tpm_report, fd < 0 ? -errno : fd);
}

int collect_event_log(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx,
		      const char *name)
{
	struct tpmsysfs_list *list;
	int r = tpmsysfs_enumerate(ctx, &list);

	*tpm_report->event_log = (struct event_log){ 0 };
	if (r < 0)
		return r;
	r = -ENOENT;
	for (size_t i = 0; i < list->count; i++) {
		_cleanup_free_ char *path = NULL;

		if (strcmp(list->tpms[i]->name, name) != 0)
			continue;
		tpmsysfs_find_event_log(ctx, list->tpms[i], &path);
		fact_set_text(report, &tpm_report->event_log->path, path);
		r = collect_fd(report, tpm_report, tpmsysfs_open_event_log(ctx, list->tpms[i]));
		break;
	}
	tpmsysfs_list_free(list);
	if (r == -ENOENT)
		tpm_report->event_log->events.fact = FACT_ABSENT;
	return r;
}
