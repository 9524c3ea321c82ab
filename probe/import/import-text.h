/* SPDX-License-Identifier: BSD-2-Clause */
/* One machine, and where it is told of. */
#ifndef IMPORT_TEXT_H
#define IMPORT_TEXT_H

#include "report.h"

enum { IMPORT_MAX_BYTES = 16 << 20 }; /* of one text; what is behind them is said to be cut */

enum import_kind {
	IMPORT_REPORT, /* a file; tpm-probe's JSON */
	IMPORT_TEXT,   /* a file, "-" for standard input, or files of a directory */
	IMPORT_ERROR,  /* it could not be looked into */
};

struct import_source {
	enum import_kind kind;
	char *path;
	char *name; /* below the directory that was named */
	char **files; /* IMPORT_TEXT, path is a directory: its files, which are one machine's; else NULL */
	size_t n_files;
	int error; /* IMPORT_ERROR: -errno */
};

/*
 * One machine from texts, or from a report of tpm-probe within a text. What of it cannot be read is in the
 * report's `problems`, and what is not understood or cut in its `notes`; the rest counts.
 * Returns 0; -EBADMSG with ret_error, malloc'd, where nothing could be read; or -errno.
 */
int import_text(const struct import_source *source, struct report **ret_report, char **ret_error);

/* The same of the bytes of one text. */
int import_text_bytes(const char *name, const void *bytes, size_t size, struct report **ret_report,
		      char **ret_error);

#endif
