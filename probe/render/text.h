/* SPDX-License-Identifier: BSD-2-Clause */
/* What the text files of this folder share. */
#ifndef TEXT_H
#define TEXT_H

#include <libsmartcols.h>

#include "render.h"

/* The value of a field as a person reads it. Arena memory; "-" where there is nothing. */
const char *text_of_field(struct arena *arena, const struct field *field, const void *record);

/* The known text of a fact, or otherwise. */
const char *text_or(const struct text_fact *fact, const char *otherwise);

/* A table with these headings. NULL: out of memory. */
struct libscols_table *text_table(const struct text_options *options, FILE *out,
				  const char *const *headings, size_t n);

/* A line below parent (may be NULL) of a table. */
struct libscols_line *text_line(struct libscols_table *table, struct libscols_line *parent,
				const char *const *cells, size_t n);

/* Print and free. 0 or -errno. */
int text_table_end(struct libscols_table *table);

/* The first line of every text about a simulator. */
void text_warn_simulator(const struct report *report, FILE *out);

/* The key=value of a node's udev properties, or NULL. */
const char *text_property(const struct tpm_report *tpm, const char *key);

#endif
