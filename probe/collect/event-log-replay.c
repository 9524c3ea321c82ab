/* SPDX-License-Identifier: BSD-2-Clause */
/* The event log's replay against the TPM's PCRs, bank by bank. */
#include "event-log-replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "cleanup.h"
#include "explain.h"
#include "event-log.h"
#include "names.h"
#include "parse.h"
#include "replay.h"
#include "types.h"
#include "verdict.h"

enum {
	FIRMWARE_PCRS = 8, /* 0 to 7 are the firmware's alone; others the system extends too */
	/* About half a second: what the search for the event that explains a difference may take. */
	SEARCH_BYTES = 150 << 20,
};

struct bank_replay {
	size_t bank;
	const struct eventlog *log;
	enum replay_status status[EVENTLOG_PCRS];
	bool listed[EVENTLOG_PCRS];
	uint8_t replayed[EVENTLOG_PCRS][EVENTLOG_MAX_DIGEST];
	struct eventlog_values values;
	long events[EVENTLOG_PCRS];
	size_t n_equal, n_different, n_known;
	bool empty; /* the TPM's PCRs 0 to 7 are all zero */
};

const char *event_name(struct report *report, const struct eventlog *log, size_t number)
{
	uint32_t type = log->events[number].type;
	const char *name = eventlog_type_name(type);

	return arena_printf(&report->arena, "event %zu (%s)", number,
			    name ? name : arena_printf(&report->arena, "type 0x%08x", type));
}

void event_log_say(struct report *report, struct event_log *event_log, enum severity level,
		   const char *text, const char *remedy)
{
	report_add_verdict(report, &event_log->verdicts, level, NULL, text, remedy);
}

static bool from_hex(const char *text, uint8_t *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < 2 * size; i++) {
		const char *digit = text[i] ? strchr(digits, text[i]) : NULL;

		if (!digit)
			return false;
		bytes[i / 2] = (uint8_t)(bytes[i / 2] << 4 | (digit - digits));
	}
	return !text[2 * size];
}

/* The TPM's value of a PCR, if the report has it. */
static bool find_value(const struct tpm_report *tpm_report, const char *bank, uint32_t index,
		       uint8_t *value, size_t size)
{
	const struct pcr_value *values = tpm_report->pcr_values.items;

	for (size_t i = 0; i < tpm_report->pcr_values.count; i++)
		if (fact_known(&values[i].bank.fact) && fact_known(&values[i].index.fact) &&
		    fact_known(&values[i].digest.fact) && values[i].index.value == index &&
		    !strcmp(values[i].bank.value, bank))
			return from_hex(values[i].digest.value, value, size);
	return false;
}

static bool is_zero(const uint8_t *p, size_t size)
{
	return !p[0] && !memcmp(p, p + 1, size - 1);
}

/* Returns -ENOTSUP if the bank's hash cannot be computed here. */
static int replay_bank(const struct tpm_report *tpm_report, struct bank_replay *replay)
{
	const struct eventlog_bank *bank = &replay->log->banks[replay->bank];
	size_t zeros = 0;

	for (uint32_t pcr = 0; pcr < EVENTLOG_PCRS; pcr++) {
		uint8_t *replayed = replay->replayed[pcr], *value = replay->values.value[pcr];
		enum replay_status *status = &replay->status[pcr];

		replay->events[pcr] = eventlog_replay(replay->log, replay->bank, pcr, replayed);
		if (replay->events[pcr] < 0)
			return -ENOTSUP;
		replay->listed[pcr] =
			replay->events[pcr] || (pcr < FIRMWARE_PCRS && !replay->log->is_ccel);
		if (replay->log->is_ccel ||
		    !find_value(tpm_report, bank->name, pcr, value, bank->size))
			*status = REPLAY_UNKNOWN;
		else if (memcmp(replayed, value, bank->size) != 0)
			*status = REPLAY_DIFFERENT;
		else
			*status = replay->events[pcr] ? REPLAY_EQUAL : REPLAY_NOT_MEASURED;
		replay->values.known |= (uint32_t)(*status != REPLAY_UNKNOWN) << pcr;
		if (!replay->listed[pcr])
			continue;
		replay->values.differing |= (uint32_t)(*status == REPLAY_DIFFERENT) << pcr;
		zeros += *status != REPLAY_UNKNOWN && pcr < FIRMWARE_PCRS &&
			 is_zero(value, bank->size);
		replay->n_equal += *status == REPLAY_EQUAL;
		replay->n_different += *status == REPLAY_DIFFERENT;
		replay->n_known += *status != REPLAY_UNKNOWN;
	}
	replay->empty = zeros == FIRMWARE_PCRS;
	return 0;
}

