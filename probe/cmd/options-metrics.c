/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of metrics. */
#include "options.h"

#define ROW(name, letter, type, member, argument, choices, help) \
	OPTION_ROW(name, letter, type, metrics.member, argument, choices, "metrics", help)

static const struct option_row rows[] = {
	ROW("textfile", 0, OPTION_TEXT, textfile, "FILE", "@file",
	    "write for the textfile collector of node_exporter, whole or not at all; -: print that"),
	ROW("max-commands", 0, OPTION_NUMBER, max_commands, "N", NULL,
	    "send each TPM no more than N commands (12); what does not fit is left out"),
	ROW("identifiers", 0, OPTION_FLAG, identifiers, NULL, NULL,
	    "also what tells one machine from all others: serial numbers, names of certificates"),
};

const struct option_table options_metrics = { rows, sizeof(rows) / sizeof(rows[0]) };
