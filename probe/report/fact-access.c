/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of texts. */
#include "fact-access.h"

bool list_has(const struct list_fact *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(((const char *const *)list->items)[i], text))
			return true;
	return false;
}
