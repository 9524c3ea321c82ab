/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of pcrs, one of which attest takes too. */
#include "options.h"

#define ROW(name, letter, type, member, argument, choices, commands, help) \
	OPTION_ROW(name, letter, type, pcrs.member, argument, choices, commands, help)

static const struct option_row rows[] = {
	ROW("log", 0, OPTION_FLAG, log, NULL, NULL, "pcrs",
	    "the measured-boot event log, replayed and held against the PCRs; status 1 if it differs"),
	ROW("log-file", 0, OPTION_TEXT, log_file, "FILE", "@file", "pcrs attest",
	    "a saved log (binary_bios_measurements) instead of the kernel's; pcrs needs no TPM then"),
};

const struct option_table options_pcrs = { rows, sizeof(rows) / sizeof(rows[0]) };
