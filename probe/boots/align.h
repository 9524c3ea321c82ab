/* SPDX-License-Identifier: BSD-2-Clause */
/* What became of the records of one PCR from one boot to another. */
#ifndef ALIGN_H
#define ALIGN_H

#include "boot-record.h"

enum boot_change_kind {
	BOOT_ADDED,
	BOOT_REMOVED,
	BOOT_CHANGED, /* another digest of what has the same type and name */
	BOOT_MOVED,   /* the same digest at another place in the order */
};

struct boot_change {
	enum boot_change_kind kind;
	const struct boot_record *then, *now; /* NULL where it is not in that boot */
};

struct boot_changes {
	struct boot_change *items; /* in the order of the records */
	size_t count;
};

/*
 * Align two lists by a longest common subsequence of equal types and digests, of size bytes each, and pair
 * what is left. Time and memory are bounded: where the lists differ in too many records, the subsequence is
 * a common one, but need not be the longest. Arena memory.
 */
struct boot_changes boot_changes_of(struct arena *arena, const struct boot_records *then,
				    const struct boot_records *now, size_t digest_size);

#endif
