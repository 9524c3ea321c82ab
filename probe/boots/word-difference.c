/* SPDX-License-Identifier: BSD-2-Clause */
/* Words that are in one text and not in the other. */
#include "word-difference.h"

#include <stdbool.h>
#include <string.h>

enum { MAX_WORDS = 1024, MAX_SHOWN = 6 };

struct words {
	const char *items[MAX_WORDS];
	bool is_matched[MAX_WORDS];
	size_t count;
};

static void split(struct arena *arena, const char *text, struct words *words)
{
	while (words->count < MAX_WORDS) {
		size_t length;

		text += strspn(text, " \t\r\n");
		length = strcspn(text, " \t\r\n");
		if (!length)
			break;
		words->items[words->count++] = arena_strndup(arena, text, length);
		text += length;
	}
}

static void match_equal(struct words *a, struct words *b)
{
	for (size_t i = 0; i < a->count; i++) {
		for (size_t j = 0; j < b->count && !a->is_matched[i]; j++)
			if (!b->is_matched[j] && !strcmp(a->items[i], b->items[j]))
				a->is_matched[i] = b->is_matched[j] = true;
	}
}

/* "root=", or of a path what stands ahead of the first digit: "/vmlinuz-". 0: it has no key. */
static size_t key_length(const char *word)
{
	size_t equals = strcspn(word, "=");

	if (word[equals])
		return equals + 1;
	return strchr("/(\\", *word) ? strcspn(word, "0123456789") : 0;
}

static long find_same_key(const struct words *words, const char *word)
{
	size_t length = key_length(word);

	for (size_t i = 0; length && i < words->count; i++)
		if (!words->is_matched[i] && key_length(words->items[i]) == length &&
		    !strncmp(words->items[i], word, length))
			return (long)i;
	return -1;
}

const char *word_difference(struct arena *arena, const char *then, const char *now)
{
	struct words *a = arena_alloc(arena, sizeof(*a)), *b = arena_alloc(arena, sizeof(*b));
	struct arena_text text = { .arena = arena };
	size_t n = 0;

	split(arena, then, a);
	split(arena, now, b);
	match_equal(a, b);
	for (size_t i = 0; i < a->count; i++) {
		long j = a->is_matched[i] ? -1 : find_same_key(b, a->items[i]);

		if (a->is_matched[i] || n++ >= MAX_SHOWN)
			continue;
		if (j >= 0)
			b->is_matched[j] = true;
		arena_text_add(&text, ", ",
			       j >= 0 ? arena_printf(arena, "`%s` -> `%s`", a->items[i],
						     b->items[j])
				      : arena_printf(arena, "`%s` removed", a->items[i]));
	}
	for (size_t j = 0; j < b->count; j++)
		if (!b->is_matched[j] && n++ < MAX_SHOWN)
			arena_text_add(&text, ", ", arena_printf(arena, "`%s` added", b->items[j]));
	if (n > MAX_SHOWN)
		arena_text_add(&text, ", ", arena_printf(arena, "%zu more", n - MAX_SHOWN));
	return arena_text_or(&text, "the same words in another order");
}
