/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading facts of the report, for those who judge it. */
#ifndef FACT_ACCESS_H
#define FACT_ACCESS_H

#include <string.h>

#include "report.h"

static inline bool was_answered(const struct fact *fact)
{
	return fact->presence == PRESENCE_PRESENT || fact->presence == PRESENCE_ABSENT;
}

static inline bool is_set(const struct number_fact *fact)
{
	return fact_known(&fact->fact) && fact->value;
}

static inline bool is_clear(const struct number_fact *fact)
{
	return fact_known(&fact->fact) && !fact->value;
}

static inline const char *text_of(const struct text_fact *fact, const char *otherwise)
{
	return fact_known(&fact->fact) ? fact->value : otherwise;
}

static inline bool text_is(const struct text_fact *fact, const char *text)
{
	return fact_known(&fact->fact) && !strcmp(fact->value, text);
}

/* Is the text in a list of texts? */
bool list_has(const struct list_fact *list, const char *text);

#endif
