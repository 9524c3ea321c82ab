/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts: the values of the report, each of which knows whether it is known.
 *
 * 0 is never "unknown": a value counts only where its presence is PRESENCE_PRESENT. A fact that
 * nobody asked for is left out of every output; an absent one is null; a denied, failed or withheld
 * one is null and says why.
 */
#ifndef FACT_H
#define FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "arena.h"

enum presence {
	PRESENCE_NOT_COLLECTED = 0, /* not collected in this run */
	PRESENCE_PRESENT,
	PRESENCE_ABSENT,   /* asked for; the machine or the TPM has no such thing */
	PRESENCE_DENIED,   /* the caller may not know; error: errno */
	PRESENCE_FAILED,   /* asking failed; error: errno or TSS2_RC */
	PRESENCE_WITHHELD, /* it is known, and kept back from this copy of the report (redact.h) */
};

struct fact {
	enum presence presence;
	bool error_is_rc; /* error is a TSS2_RC; otherwise a positive errno */
	uint32_t error;
};

/* A number, a truth value, flags: how it is shown is the field table's affair. */
struct number_fact {
	struct fact fact;
	uint64_t value;
};

/* A number that may be a fraction or below 0; never NaN, never infinite. */
struct real_fact {
	struct fact fact;
	double value;
};

/* Text: printable UTF-8, owned by the report's arena. */
struct text_fact {
	struct fact fact;
	const char *value;
};

/*
 * A state that has names (FIELD_ENUM). Code decides by state, a number of the state's own enum;
 * value is the word that people and other programs read. state is 0 where the word is none of the
 * state's table: a newer version wrote the report. Such a word is kept and shown, and is no state.
 */
struct enum_fact {
	union {
		struct text_fact text;
		struct {
			struct fact fact;
			const char *value;
		};
	};
	unsigned int state;
};

/* The words of a state, by their numbers; NULL where there is none: always for 0. */
struct enum_words {
	const char *const *words;
	size_t n;
};

#define ENUM_WORDS(...)                                                                  \
	{                                                                                \
		.words = (const char *const[]){ __VA_ARGS__ },                           \
		.n = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *) \
	}

/* A list of records, or of texts (const char *), or of numbers (uint64_t). Arena memory. */
struct list_fact {
	struct fact fact;
	void *items;
	size_t count;
	size_t capacity;
};

#define FACT_NUMBER(n) ((struct number_fact){ .fact.presence = PRESENCE_PRESENT, .value = (n) })
#define FACT_REAL(x)   ((struct real_fact){ .fact.presence = PRESENCE_PRESENT, .value = (x) })
#define FACT_ABSENT    ((struct fact){ .presence = PRESENCE_ABSENT })

/* A fact that could not be had. errnum > 0. ENOENT and ENODATA mean absent, EACCES and EPERM denied. */
struct fact fact_errno(int errnum);

/* A fact for which the TPM or its transport answered rc. */
struct fact fact_rc(uint32_t rc);

static inline bool fact_known(const struct fact *fact)
{
	return fact->presence == PRESENCE_PRESENT;
}

/* It was looked for, and is there or is not. */
static inline bool was_answered(const struct fact *fact)
{
	return fact->presence == PRESENCE_PRESENT || fact->presence == PRESENCE_ABSENT;
}

/* Known, and not 0. */
static inline bool is_set(const struct number_fact *fact)
{
	return fact_known(&fact->fact) && fact->value;
}

/* Known, and 0. */
static inline bool is_clear(const struct number_fact *fact)
{
	return fact_known(&fact->fact) && !fact->value;
}

/* The text, or otherwise where it is not known or empty: an empty text says no more than none. */
static inline const char *text_of(const struct text_fact *fact, const char *otherwise)
{
	return fact_known(&fact->fact) && *fact->value ? fact->value : otherwise;
}

/* Known, and this text. */
static inline bool text_is(const struct text_fact *fact, const char *text)
{
	return fact_known(&fact->fact) && !strcmp(fact->value, text);
}

/* Why a fact is null, as JSON's "missing" says it, by enum presence: denied, failed, withheld. */
extern const struct enum_words presence_words;

/* Known, and this state. */
static inline bool state_is(const struct enum_fact *fact, unsigned int state)
{
	return fact_known(&fact->fact) && fact->state == state;
}

/* Set a state: one that has a word. */
void fact_set_state(struct enum_fact *fact, const struct enum_words *words, unsigned int state);

/* The state of a word; 0: it is none of these. */
unsigned int enum_state(const struct enum_words *words, const char *word);

/* Append to a list and mark it present. Returns the zeroed new item. */
void *list_append(struct arena *arena, struct list_fact *list, size_t item_size);

/* Is the text in a list of texts? */
bool list_has(const struct list_fact *list, const char *text);
/* Is any text in both lists of texts? */
bool lists_meet(const struct list_fact *a, const struct list_fact *b);

#endif
