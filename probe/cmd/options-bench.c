/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of bench. */
#include "options.h"

#define ROW(name, letter, type, member, argument, choices, help) \
	OPTION_ROW(name, letter, type, bench.member, argument, choices, "bench", help)

static const struct option_row rows[] = {
	ROW("list", 0, OPTION_FLAG, list, NULL, NULL, "list every operation and its tier"),
	ROW("tier", 0, OPTION_TEXTS, tiers, "TIER", "safe session crypto state slow all",
	    "all operations of a tier; may be given several times"),
	ROW("allow-state", 0, OPTION_FLAG, allow_state, NULL, NULL,
	    "allow tier state: extends and resets PCR 16, defines an NV index; undone afterwards"),
	ROW("samples", 'n', OPTION_NUMBER, n, "N", NULL, "samples per operation (100)"),
	ROW("duration", 0, OPTION_DURATION, duration_ns, "TIME", NULL,
	    "bound for each operation, e.g. 5s; without -n as many samples as fit"),
	ROW("warmup", 0, OPTION_COUNT, warmup, "N", NULL, "commands before the first sample (5)"),
	ROW("jobs", 0, OPTION_NUMBER, jobs, "N", NULL, "ask through N connections at once"),
	ROW("rate", 0, OPTION_RATE, rate, "R", NULL,
	    "start R commands a second, ready or not (open loop): waiting counts"),
	ROW("rm-cost", 0, OPTION_FLAG, rm_cost, NULL, NULL,
	    "what the resource manager costs with 0 to 3 loaded objects"),
	ROW("kernel", 0, OPTION_FLAG, kernel, NULL, NULL,
	    "the kernel's share of the time, by tracefs; needs root"),
	ROW("save", 0, OPTION_TEXT, save, "FILE", "@file", "write the results as JSON"),
	ROW("baseline", 0, OPTION_TEXT, baseline, "FILE", "@file",
	    "compare with results that were saved; the exit status tells"),
	ROW("max", 0, OPTION_TEXTS, max, "OP=TIME", NULL,
	    "fail if the median is above, e.g. sign_p256=80ms; may be given several times"),
	ROW("force", 0, OPTION_FLAG, force, NULL, NULL,
	    "compare although TPM, driver or kernel are not the baseline's"),
	ROW("html", 0, OPTION_TEXT, html, "FILE", "@file", "write a page with plots"),
	ROW("svg", 0, OPTION_TEXT, svg, "FILE", "@file", "write the plots alone"),
	ROW("format", 0, OPTION_TEXT, format, "FORMAT", "json gab bmf go csv",
	    "bench export: the format"),
};

const struct option_table options_bench = { rows, sizeof(rows) / sizeof(rows[0]) };
