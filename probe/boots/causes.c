/* SPDX-License-Identifier: BSD-2-Clause */
/* Looking up the table of causes. */
#include "causes.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

#include "types.h"

struct cause_row {
	const char *pcrs, *type, *name;
	struct boot_cause cause;
};

static const struct cause_row rows[] = {
#include "causes-data.inc"
};

static bool has_pcr(const char *list, uint32_t pcr)
{
	char *end;

	if (*list == '*')
		return true;
	for (; *list; list = end)
		if (strtoul(list, &end, 10) == pcr)
			return true;
	return false;
}

struct boot_cause boot_cause(uint32_t pcr, uint32_t type, const char *name)
{
	const char *type_name = type == BOOT_USERSPACE ? "userspace" : eventlog_type_name(type);
	size_t i = 0;

	/* The last line fits everything. */
	while (i + 1 < sizeof(rows) / sizeof(rows[0]) &&
	       !(has_pcr(rows[i].pcrs, pcr) &&
		 !fnmatch(rows[i].type, type_name ? type_name : "", 0) &&
		 !fnmatch(rows[i].name, name ? name : "", FNM_CASEFOLD)))
		i++;
	return rows[i].cause;
}
