/* SPDX-License-Identifier: BSD-2-Clause */
/* A table of names, sorted by number.  */
#ifndef NAMES_TABLE_H
#define NAMES_TABLE_H

#include <stdbool.h>

#include <stddef.h>
#include <stdint.h>

struct name_row {
	uint32_t id;
	const char *name;
};

/* NULL: not in the table. rows must be sorted by id. */
const char *name_find(const struct name_row *rows, size_t count, uint32_t id);

/* The other way: prefix and the name's size bytes, together a row's name. */
bool name_find_id(const struct name_row *rows, size_t count, const char *prefix, const char *name,
		  size_t size, uint32_t *ret_id);

#endif
