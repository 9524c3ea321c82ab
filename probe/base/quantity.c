/* SPDX-License-Identifier: BSD-2-Clause */
/* Durations and shares as text. */
#include "quantity.h"

#include <inttypes.h>
#include <math.h>

const struct duration_unit *duration_unit_of(double ns)
{
	static const struct duration_unit units[] = {
		{ 1, "ns" }, { 1e3, "µs" }, { 1e6, "ms" }, { 1e9, "s" }
	};
	size_t i = 0;

	while (i + 1 < sizeof(units) / sizeof(units[0]) && fabs(ns) >= 999.5 * units[i].ns)
		i++;
	return &units[i];
}

static const char *three_digits(struct arena *arena, double ns, const struct duration_unit *unit)
{
	double value = ns / unit->ns, size = fabs(value);
	int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;

	/* There is no part of a nanosecond. */
	return arena_printf(arena, "%.*f", unit->ns > 1 ? decimals : 0, value);
}

const char *duration_ns(struct arena *arena, double ns)
{
	const struct duration_unit *unit = duration_unit_of(ns);

	if (ns >= 60e9)
		return duration_s(arena, (uint64_t)(ns / 1e9));
	return arena_printf(arena, "%s %s", three_digits(arena, ns, unit), unit->name);
}

const char *duration_s(struct arena *arena, uint64_t seconds)
{
	static const struct {
		uint64_t s;
		const char *name;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	size_t i = 0;
	uint64_t rest;

	while (units[i].s > 1 && seconds < units[i].s)
		i++;
	if (units[i].s == 1 || !(rest = seconds % units[i].s / units[i + 1].s))
		return arena_printf(arena, "%" PRIu64 " %s", seconds / units[i].s, units[i].name);
	return arena_printf(arena, "%" PRIu64 " %s %" PRIu64 " %s", seconds / units[i].s,
			    units[i].name, rest, units[i + 1].name);
}

const char *duration_range(struct arena *arena, double low_ns, double high_ns)
{
	const struct duration_unit *unit =
		duration_unit_of(fabs(low_ns) > fabs(high_ns) ? low_ns : high_ns);

	if (low_ns > 0 && low_ns < high_ns / 20 && duration_unit_of(low_ns) != unit)
		return arena_printf(arena, "%s to %s", duration_ns(arena, low_ns),
				    duration_ns(arena, high_ns));
	return arena_printf(arena, "%s to %s %s", three_digits(arena, low_ns, unit),
			    three_digits(arena, high_ns, unit), unit->name);
}

const char *percent_text(struct arena *arena, double percent, bool is_signed)
{
	double size = fabs(percent);
	int decimals = size < 9.95 ? 1 : 0;

	if (!is_signed && size > 0 && size < 0.05)
		return "<0.1 %";
	if (size < 0.05)
		percent = 0; /* no "-0.0" */
	return arena_printf(arena, is_signed ? "%+.*f %%" : "%.*f %%", decimals, percent);
}
