/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of doctor. */
#include "options.h"

#define ROW(name, letter, type, member, argument, choices, help) \
	OPTION_ROW(name, letter, type, doctor.member, argument, choices, "doctor", help)

static const struct option_row rows[] = {
	ROW("rule", 0, OPTION_TEXTS, rules, "ID", NULL,
	    "only this rule; may be given several times"),
	ROW("category", 0, OPTION_TEXTS, categories, "CATEGORY",
	    "devices permissions environment abrmd health resources boot keys fapi security "
	    "performance platform",
	    "only the rules of a category; may be given several times"),
	ROW("ignore", 0, OPTION_TEXTS, ignored, "ID", NULL,
	    "not this rule; may be given several times"),
	OPTION_ROW("fail-on", 0, OPTION_TEXT, doctor.fail_on, "SEVERITY",
		   "info warning error critical", "doctor fleet",
		   "exit status 6 from this severity on (doctor: error; fleet: none)"),
	ROW("active", 0, OPTION_FLAG, active, NULL, NULL, "measure how fast the TPM answers, too"),
	ROW("rc", 0, OPTION_TEXTS, codes, "CODE", NULL,
	    "a response code that some command failed with, e.g. 0x921"),
	ROW("explain", 0, OPTION_TEXT, explain, "ID", NULL,
	    "what a rule looks for, why it matters, what to do"),
	ROW("list-rules", 0, OPTION_FLAG, list_rules, NULL, NULL, "every rule, one line each"),
	ROW("fix-script", 0, OPTION_FLAG, fix_script, NULL, NULL,
	    "print the remedies as a shell script; runs nothing"),
};

const struct option_table options_doctor = { rows, sizeof(rows) / sizeof(rows[0]) };
