/* SPDX-License-Identifier: BSD-2-Clause */
/* PCR by PCR: another value, the records that differ, their causes. */
#include "boot-diff.h"

#include <inttypes.h>
#include <string.h>

#include "boots.h"
#include "causes.h"
#include "change-text.h"
#include "fields.h"
#include "hash.h"
#include "pcr-comparison.h"
#include "read-event.h"
#include "types.h"

enum { MAX_BRIEF = 3, MAX_CHANGES = 200 };

static bool has_bank(const struct saved_boot *boot, uint16_t algorithm)
{
	return saved_boot_bank(boot, algorithm) || eventlog_find_bank(&boot->log, algorithm) >= 0;
}

static struct boot_cause cause_of(const struct pcr_comparison *comparison,
				  const struct boot_change *change)
{
	const struct boot_record *record = change->now ? change->now : change->then;

	return boot_cause(comparison->pcr, record->type, record->name);
}

bool boots_comparable(const struct saved_boot *then, const struct saved_boot *now)
{
	const struct hash_algorithm *hash;

	for (size_t rank = 0; (hash = hash_at(rank)); rank++)
		if (has_bank(then, hash->id) && has_bank(now, hash->id))
			return true;
	return false;
}

typedef void visitor(const struct pcr_comparison *comparison, void *data);

/* Every PCR that differs, in the best bank in which it does. */
static void visit(struct arena *arena, const struct saved_boot *then, const struct saved_boot *now,
		  visitor *found, void *data)
{
	const struct hash_algorithm *hash;

	for (uint32_t pcr = 0; pcr < EVENTLOG_PCRS; pcr++) {
		struct pcr_comparison comparison = {
			.arena = arena, .then_boot = then, .now_boot = now, .pcr = pcr
		};

		for (size_t rank = 0; (hash = hash_at(rank)); rank++) {
			comparison.algorithm = hash->id;
			comparison.size = hash->size;
			if (!has_bank(then, hash->id) || !has_bank(now, hash->id) ||
			    !pcr_compare(&comparison))
				continue;
			found(&comparison, data);
			break;
		}
	}
}

static const char *bank_name(uint16_t algorithm)
{
	const struct hash_algorithm *hash = hash_by_id(algorithm);

	return hash ? hash->name : "";
}

static const char *event_text(struct report *report, const struct boot_change *change)
{
	const struct boot_record *record = change->now ? change->now : change->then;
	const char *type = record->measurement ? "userspace" : eventlog_type_name(record->type);

	if (!type)
		type = arena_printf(&report->arena, "0x%08x", record->type);
	return *record->name ? arena_printf(&report->arena, "%s %s", type, record->name) : type;
}

static void add_change(struct report *report, struct changed_pcr *pcr, const char *kind,
		       const char *event, const char *text, const char *why)
{
	struct record_change *change =
		record_append(&report->arena, &pcr->changes, &record_change_type);

	fact_set_text(report, &change->kind, kind);
	fact_set_text(report, &change->event, event);
	fact_set_text(report, &change->text, text);
	fact_set_text(report, &change->why, why);
}

/* The PCR differs, and no record explains it. */
static const char *unlogged_text(const struct pcr_comparison *comparison)
{
	if (!comparison->then_boot->log.n_events || !comparison->now_boot->log.n_events)
		return "its value differs; the cause cannot be determined without the event log of both boots";
	if (comparison->then.count || comparison->now.count)
		return "its value differs although the event logs record the same: it was extended "
		       "without a record";
	return "its value differs, and no log records what extended it";
}

static const char altered_text[] =
	"only the log's data differ, the PCR and the digests are the same";
static const char altered_why[] =
	"one of the two logs was altered or damaged: its data are not what was measured";

static void report_pcr(const struct pcr_comparison *comparison, void *data)
{
	static const char *const kinds[] = { "added", "removed", "changed", "moved" };
	struct report *report = data;
	struct changed_pcr *pcr = record_append(&report->arena, &report->pcrs, &changed_pcr_type);
	size_t n = comparison->changes.count;

	pcr->pcr = FACT_NUMBER(comparison->pcr);
	fact_set_text(report, &pcr->bank, bank_name(comparison->algorithm));
	fact_set_text(report, &pcr->then,
		      arena_hex(&report->arena, comparison->then_value, comparison->size));
	fact_set_text(report, &pcr->now,
		      arena_hex(&report->arena, comparison->now_value, comparison->size));
	pcr->changes.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < n && i < MAX_CHANGES; i++) {
		const struct boot_change *change = &comparison->changes.items[i];

		const char *text = boot_change_text(&report->arena, change);

		if (comparison->is_altered)
			text = arena_printf(&report->arena, "%s; %s", text, altered_text);
		add_change(report, pcr, kinds[change->kind], event_text(report, change), text,
			   comparison->is_altered ? altered_why : cause_of(comparison, change).why);
	}
	if (!n)
		add_change(report, pcr, "unlogged", NULL, unlogged_text(comparison),
			   boot_cause(comparison->pcr, 0, NULL).why);
}

