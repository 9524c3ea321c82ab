/* SPDX-License-Identifier: BSD-2-Clause */
/* Values and records of a PCR, and what of their differences counts. */
#include "pcr-comparison.h"

#include <string.h>

#include "check.h"
#include "digester.h"

enum { IMA_PCR = 10, PHASE_PCR = 11 };

/* The values, of both boots from the TPM, or of both by the records. False: they are not known. */
static bool find_values(struct pcr_comparison *comparison)
{
	const uint8_t *then =
		saved_boot_pcr(comparison->then_boot, comparison->algorithm, comparison->pcr);
	const uint8_t *now =
		saved_boot_pcr(comparison->now_boot, comparison->algorithm, comparison->pcr);

	if (then && now) {
		memcpy(comparison->then_value, then, comparison->size);
		memcpy(comparison->now_value, now, comparison->size);
		return true;
	}
	return boot_records_replay(comparison->then_boot, comparison->algorithm, comparison->pcr,
				   &comparison->then, comparison->then.count,
				   comparison->then_value) &&
	       boot_records_replay(comparison->now_boot, comparison->algorithm, comparison->pcr,
				   &comparison->now, comparison->now.count, comparison->now_value);
}

/* Records of userspace behind all that the other boot has: it was saved earlier in its boot. */
static void leave_out_later(struct pcr_comparison *comparison)
{
	struct boot_changes *changes = &comparison->changes;
	size_t then = comparison->then.count, now = comparison->now.count;

	while (changes->count) {
		const struct boot_change *change = &changes->items[changes->count - 1];

		if (change->kind == BOOT_ADDED && change->now->measurement &&
		    change->now == &comparison->now.items[now - 1] &&
		    then == comparison->then.count)
			now--;
		else if (change->kind == BOOT_REMOVED && change->then->measurement &&
			 change->then == &comparison->then.items[then - 1] &&
			 now == comparison->now.count)
			then--;
		else
			break;
		changes->count--;
		comparison->is_later = true;
	}
}

/*
 * How many phases of the boot systemd has measured behind the records, where it keeps no log of them (252 to
 * 254); -1: the value is not that of any.
 */
static int unlogged_phases(const struct pcr_comparison *comparison, const struct saved_boot *boot,
			   const struct boot_records *records, const uint8_t *value)
{
	static const char *const phases[] = { "enter-initrd", "leave-initrd", "sysinit", "ready" };
	enum { N_PHASES = sizeof(phases) / sizeof(phases[0]) };
	struct digester *digester = digester_new(comparison->algorithm);
	uint8_t replayed[EVENTLOG_MAX_DIGEST], digest[EVENTLOG_MAX_DIGEST];
	int n = 0;
	bool ok = digester && boot_records_replay(boot, comparison->algorithm, comparison->pcr,
						  records, records->count, replayed);

	while (ok && memcmp(replayed, value, comparison->size) != 0 && ++n <= N_PHASES)
		ok = digester_hash(digester,
				   (struct span){ (const uint8_t *)phases[n - 1],
						  strlen(phases[n - 1]) },
				   (struct span){ NULL, 0 }, digest) &&
		     digester_hash(digester, (struct span){ replayed, comparison->size },
				   (struct span){ digest, comparison->size }, replayed);
	digester_free(digester);
	return ok && n <= N_PHASES ? n : -1;
}

/* The records are the same, and the values differ by a later phase alone. */
static bool is_later_phase(const struct pcr_comparison *comparison)
{
	return comparison->pcr == PHASE_PCR && comparison->then.count && comparison->now.count &&
	       unlogged_phases(comparison, comparison->then_boot, &comparison->then,
			       comparison->then_value) >= 0 &&
	       unlogged_phases(comparison, comparison->now_boot, &comparison->now,
			       comparison->now_value) >= 0;
}

/* The data whose digest was extended, as the record has them. */
static bool has_true_data(const struct boot_record *record)
{
	const struct saved_boot *boot = record->boot;

	return eventlog_check(&boot->log, record->event).match == EVENTLOG_MATCHES;
}

/* The digests are the same and the data are not, though they are what was measured: a log was altered. */
static void find_altered(struct pcr_comparison *comparison)
{
	struct boot_changes *changes = &comparison->changes;
	size_t n = comparison->then.count;

	*changes = (struct boot_changes){ 0 };
	if (n != comparison->now.count)
		return;
	changes->items = arena_alloc(comparison->arena, n * sizeof(struct boot_change));
	for (size_t i = 0; i < n; i++) {
		const struct boot_record *then = &comparison->then.items[i];
		const struct boot_record *now = &comparison->now.items[i];

		if (then->type != now->type || !then->event || !now->event ||
		    memcmp(then->digest, now->digest, comparison->size) != 0 ||
		    then->boot->cut[then->number] != then->event->size ||
		    now->boot->cut[now->number] != now->event->size ||
		    (then->event->size == now->event->size &&
		     !memcmp(then->event->data, now->event->data, then->event->size)) ||
		    has_true_data(then) == has_true_data(now))
			continue;
		changes->items[changes->count++] = (struct boot_change){ BOOT_CHANGED, then, now };
	}
	comparison->is_altered = changes->count;
}

bool pcr_compare(struct pcr_comparison *comparison)
{
	struct arena *arena = comparison->arena;

	comparison->is_later = comparison->is_altered = false;
	comparison->then = boot_records_of(arena, comparison->then_boot, comparison->algorithm,
					   comparison->pcr);
	comparison->now = boot_records_of(arena, comparison->now_boot, comparison->algorithm,
					  comparison->pcr);
	if (comparison->pcr == IMA_PCR || !find_values(comparison))
		return false;
	if (!memcmp(comparison->then_value, comparison->now_value, comparison->size)) {
		find_altered(comparison);
		return comparison->is_altered;
	}
	comparison->changes =
		boot_changes_of(arena, &comparison->then, &comparison->now, comparison->size);
	leave_out_later(comparison);
	return comparison->changes.count || !(comparison->is_later || is_later_phase(comparison));
}
