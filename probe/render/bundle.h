/* SPDX-License-Identifier: BSD-2-Clause */
/* A tar archive of everything that somebody needs who is to help from afar. */
#ifndef BUNDLE_H
#define BUNDLE_H

#include <stdio.h>

#include "report.h"

/* A file as it is, fit for those who get the archive. */
struct bundle_file {
	char *name, *text;
	size_t size;
};

struct bundle {
	const struct report *report, *bench; /* bench: NULL, or the report of a benchmark */
	const struct bundle_file *files;     /* beside those that are made of the reports */
	size_t n_files;
	/* Texts, by report_redact(); NULL: nothing was redacted. */
	const struct list_fact *left_out;
};

/*
 * Write the archive: README.txt (what is in it, what was left out), report.json, report.html,
 * doctor.txt, event-log.txt, kernel-log.txt, udev.txt, bench.json, each as far as the report has any; and the files.
 * data: struct bundle. Returns 0 or -errno.
 */
int bundle_write(FILE *out, const void *data);

#endif
