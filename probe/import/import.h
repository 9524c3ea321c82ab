/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Other people's machines: texts that they attached, reports of our own, and directories of such texts
 * and reports.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include "import-text.h"

enum {
	IMPORT_MAX_DEPTH = 16,	      /* of directories below the one that was named */
	IMPORT_MAX_ENTRIES = 1 << 20, /* of one directory */
	IMPORT_MAX_MACHINES = 1 << 20,
};

struct import_sources {
	struct import_source *items;
	size_t count, capacity;
	bool several; /* a directory of machines was named, be there only one in it */
};

/*
 * What path holds, appended in the order of the names; "-" is standard input. In a directory each *.json
 * is a machine, and so are the texts whose names have the same owner, and what the directories below it
 * hold. Where there is a *.json, texts that have no owner are taken to belong to it. A text whose name does
 * not say what it is counts if anything in it is understood. Links to directories are not followed.
 * Returns 0, or -errno where path itself cannot be looked into: -ENOENT, -EACCES, -ENODATA (a directory
 * without any machine). What below it cannot be looked into is an IMPORT_ERROR.
 */
int import_scan(const char *path, struct import_sources *sources);
void import_sources_clear(struct import_sources *sources);

#endif
