/* SPDX-License-Identifier: BSD-2-Clause */
/* One PCR of two boots. */
#ifndef PCR_COMPARISON_H
#define PCR_COMPARISON_H

#include "align.h"

/* In one bank. arena, boots, algorithm, size and pcr are given. */
struct pcr_comparison {
	struct arena *arena;
	const struct saved_boot *then_boot, *now_boot;
	uint16_t algorithm;
	size_t size;
	uint32_t pcr;
	struct boot_records then, now;
	uint8_t then_value[EVENTLOG_MAX_DIGEST], now_value[EVENTLOG_MAX_DIGEST];
	struct boot_changes changes;
	bool is_later;	 /* changes left out what only a later moment of a boot has */
	bool is_altered; /* the values are the same: changes are of a log's data alone */
};

/*
 * Does the PCR differ, and by more than a later moment of the same boot? Then with its records, values and
 * changes; without a change no record explains it. Of equal values it looks whether a log was altered.
 */
bool pcr_compare(struct pcr_comparison *comparison);

#endif
