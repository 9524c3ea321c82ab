/* SPDX-License-Identifier: BSD-2-Clause */
/* Searching a table of names. */
#include "names-table.h"

#include <string.h>
#include <strings.h>

const char *name_find(const struct name_row *rows, size_t count, uint32_t id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rows[middle].id == id)
			return rows[middle].name;
		if (rows[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool name_find_id(const struct name_row *rows, size_t count, const char *prefix, const char *name,
		  size_t size, uint32_t *ret_id)
{
	size_t n = strlen(prefix);

	for (size_t i = 0; i < count; i++) {
		if (!strncmp(rows[i].name, prefix, n) && strlen(rows[i].name) == n + size &&
		    !strncasecmp(rows[i].name + n, name, size)) {
			*ret_id = rows[i].id;
			return true;
		}
	}
	return false;
}
