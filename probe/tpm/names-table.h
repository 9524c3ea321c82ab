/* SPDX-License-Identifier: BSD-2-Clause */
/* A table of names, sorted by number. Inside the names-*.c files only. */
#ifndef NAMES_TABLE_H
#define NAMES_TABLE_H

#include "names.h"

struct name_row {
	uint32_t id;
	const char *name;
};

/* NULL: not in the table. rows must be sorted by id. */
const char *name_find(const struct name_row *rows, size_t count, uint32_t id);

#endif
