/* SPDX-License-Identifier: BSD-2-Clause */
/* This boot's event log against a saved boot's. */
#include "saved-change.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "align.h"
#include "change-text.h"
#include "hash.h"

const char *saved_boot_date(struct arena *arena, const struct saved_boot *saved)
{
	time_t when = (time_t)saved->saved_at;
	char text[32];
	struct tm tm;

	if (!saved->saved_at || !gmtime_r(&when, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%d", &tm))
		return saved->boot_id ? arena_clean(arena, saved->boot_id, strlen(saved->boot_id))
				      : "an unknown date";
	return arena_strdup(arena, text);
}

/* This boot as a saved one, as far as its log tells. Everything is the log's or the arena's. */
static struct saved_boot running_boot(struct arena *arena, const struct eventlog *log)
{
	struct saved_boot boot = { .log = *log };

	boot.cut = arena_alloc(arena, (log->n_events + 1) * sizeof(*boot.cut));
	boot.pci = arena_alloc(arena, (log->n_events + 1) * sizeof(*boot.pci));
	for (size_t i = 0; i < log->n_events; i++)
		boot.cut[i] = log->events[i].size;
	return boot;
}

const char *saved_change(struct unlock_context *context, const struct saved_boot *saved,
			 uint32_t pcr, uint16_t bank, struct boot_cause *ret_cause)
{
	struct arena *arena = &context->report->arena;
	struct boot_records then, now;
	struct boot_changes changes;
	const struct boot_record *record;
	struct saved_boot running;

	if (!context->boot->log || !saved->log.n_events)
		return NULL;
	running = running_boot(arena, context->boot->log);
	then = boot_records_of(arena, saved, bank, pcr);
	now = boot_records_of(arena, &running, bank, pcr);
	if (!then.count || !now.count)
		return NULL;
	changes = boot_changes_of(arena, &then, &now, hash_size(bank));
	for (size_t i = 0; i < changes.count; i++) {
		record = changes.items[i].now ? changes.items[i].now : changes.items[i].then;
		if (!record->event)
			continue;
		*ret_cause = boot_cause(pcr, record->type, record->name);
		return arena_printf(arena, "%s%s, since the boot of %s",
				    boot_change_text(arena, &changes.items[i]),
				    changes.count > 1 ? ", and more" : "",
				    saved_boot_date(arena, saved));
	}
	return NULL;
}
