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
	bool verbatim;		     /* a script or a file: its lines stay as they are */
	unsigned int width;	     /* columns of the terminal; 0: no limit */
	const char *group;	     /* caps: a key of struct capabilities; NULL: all */
	const struct report *beside; /* pages: a benchmark beside this report's, or instead of it */
};

typedef int renderer(const struct report *report, const struct text_options *options, FILE *out);

renderer render_text_overview;
renderer render_text_list;
renderer render_text_tree;
renderer render_text_info;
renderer render_text_caps;
renderer render_text_pcrs;
renderer render_text_event_log;

/* Saved boots; the one that was saved just now; two of them held against each other. */
renderer render_text_boots;
renderer render_text_boot_saved;
renderer render_text_boots_diff;

/* What doctor found: what is wrong, what the machine is ready for, what could not be examined. */
renderer render_text_doctor;
/* The rules themselves: one line each, or one rule whole. */
renderer render_text_rules;
renderer render_text_explain;

/* What is kept in the TPM: persistent objects, NV indices, certificates; and the self-test's steps. */
renderer render_text_keys;
renderer render_text_nv;
renderer render_text_ek;
renderer render_text_attest;
/* Programs and the TCTI that each gets; what to take for what; what emit made (its notes go to
 * standard error where the text itself is printed); the feature API's configuration. */
renderer render_text_consumers;
renderer render_text_advice;
renderer render_text_emissions;
renderer render_text_fapi;

/* Many machines, one line each: the report's `machines`. */
renderer render_text_machines;

/* The same, and what they come to: the report's `fleet`. */
renderer render_text_fleet;
renderer render_html_fleet;

/*
 * One machine as an HTML page that needs nothing else: no script, no reference. The benchmark of
 * options->beside is shown instead of this one's.
 */
renderer render_html_report;

/*
 * Metrics (the table is openmetrics-table.c), as OpenMetrics 1.0, or in the format that node_exporter
 * reads from files, which has no units and no type "info" and calls counters as their samples.
 */
renderer render_openmetrics;
renderer render_metrics_textfile;

/* Volumes and what binds them to a TPM: verdict, evidence, remedy. */
renderer render_text_unlock;

renderer render_text_rc;

#endif
