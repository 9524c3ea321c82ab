/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of report and fleet. */
#include "options.h"

#define ROW(name, letter, type, member, argument, choices, commands, help) \
	OPTION_ROW(name, letter, type, report.member, argument, choices, commands, help)

static const struct option_row rows[] = {
	ROW("file", 'O', OPTION_TEXT, file, "FILE", "@file", "report fleet",
	    "write the page there, whole or not at all; report without it: to standard output"),
	ROW("bundle", 0, OPTION_TEXT, bundle, "FILE", "@file", "report",
	    "write a tar archive for who is to help: report, page, logs, what was left out"),
	ROW("bench", 0, OPTION_TEXT, bench, "FILE", "@file", "report",
	    "with the benchmark of this report, which bench --save or -o json kept"),
	ROW("redact", 0, OPTION_FLAG, redact, NULL, NULL, "report",
	    "page and JSON too without what tells this machine from others"),
	ROW("no-redact", 0, OPTION_FLAG, no_redact, NULL, NULL, "report",
	    "the bundle with everything: names, serial numbers, keys, certificates"),
};

const struct option_table options_report = { rows, sizeof(rows) / sizeof(rows[0]) };
