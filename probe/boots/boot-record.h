/* SPDX-License-Identifier: BSD-2-Clause */
/* The records of one PCR, of firmware and of userspace, in order: what two boots are compared by. */
#ifndef BOOT_RECORD_H
#define BOOT_RECORD_H

#include "saved-boot.h"

struct boot_record {
	const struct saved_boot *boot;
	const struct eventlog_event *event; /* NULL: of userspace */
	const struct measurement *measurement;
	size_t number;	       /* in the boot's log or its measurements */
	uint32_t type;	       /* BOOT_USERSPACE for one of userspace */
	const uint8_t *digest; /* in the bank that is compared */
	const char *name;      /* causes.h; of userspace: its kind */
	const char *pci;       /* of the card that it is of, or NULL */
};

struct boot_records {
	struct boot_record *items;
	size_t count;
};

/* What extends a PCR in a bank; all NULL if the boot has no log. Arena memory. */
struct boot_records boot_records_of(struct arena *arena, const struct saved_boot *boot,
				    uint16_t algorithm, uint32_t pcr);

/* The value of a PCR after the first n of its records. False if the hash cannot be computed here. */
bool boot_records_replay(const struct saved_boot *boot, uint16_t algorithm, uint32_t pcr,
			 const struct boot_records *records, size_t n,
			 uint8_t value[EVENTLOG_MAX_DIGEST]);

/* What a record's data say, for a person. Arena memory, cleaned. */
const char *boot_record_description(struct arena *arena, const struct boot_record *record);

#endif