static void add_difference(struct report *report, const char *text)
{
	const char *clean = arena_clean(&report->arena, text, strlen(text));

	*(const char **)list_append(&report->arena, &report->differences, sizeof(char *)) = clean;
}

static bool differs(const char *then, const char *now)
{
	return then && now && strcmp(then, now) != 0;
}

static void compare_text(struct report *report, const char *what, const char *then, const char *now)
{
	if (differs(then, now))
		add_difference(report,
			       arena_printf(&report->arena, "%s %s -> %s", what, then, now));
}

/* TPM2_Clear and a new TPM start the count anew; nothing else makes it smaller. The clock may also fall back
 * where power failed. */
static bool was_cleared(const struct saved_boot *then, const struct saved_boot *now)
{
	bool in_order = !then->saved_at || !now->saved_at || then->saved_at <= now->saved_at;

	return in_order && then->has_clock && now->has_clock &&
	       now->reset_count < then->reset_count;
}

static void compare_tpm(struct report *report, const struct saved_boot *then,
			const struct saved_boot *now)
{
	compare_text(report, "TPM manufacturer", then->tpm_manufacturer, now->tpm_manufacturer);
	compare_text(report, "TPM firmware", then->tpm_firmware, now->tpm_firmware);
	if (was_cleared(then, now))
		add_difference(report,
			       arena_printf(&report->arena,
					    "the TPM was cleared, or is another one: it counted "
					    "%" PRIu64 " resets, now %" PRIu64,
					    then->reset_count, now->reset_count));
	else if (then->has_clock && now->has_clock && then->reset_count == now->reset_count &&
		 differs(then->boot_id, now->boot_id))
		add_difference(report, "the TPM was not reset in between: the kernel was started "
				       "by kexec, or a virtual machine was restored");
	for (size_t i = 0; then->n_banks && now->n_banks && i < then->n_banks; i++)
		if (!saved_boot_bank(now, then->banks[i].algorithm))
			add_difference(report, arena_printf(&report->arena,
							    "PCR bank %s is no longer allocated",
							    then->banks[i].name));
	for (size_t i = 0; then->n_banks && now->n_banks && i < now->n_banks; i++)
		if (!saved_boot_bank(then, now->banks[i].algorithm))
			add_difference(report, arena_printf(&report->arena, "PCR bank %s is new",
							    now->banks[i].name));
}

void boots_compare(struct report *report, const struct saved_boot *then,
		   const struct saved_boot *now)
{
	report->pcrs = (struct list_fact){ .fact.presence = PRESENCE_PRESENT };
	report->differences = (struct list_fact){ .fact.presence = PRESENCE_PRESENT };
	compare_text(report, "kernel", then->kernel, now->kernel);
	compare_text(report, "firmware", then->firmware, now->firmware);
	if (then->secure_boot >= 0 && now->secure_boot >= 0 &&
	    then->secure_boot != now->secure_boot)
		add_difference(report, now->secure_boot ? "Secure Boot is on, and was off"
							: "Secure Boot is off, and was on");
	compare_tpm(report, then, now);
	if (then->log_error)
		add_difference(report,
			       arena_printf(&report->arena, "the earlier event log is damaged: %s",
					    then->log_error));
	if (now->log_error)
		add_difference(report,
			       arena_printf(&report->arena, "the later event log is damaged: %s",
					    now->log_error));
	visit(&report->arena, then, now, report_pcr, report);
}

/* Words for a list, each once. */
struct brief {
	const char *words[MAX_BRIEF];
	size_t n;
	bool more;
};

static void add_word(struct brief *brief, const char *word)
{
	for (size_t i = 0; i < brief->n; i++)
		if (!strcmp(brief->words[i], word))
			return;
	if (brief->n < MAX_BRIEF)
		brief->words[brief->n++] = word;
	else
		brief->more = true;
}

static void brief_pcr(const struct pcr_comparison *comparison, void *data)
{
	if (!comparison->changes.count || comparison->is_altered) {
		add_word(data, comparison->is_altered ? "log altered"
						      : boot_cause(comparison->pcr, 0, NULL).brief);
		return;
	}
	for (size_t i = 0; i < comparison->changes.count; i++)
		add_word(data, cause_of(comparison, &comparison->changes.items[i]).brief);
}

const char *boots_brief(struct report *report, const struct saved_boot *then,
			const struct saved_boot *now)
{
	struct arena_text text = { .arena = &report->arena };
	struct arena arena = { 0 };
	struct brief brief = { .n = 0 };

	if (was_cleared(then, now))
		add_word(&brief, "TPM cleared");
	if (differs(then->kernel, now->kernel))
		add_word(&brief, "kernel");
	if (differs(then->firmware, now->firmware))
		add_word(&brief, "firmware");
	visit(&arena, then, now, brief_pcr, &brief);
	for (size_t i = 0; i < brief.n; i++)
		arena_text_add(&text, ", ", brief.words[i]);
	if (brief.more)
		arena_text_add(&text, ", ", "...");
	arena_clear(&arena);
	return arena_text_or(&text, boots_comparable(then, now) ? "nothing" : "no common bank");
}
