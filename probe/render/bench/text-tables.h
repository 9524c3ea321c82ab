/* SPDX-License-Identifier: BSD-2-Clause */
/* What the text files of a benchmark share. Texts are the arena's of the view. */
#ifndef TEXT_TABLES_H
#define TEXT_TABLES_H

#include "text.h"
#include "view.h"

struct bench_text {
	struct bench_view *view;
	const struct text_options *options;
	FILE *out;
	bool utf8; /* the locale has "µ" */
};

struct bench_column {
	const char *heading;
	bool right;
};

/* The text in this locale: "us" for "µs" where it has no other signs than ASCII's. */
const char *bench_text_plain(struct bench_text *text, const char *words);

/* A line: indentation, words. */
void bench_text_say(struct bench_text *text, const char *words);
/* A heading with an empty line above, bold; none without legend. */
void bench_text_title(struct bench_text *text, const char *words);

/* As text_table() and text_line(). A column CONNECTION is hidden where there is but one. */
struct libscols_table *bench_text_table(struct bench_text *text, const struct bench_column *columns,
					size_t n);
void bench_text_line(struct bench_text *text, struct libscols_table *table,
		     const char *const *cells, size_t n);

/* The sections behind the tables. Each prints nothing where it has nothing. 0 or -errno. */
int bench_text_places(struct bench_text *text);
int bench_text_splits(struct bench_text *text);
int bench_text_jobs(struct bench_text *text);
int bench_text_costs(struct bench_text *text);
int bench_text_comparisons(struct bench_text *text);

#endif