/* "0-7, 9" */
static const char *pcr_list(struct report *report, const struct bank_replay *replay,
			    enum replay_status status)
{
	const char *text = "";

	for (uint32_t pcr = 0; pcr < EVENTLOG_PCRS; pcr++) {
		uint32_t last = pcr;

		if (!replay->listed[pcr] || replay->status[pcr] != status)
			continue;
		while (last + 1 < EVENTLOG_PCRS && replay->listed[last + 1] &&
		       replay->status[last + 1] == status)
			last++;
		text = arena_printf(&report->arena, "%s%s%u", text, *text ? ", " : "", pcr);
		if (last > pcr)
			text = arena_printf(&report->arena, "%s%s%u", text,
					    last > pcr + 1 ? "-" : ", ", last);
		pcr = last;
	}
	return text;
}

static const char *type_word(struct report *report, const struct eventlog *log, long number)
{
	uint32_t type = log->events[number].type;
	const char *name = eventlog_type_name(type);

	if (type == EV_SEPARATOR)
		return "separator";
	return name ? name : arena_printf(&report->arena, "event of type 0x%08x", type);
}

static const char *explain(struct report *report, const struct eventlog *log,
			   const struct eventlog_explanation *blame, uint32_t pcr, long n_events)
{
	struct arena *arena = &report->arena;
	const char *event = blame->event < 0 ? "" : event_name(report, log, (size_t)blame->event);

	switch (blame->cause) {
	case EVENTLOG_MORE_IN_LOG:
		return arena_printf(arena,
				    "%s and what follows it are in the log, but not in "
				    "the TPM",
				    event);
	case EVENTLOG_LEFT_OUT:
		if (blame->event < 0)
			return arena_printf(arena,
					    "the log has one %s more than the PCR was extended "
					    "with: of several with the same digest, which cannot "
					    "be told",
					    type_word(report, log, blame->twin));
		return arena_printf(arena, "%s is in the log, but the PCR was not extended with it",
				    event);
	case EVENTLOG_MISPLACED:
		if (blame->event < 0)
			return arena_printf(arena,
					    "one %s that is logged for another PCR was extended "
					    "into this one: of several with the same digest, which "
					    "cannot be told",
					    type_word(report, log, blame->twin));
		return arena_printf(
			arena, "%s, which is logged %s, was extended into this PCR", event,
			log->events[blame->event].type == EV_NO_ACTION
				? "as extending nothing"
				: arena_printf(arena, "for PCR %u", log->events[blame->event].pcr));
	case EVENTLOG_BAD_DIGEST:
		return arena_printf(arena,
				    "the recorded digest of %s is wrong: with that of its "
				    "data the TPM's value comes out",
				    event);
	case EVENTLOG_FLIPPED_BIT:
		return arena_printf(arena,
				    "the recorded digest of %s is wrong in one bit: without "
				    "that the TPM's value comes out",
				    event);
	case EVENTLOG_BAD_START:
		return arena_printf(arena, "TPM2_Startup came from locality %u, which %s%s",
				    blame->locality,
				    *event ? "is not what the log says: " : "the log does not say",
				    event);
	case EVENTLOG_BAD_DATA:
		return arena_printf(arena, "the digest of %s is not that of its data", event);
	case EVENTLOG_NO_SEPARATOR:
		return "the PCR was extended with a separator that is missing in the log";
	case EVENTLOG_NOT_LOGGED:
		return arena_printf(
			arena,
			"the PCR was extended with an event that is missing in the log: it "
			"has the digest of one of another PCR, %s",
			type_word(report, log, blame->twin));
	case EVENTLOG_UNEXPLAINED:
		break;
	}
	return !n_events ? "the log has no event for it"
	       : pcr < FIRMWARE_PCRS
		       ? "no single event explains it"
		       : "no single event explains it; the system extends it too, and this log ends "
			 "when the boot loader does";
}

