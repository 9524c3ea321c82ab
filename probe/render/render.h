/* SPDX-License-Identifier: BSD-2-Clause */
/* Output formats. Each sees only the report; each writes to a stream and returns 0 or -errno. */
#ifndef RENDER_H
#define RENDER_H

#include <stdio.h>

#include "field.h"
#include "report.h"

/* What a format may need beside the report. All of it may be 0. */
struct text_options {
	bool colour;		     /* terminal escapes */
	bool no_legend;		     /* no headings, no summary lines */
	bool identifiers;	     /* metrics: also what identifies this machine */
	int width;		     /* columns of the terminal; 0: no limit */
	const char *group;	     /* caps: a key of struct capabilities; NULL: all */
	const struct report *beside; /* pages: a benchmark beside this report's, or instead of it */
};

typedef int renderer(const struct report *report, const struct text_options *options, FILE *out);

/* JSON, schema tpm-probe/1: facts that were not asked for are left out, null is absent, and a
 * record's "missing" says for each null that was denied or failed why. */
int render_json(const struct report *report, FILE *out);

/* The same of one record, on one line: JSON Lines. */
int render_json_line(const struct record_type *type, const void *record, FILE *out);

/* The JSON Schema (draft 2020-12) of that JSON. */
int render_json_schema(FILE *out);

int render_text_overview(const struct report *report, const struct text_options *options,
			 FILE *out);
int render_text_list(const struct report *report, const struct text_options *options, FILE *out);
int render_text_tree(const struct report *report, const struct text_options *options, FILE *out);
int render_text_info(const struct report *report, const struct text_options *options, FILE *out);
int render_text_caps(const struct report *report, const struct text_options *options, FILE *out);
int render_text_pcrs(const struct report *report, const struct text_options *options, FILE *out);
int render_text_event_log(const struct report *report, const struct text_options *options,
			  FILE *out);

/* What doctor found: what is wrong, what the machine is ready for, what could not be examined. */
int render_text_doctor(const struct report *report, const struct text_options *options, FILE *out);
/* The rules themselves: one line each, or one rule whole. */
int render_text_rules(const struct report *report, const struct text_options *options, FILE *out);
int render_text_explain(const struct report *report, const struct text_options *options, FILE *out);
/* The remedies of what was found, as a shell script to be read before it is run. */
int render_fix_script(const struct report *report, FILE *out);

/* What is kept in the TPM: persistent objects, NV indices, certificates; and the self-test's steps. */
int render_text_keys(const struct report *report, const struct text_options *options, FILE *out);
int render_text_nv(const struct report *report, const struct text_options *options, FILE *out);
int render_text_ek(const struct report *report, const struct text_options *options, FILE *out);
int render_text_attest(const struct report *report, const struct text_options *options, FILE *out);
/* Programs and the TCTI that each gets; what to take for what; what emit made (its notes go to
 * standard error where the text itself is printed); the feature API's configuration. */
int render_text_consumers(const struct report *report, const struct text_options *options,
			  FILE *out);
int render_text_advice(const struct report *report, const struct text_options *options, FILE *out);
int render_text_emissions(const struct report *report, const struct text_options *options,
			  FILE *out);
int render_text_fapi(const struct report *report, const struct text_options *options, FILE *out);

/* Many machines, one line each: the report's `machines`. */
int render_text_machines(const struct report *report, const struct text_options *options,
			 FILE *out);

/* The same, and what they come to: the report's `fleet`. */
int render_text_fleet(const struct report *report, const struct text_options *options, FILE *out);
int render_html_fleet(const struct report *report, const struct text_options *options, FILE *out);

/*
 * One machine as an HTML page that needs nothing else: no script, no reference. The benchmark of
 * options->beside is shown instead of this one's.
 */
int render_html_report(const struct report *report, const struct text_options *options, FILE *out);

/*
 * Metrics (the table is openmetrics-table.c), as OpenMetrics 1.0, or in the format that node_exporter
 * reads from files, which has no units and no type "info" and calls counters as their samples.
 */
int render_openmetrics(const struct report *report, const struct text_options *options, FILE *out);
int render_metrics_textfile(const struct report *report, const struct text_options *options,
			    FILE *out);

int render_text_rc(const struct report *report, const struct text_options *options, FILE *out);

#endif
