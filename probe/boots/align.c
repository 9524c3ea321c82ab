/* SPDX-License-Identifier: BSD-2-Clause */
/* Alignment of two lists of records. */
#include "align.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "causes.h"

enum {
	MAX_CELLS = 4 << 20, /* of the table; beyond it records are looked for nearby */
	NEARBY = 64,
	MAX_PAIRED = 2048, /* unmatched records on a side, of which pairs are looked for */
};

/* One side: for each record its partner on the other side, and how many were matched ahead of it. */
struct side {
	const struct boot_records *records;
	long *partner; /* -1: none */
	size_t *gap;
};

struct alignment {
	struct side then, now;
	size_t digest_size;
};

static bool is_equal(const struct alignment *alignment, size_t i, size_t j)
{
	const struct boot_record *a = &alignment->then.records->items[i];
	const struct boot_record *b = &alignment->now.records->items[j];

	return a->type == b->type && !memcmp(a->digest, b->digest, alignment->digest_size);
}

static void match(struct alignment *alignment, size_t i, size_t j)
{
	alignment->then.partner[i] = (long)j;
	alignment->now.partner[j] = (long)i;
}

/* The longest common subsequence of [i0, i1) and [j0, j1), by the table of its lengths. */
static void match_longest(struct alignment *alignment, size_t i0, size_t i1, size_t j0, size_t j1)
{
	size_t width = j1 - j0 + 1, i, j;
	uint16_t *lengths = calloc((i1 - i0 + 1) * width, sizeof(*lengths));

	if (!lengths)
		abort();
	for (i = i1; i-- > i0;) {
		uint16_t *here = lengths + (i - i0) * width, *below = here + width;

		for (j = j1; j-- > j0;) {
			size_t k = j - j0;

			here[k] = is_equal(alignment, i, j) ? (uint16_t)(below[k + 1] + 1)
				  : below[k] >= here[k + 1] ? below[k]
							    : here[k + 1];
		}
	}
	for (i = i0, j = j0; i < i1 && j < j1;) {
		const uint16_t *here = lengths + (i - i0) * width + (j - j0);

		if (is_equal(alignment, i, j))
			match(alignment, i++, j++);
		else if (here[width] >= here[1])
			i++;
		else
			j++;
	}
	free(lengths);
}

/* Each record with the next equal one that is not far. */
static void match_nearby(struct alignment *alignment, size_t i0, size_t i1, size_t j0, size_t j1)
{
	for (size_t i = i0, start = j0; i < i1 && start < j1; i++) {
		for (size_t j = start; j < j1 && j < start + NEARBY; j++) {
			if (!is_equal(alignment, i, j))
				continue;
			match(alignment, i, j);
			start = j + 1;
			break;
		}
	}
}

static void align(struct alignment *alignment)
{
	size_t i0 = 0, i1 = alignment->then.records->count, j1 = alignment->now.records->count;

	while (i0 < i1 && i0 < j1 && is_equal(alignment, i0, i0)) {
		match(alignment, i0, i0);
		i0++;
	}
	while (i1 > i0 && j1 > i0 && is_equal(alignment, i1 - 1, j1 - 1))
		match(alignment, --i1, --j1);
	if ((i1 - i0 + 1) * (j1 - i0 + 1) <= MAX_CELLS)
		match_longest(alignment, i0, i1, i0, j1);
	else
		match_nearby(alignment, i0, i1, i0, j1);
}

static void side_init(struct arena *arena, struct side *side, const struct boot_records *records)
{
	*side = (struct side){ records, arena_alloc(arena, records->count * sizeof(long)),
			       arena_alloc(arena, records->count * sizeof(size_t)) };
	for (size_t i = 0; i < records->count; i++)
		side->partner[i] = -1;
}