/* An event that is to blame has a problem, even if its data cannot tell. */
static void note_event(struct report *report, struct tpm_report *tpm_report,
		       const struct eventlog_explanation *blame)
{
	struct boot_event *events = tpm_report->event_log->events.items;

	if (blame->event < 0 || fact_known(&events[blame->event].problem.fact))
		return;
	if (blame->cause == EVENTLOG_FLIPPED_BIT || blame->cause == EVENTLOG_BAD_DIGEST)
		fact_set_text(report, &events[blame->event].problem,
			      "its recorded digest is not what the TPM was extended with");
}

static void explain_pcr(struct report *report, struct tpm_report *tpm_report,
			const struct bank_replay *replay, uint32_t index, size_t *budget,
			struct replayed_pcr *pcr)
{
	const struct eventlog *log = replay->log;
	struct eventlog_explanation blame =
		eventlog_explain(log, replay->bank, index, &replay->values, budget);
	const char *text = explain(report, log, &blame, index, replay->events[index]);
	const char *name = name_pcr(index);

	if (blame.event >= 0)
		pcr->blamed_event = FACT_NUMBER((uint64_t)blame.event);
	fact_set_text(report, &pcr->explanation, text);
	note_event(report, tpm_report, &blame);
	event_log_say(report, tpm_report->event_log,
		      index < FIRMWARE_PCRS		    ? SEVERITY_ERROR
		      : blame.cause == EVENTLOG_UNEXPLAINED ? SEVERITY_INFO
							    : SEVERITY_WARNING,
		      arena_printf(&report->arena, "%s: PCR %u%s%s%s differs: %s",
				   log->banks[replay->bank].name, index, name ? " (" : "",
				   name ? name : "", name ? ")" : "", text),
		      NULL);
}

static void add_pcrs(struct report *report, struct tpm_report *tpm_report,
		     const struct bank_replay *replay, bool search, size_t *budget)
{
	const struct eventlog_bank *bank = &replay->log->banks[replay->bank];
	struct arena *arena = &report->arena;

	for (uint32_t i = 0; i < EVENTLOG_PCRS; i++) {
		struct replayed_pcr *pcr;

		if (!replay->listed[i])
			continue;
		pcr = list_append(arena, &tpm_report->event_log->pcrs, sizeof(*pcr));
		fact_set_text(report, &pcr->bank, bank->name);
		pcr->index = FACT_NUMBER(i);
		pcr->events = FACT_NUMBER((uint64_t)replay->events[i]);
		fact_set_text(report, &pcr->name,
			      replay->log->is_ccel ? eventlog_register_name(i) : name_pcr(i));
		fact_set_text(report, &pcr->replayed,
			      arena_hex(arena, replay->replayed[i], bank->size));
		fact_set_text(report, &pcr->value,
			      replay->status[i] == REPLAY_UNKNOWN
				      ? NULL
				      : arena_hex(arena, replay->values.value[i], bank->size));
		fact_set_state(&pcr->status, &replay_status_words, replay->status[i]);
		pcr->blamed_event.fact = pcr->explanation.fact = FACT_ABSENT;
		if (replay->status[i] == REPLAY_DIFFERENT && search)
			explain_pcr(report, tpm_report, replay, i, budget, pcr);
	}
}

