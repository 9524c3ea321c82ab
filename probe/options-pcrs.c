/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of pcrs. */
#include "options.h"

#define ROW(name, letter, type, member, argument, choices, help) \
	OPTION_ROW(name, letter, type, pcrs.member, argument, choices, "pcrs", help)

static const struct option_row rows[] = {
	ROW("log", 0, OPTION_FLAG, log, NULL, NULL,
	    "the measured-boot event log, replayed and held against the PCRs; status 1 if it differs"),
	ROW("log-file", 0, OPTION_TEXT, log_file, "FILE", "@file",
	    "the same with a saved log (binary_bios_measurements); needs no TPM"),
};

const struct option_table options_pcrs = { rows, sizeof(rows) / sizeof(rows[0]) };
