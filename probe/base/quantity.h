/* SPDX-License-Identifier: BSD-2-Clause */
/* Quantities as text, always in the same form. Arena memory, UTF-8. */
#ifndef QUANTITY_H
#define QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

/* Three digits, in the unit in which they stand: "340 ns", "85.0 µs", "2.53 ms", "1.53 s"; from a minute
 * on as duration_s(). */
const char *duration_ns(struct arena *arena, double ns);

/* The two greatest units, without one that is 0: "9 s", "16 min 40 s", "2 h 5 min", "2 h", "3 d 4 h". */
const char *duration_s(struct arena *arena, uint64_t seconds);

/* "1.20 to 2.53 ms": one unit for both, unless one of them would lose its digits. */
const char *duration_range(struct arena *arena, double low_ns, double high_ns);

struct duration_unit {
	double ns;
	const char *name;
};

/* The unit in which duration_ns() shows it, "s" at the most. */
const struct duration_unit *duration_unit_of(double ns);

/* "2.5 %", "16 %", "<0.1 %"; signed: "+2.5 %", "-16 %", "+0.0 %". */
const char *percent_text(struct arena *arena, double percent, bool is_signed);

#endif
