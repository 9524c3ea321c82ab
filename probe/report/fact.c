/* SPDX-License-Identifier: BSD-2-Clause */
/* What facts say of their absence, states and their words, and lists of texts. */
#include "fact.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct enum_words presence_words =
	ENUM_WORDS([PRESENCE_DENIED] = "denied", [PRESENCE_FAILED] = "failed",
		   [PRESENCE_WITHHELD] = "withheld");

struct fact fact_errno(int errnum)
{
	struct fact fact = { .presence = PRESENCE_FAILED, .error = (uint32_t)errnum };

	if (errnum == ENOENT || errnum == ENODATA)
		return FACT_ABSENT;
	if (errnum == EACCES || errnum == EPERM)
		fact.presence = PRESENCE_DENIED;
	return fact;
}

struct fact fact_rc(uint32_t rc)
{
	return (struct fact){ .presence = PRESENCE_FAILED, .error_is_rc = true, .error = rc };
}

void fact_set_state(struct enum_fact *fact, const struct enum_words *words, unsigned int state)
{
	*fact = (struct enum_fact){ .fact.presence = PRESENCE_PRESENT,
				    .value = words->words[state],
				    .state = state };
}

unsigned int enum_state(const struct enum_words *words, const char *word)
{
	for (unsigned int i = 0; i < words->n; i++)
		if (words->words[i] && !strcmp(words->words[i], word))
			return i;
	return 0;
}

bool list_has(const struct list_fact *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(((const char *const *)list->items)[i], text))
			return true;
	return false;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool lists_meet(const struct list_fact *a, const struct list_fact *b)
{
	const size_t size = sizeof(const char *);
	const char **sorted;
	bool meet = false;

	if (!a->count || !b->count)
		return false;
	sorted = calloc(b->count, size);
	if (!sorted)
		abort();
	memcpy(sorted, b->items, b->count * size);
	qsort(sorted, b->count, size, compare_texts);
	for (size_t i = 0; i < a->count && !meet; i++)
		meet = bsearch((const char *const *)a->items + i, sorted, b->count, size,
			       compare_texts);
	free(sorted);
	return meet;
}

void *list_append(struct arena *arena, struct list_fact *list, size_t item_size)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 8;
		void *items = arena_alloc(arena, capacity * item_size);

		if (list->count)
			memcpy(items, list->items, list->count * item_size);
		list->items = items;
		list->capacity = capacity;
	}
	list->fact = (struct fact){ .presence = PRESENCE_PRESENT };
	return (char *)list->items + list->count++ * item_size;
}