static void count_gaps(struct side *side)
{
	for (size_t i = 0, matched = 0; i < side->records->count; i++) {
		side->gap[i] = matched;
		matched += side->partner[i] >= 0;
	}
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Up to the first digit: "vmlinuz-6.1.0-18" and "vmlinuz-6.1.0-20" are the same thing in two versions. */
static bool is_same_stem(const char *path_a, const char *path_b)
{
	const char *a = last_part(path_a), *b = last_part(path_b);
	size_t n = 0;

	while (a[n] && a[n] == b[n] && !isdigit((unsigned char)a[n]))
		n++;
	return n > 2 && isdigit((unsigned char)a[n]) && isdigit((unsigned char)b[n]);
}

enum fit { FIT_MOVED, FIT_NAME_HERE, FIT_NAME, FIT_STEM, FIT_PLACE, N_FITS };

static bool fits(const struct alignment *alignment, enum fit fit, size_t i, size_t j)
{
	const struct boot_record *a = &alignment->then.records->items[i];
	const struct boot_record *b = &alignment->now.records->items[j];
	bool here = alignment->then.gap[i] == alignment->now.gap[j];

	if (a->type != b->type)
		return false;
	switch (fit) {
	case FIT_MOVED:
		return is_equal(alignment, i, j);
	case FIT_NAME_HERE:
		return here && !strcmp(a->name, b->name);
	case FIT_NAME:
		return *a->name && !strcmp(a->name, b->name);
	case FIT_STEM:
		return a->type == EV_IPL && is_same_stem(a->name, b->name);
	case FIT_PLACE:
		/* Another program in the place of one: also where their paths differ. */
		return here && a->type == EV_EFI_BOOT_SERVICES_APPLICATION;
	case N_FITS:
		break;
	}
	return false;
}

/* Pair what fits, in order, and those that fit best first. moved, changed: by the number of the earlier. */
static void pair(struct arena *arena, struct alignment *alignment, bool *is_moved)
{
	size_t n_then = 0, n_now = 0;
	size_t *then = arena_alloc(arena, alignment->then.records->count * sizeof(size_t));
	size_t *now = arena_alloc(arena, alignment->now.records->count * sizeof(size_t));

	for (size_t i = 0; i < alignment->then.records->count; i++)
		if (alignment->then.partner[i] < 0 && n_then < MAX_PAIRED)
			then[n_then++] = i;
	for (size_t j = 0; j < alignment->now.records->count; j++)
		if (alignment->now.partner[j] < 0 && n_now < MAX_PAIRED)
			now[n_now++] = j;
	for (enum fit fit = 0; fit < N_FITS; fit++) {
		for (size_t i = 0; i < n_then; i++) {
			for (size_t j = 0; j < n_now && alignment->then.partner[then[i]] < 0; j++) {
				if (alignment->now.partner[now[j]] >= 0 ||
				    !fits(alignment, fit, then[i], now[j]))
					continue;
				match(alignment, then[i], now[j]);
				is_moved[then[i]] = fit == FIT_MOVED;
			}
		}
	}
}

static void add(struct boot_changes *changes, enum boot_change_kind kind,
		const struct boot_record *then, const struct boot_record *now)
{
	changes->items[changes->count++] = (struct boot_change){ kind, then, now };
}

struct boot_changes boot_changes_of(struct arena *arena, const struct boot_records *then,
				    const struct boot_records *now, size_t digest_size)
{
	struct alignment alignment = { .digest_size = digest_size };
	struct boot_changes changes = {
		.items = arena_alloc(arena, (then->count + now->count) * sizeof(struct boot_change))
	};
	bool *is_moved = arena_alloc(arena, then->count * sizeof(bool));
	bool *is_matched = arena_alloc(arena, then->count * sizeof(bool));
	size_t i = 0;

	side_init(arena, &alignment.then, then);
	side_init(arena, &alignment.now, now);
	align(&alignment);
	count_gaps(&alignment.then);
	count_gaps(&alignment.now);
	for (size_t k = 0; k < then->count; k++)
		is_matched[k] = alignment.then.partner[k] >= 0;
	pair(arena, &alignment, is_moved);
	for (size_t j = 0; j < now->count; j++) {
		long partner = alignment.now.partner[j];

		/* What is gone stands ahead of the next one that is in both at its place. */
		for (; partner >= 0 && is_matched[partner] && i < (size_t)partner; i++)
			if (alignment.then.partner[i] < 0)
				add(&changes, BOOT_REMOVED, &then->items[i], NULL);
		if (partner < 0)
			add(&changes, BOOT_ADDED, NULL, &now->items[j]);
		else if (!is_matched[partner])
			add(&changes, is_moved[partner] ? BOOT_MOVED : BOOT_CHANGED,
			    &then->items[partner], &now->items[j]);
	}
	for (; i < then->count; i++)
		if (alignment.then.partner[i] < 0)
			add(&changes, BOOT_REMOVED, &then->items[i], NULL);
	return changes;
}
