/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Other people's machines: directories of what tpm2_getcap printed, reports of our own, and directories of
 * such directories and reports.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include "report.h"

enum {
	IMPORT_MAX_DEPTH = 16,	    /* of directories below the one that was named */
	IMPORT_MAX_ENTRIES = 65536, /* of one directory */
	IMPORT_MAX_MACHINES = 1 << 20,
	IMPORT_MAX_BYTES = 4 << 20, /* of one file of tpm2_getcap's output */
};

enum import_kind {
	IMPORT_REPORT, /* a file; tpm-probe's JSON */
	IMPORT_GETCAP, /* a directory, or one file, of tpm2_getcap's output */
	IMPORT_ERROR,  /* it could not be looked into */
};

struct import_source {
	enum import_kind kind;
	char *path;
	char *name; /* below the directory that was named */
	int error;  /* IMPORT_ERROR: -errno */
};

struct import_sources {
	struct import_source *items;
	size_t count, capacity;
	bool several; /* a directory of machines was named, be there only one in it */
};

/*
 * What path holds, appended in the order of the names. A directory with files of tpm2_getcap's output
 * is one machine and not searched further; in any other directory each *.json and what the directories
 * below it hold are machines. Links to directories are not followed, nor is anything opened.
 * Returns 0, or -errno where path itself cannot be looked into: -ENOENT, -EACCES, -ENODATA (a directory
 * without any machine), -E2BIG (more machines than that). What is beyond another of the bounds above is
 * an IMPORT_ERROR among the others.
 */
int import_scan(const char *path, struct import_sources *sources);
void import_sources_clear(struct import_sources *sources);

/*
 * One machine from what tpm2_getcap printed: path is a directory of such files, or one of them. What
 * of it cannot be read is in the report's `problems`, and the rest counts.
 * Returns 0; -EBADMSG with ret_error, malloc'd, where nothing could be read; or -errno.
 */
int import_getcap(const char *path, struct report **ret_report, char **ret_error);

#endif
