/* SPDX-License-Identifier: BSD-2-Clause */
/* Records of a PCR, and its value by them. */
#include "boot-record.h"

#include <stdio.h>
#include <string.h>

#include "causes.h"
#include "describe.h"
#include "digester.h"
#include "event-name.h"
#include "read-event.h"
#include "replay.h"

enum { DESCRIPTION_SIZE = 1024 };

struct boot_records boot_records_of(struct arena *arena, const struct saved_boot *boot,
				    uint16_t algorithm, uint32_t pcr)
{
	const struct eventlog *log = &boot->log;
	int bank = eventlog_find_bank(log, algorithm);
	struct boot_records records = { 0 };

	if (bank < 0)
		return records;
	records.items = arena_alloc(arena, (log->n_events + boot->n_measurements) *
						   sizeof(struct boot_record));
	for (size_t i = 0; i < log->n_events; i++) {
		const struct eventlog_event *event = &log->events[i];

		if (eventlog_extends(event, (size_t)bank, pcr))
			records.items[records.count++] =
				(struct boot_record){ .boot = boot,
						      .event = event,
						      .number = i,
						      .type = event->type,
						      .digest = event->digests[bank],
						      .name = boot_event_name(arena, event),
						      .pci = boot->pci[i] };
	}
	for (size_t i = 0; i < boot->n_measurements; i++) {
		const struct measurement *measurement = &boot->measurements[i];

		if (measurement->pcr == pcr && measurement->digests[bank])
			records.items[records.count++] = (struct boot_record){
				.boot = boot,
				.measurement = measurement,
				.number = i,
				.type = BOOT_USERSPACE,
				.digest = measurement->digests[bank],
				.name = arena_clean(arena, measurement->kind,
						    strlen(measurement->kind)),
			};
	}
	return records;
}

bool boot_records_replay(const struct saved_boot *boot, uint16_t algorithm, uint32_t pcr,
			 const struct boot_records *records, size_t n,
			 uint8_t value[EVENTLOG_MAX_DIGEST])
{
	int bank = eventlog_find_bank(&boot->log, algorithm);
	size_t size = bank < 0 ? 0 : boot->log.banks[bank].size;

	if (bank < 0 || !boot->log.digesters[bank])
		return false;
	eventlog_start_value(&boot->log, (size_t)bank, pcr, value);
	for (size_t i = 0; i < n; i++)
		if (!digester_hash(boot->log.digesters[bank], (struct span){ value, size },
				   (struct span){ records->items[i].digest, size }, value))
			return false;
	return true;
}

const char *boot_record_description(struct arena *arena, const struct boot_record *record)
{
	char text[DESCRIPTION_SIZE] = "";

	if (record->measurement)
		return arena_clean(arena, record->measurement->text,
				   strlen(record->measurement->text));
	eventlog_describe(&record->boot->log, record->event, text, sizeof(text));
	return arena_clean(arena, text, strlen(text));
}
