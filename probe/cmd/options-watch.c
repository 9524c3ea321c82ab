/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of watch. */
#include "options.h"

#define ROW(name, letter, type, member, argument, choices, help) \
	OPTION_ROW(name, letter, type, watch.member, argument, choices, "watch", help)

static const struct option_row rows[] = {
	ROW("interval", 0, OPTION_DURATION, interval_ns, "TIME", NULL,
	    "ask each TPM so often: 2s; 100ms to 1h. A TPM gets 2 commands each time, 1 more the "
	    "first time, never more than 3 an interval"),
	ROW("count", 0, OPTION_NUMBER, count, "N", NULL, "end after N times"),
};

const struct option_table options_watch = { rows, sizeof(rows) / sizeof(rows[0]) };
