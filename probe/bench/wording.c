/* SPDX-License-Identifier: BSD-2-Clause */
/* Times and changes in words. */
#include "wording.h"

#include <math.h>

const char *word_time(struct arena *arena, double ns)
{
	static const char *const units[] = { "ns", "µs", "ms" };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++, ns /= 1e3)
		if (ns < 999.5)
			return arena_printf(arena, "%.3g %s", ns, units[i]);
	return ns < 999.5 ? arena_printf(arena, "%.3g s", ns) : arena_printf(arena, "%.0f s", ns);
}

const char *word_percent(struct arena *arena, double percent)
{
	if (fabs(percent) < 0.01)
		return "0 %";
	return fabs(percent) < 99.5 ? arena_printf(arena, "%+.2g %%", percent)
				    : arena_printf(arena, "%+.0f %%", percent);
}