static void say_bank(struct report *report, struct tpm_report *tpm_report,
		     const struct bank_replay *replay, size_t *budget)
{
	struct event_log *event_log = tpm_report->event_log;
	const char *name = replay->log->banks[replay->bank].name;
	const char *unmeasured = pcr_list(report, replay, REPLAY_NOT_MEASURED);
	bool another = !replay->n_equal && replay->n_different > 1;

	if (replay->log->is_ccel)
		event_log_say(report, event_log, SEVERITY_INFO,
			      arena_printf(&report->arena,
					   "%s: replayed; the values of a confidential guest's "
					   "registers, to hold it against, are in its quotes",
					   name),
			      NULL);
	else if (!replay->n_known)
		event_log_say(report, event_log, SEVERITY_INFO,
			      tpm_report->pcr_values.count
				      ? arena_printf(&report->arena,
						     "%s: in the log, but the TPM has no such "
						     "bank allocated",
						     name)
				      : arena_printf(&report->arena,
						     "%s: replayed; there are no PCR values to "
						     "hold it against",
						     name),
			      NULL);
	else if (another)
		event_log_say(
			report, event_log, SEVERITY_ERROR,
			replay->empty
				? arena_printf(&report->arena,
					       "%s: PCRs 0-7 of the TPM are all zero, though the "
					       "log has events for them: they were not extended, "
					       "or the TPM was reset since",
					       name)
				: arena_printf(&report->arena,
					       "%s: no PCR agrees: this is the log of another boot "
					       "or machine, or the TPM was reset since",
					       name),
			NULL);
	else if (replay->n_equal)
		event_log_say(report, event_log, SEVERITY_OK,
			      arena_printf(&report->arena, "%s: the log replays to PCR%s %s%s%s%s",
					   name, replay->n_equal > 1 ? "s" : "",
					   pcr_list(report, replay, REPLAY_EQUAL),
					   *unmeasured ? " (no event for PCR " : "", unmeasured,
					   *unmeasured ? ")" : ""),
			      NULL);
	else if (replay->empty)
		report_add_verdict(report, &event_log->verdicts, SEVERITY_ERROR, "PCR-002",
				   arena_printf(&report->arena,
						"%s: nothing was measured into PCRs 0-7", name),
				   "a machine whose firmware does not measure cannot prove what it "
				   "booted: update the firmware, or switch its measuring on");
	add_pcrs(report, tpm_report, replay, !another, budget);
}

/* Banks that the TPM has and the log does not. */
static void say_unlogged(struct report *report, struct tpm_report *tpm_report,
			 const struct eventlog *log)
{
	const struct pcr_value *values = tpm_report->pcr_values.items;
	const char *bank = "";

	for (size_t i = 0; i < tpm_report->pcr_values.count; i++) {
		bool logged = false, empty = true;

		if (!fact_known(&values[i].bank.fact) || !strcmp(values[i].bank.value, bank))
			continue;
		bank = values[i].bank.value;
		for (size_t b = 0; b < log->n_banks; b++)
			logged |= !strcmp(log->banks[b].name, bank);
		for (size_t v = 0; v < tpm_report->pcr_values.count; v++)
			empty &= !(text_is(&values[v].bank, bank) &&
				   fact_known(&values[v].index.fact) &&
				   values[v].index.value < FIRMWARE_PCRS &&
				   fact_known(&values[v].digest.fact) &&
				   strspn(values[v].digest.value, "0") !=
					   strlen(values[v].digest.value));
		if (logged)
			continue;
		report_add_verdict(
			report, &tpm_report->event_log->verdicts,
			empty ? SEVERITY_ERROR : SEVERITY_WARNING, empty ? "PCR-002" : NULL,
			arena_printf(&report->arena,
				     empty ? "%s: allocated in the TPM, but empty: nothing "
					     "was measured into PCRs 0-7, and the log does "
					     "not have it"
					   : "%s: the log does not have this bank of the "
					     "TPM's",
				     bank),
			empty ? "use a bank that the firmware measures into, and take this "
				"one away in the firmware's setup: anyone can fill it"
			      : NULL);
	}
}

void replay_log(struct report *report, struct tpm_report *tpm_report, const struct eventlog *log)
{
	struct event_log *event_log = tpm_report->event_log;
	size_t budget = SEARCH_BYTES;

	event_log->pcrs.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < log->n_banks; i++) {
		_cleanup_free_ struct bank_replay *replay = calloc(1, sizeof(*replay));

		if (!replay)
			abort();
		replay->bank = i;
		replay->log = log;
		if (replay_bank(tpm_report, replay) < 0)
			event_log_say(report, event_log, SEVERITY_WARNING,
				      arena_printf(&report->arena,
						   "%s: not replayed: libcrypto does not have "
						   "this hash",
						   log->banks[i].name),
				      NULL);
		else
			say_bank(report, tpm_report, replay, &budget);
	}
	if (!log->is_ccel)
		say_unlogged(report, tpm_report, log);
}
