/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all pages are made of: HTML that needs nothing else, with no script and no reference, light or
 * dark as the reader's system is, and legible from 360 pixels on.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdio.h>

#include "field.h"
#include "render.h"

/* From the document's type to the title and, where it is one, that the TPM is a simulator. style: what
 * the page has beside page_style. page_end() writes what is behind everything. */
void page_begin(FILE *out, struct arena *arena, const struct report *report, const char *title,
		const char *style);
void page_end(FILE *out, struct arena *arena, const struct report *report);

/* Text as it may stand in an element or an attribute. */
void page_text(FILE *out, struct arena *arena, const char *text);

/* A page that is being written. */
struct page {
	FILE *out;
	struct arena arena;
	const struct report *report;
};

void page_put(struct page *page, const char *text);
/* printf of what needs no care. */
void page_printf(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* <NAME>text</NAME>; name: with its attributes. */
void page_element(struct page *page, const char *name, const char *text);

/* "2031-05-06T07:08:09Z", or "-". Arena memory. */
const char *page_time(struct page *page, const struct number_fact *fact);

/*
 * From the field table: the facts of a record as a list of names and values, without records in it,
 * and without the keys in `without` (NULL-terminated, or NULL). Facts that were not asked for or that
 * there are none of are left out. Returns whether there was any.
 */
bool page_facts(struct page *page, const struct record_type *type, const void *record,
		const char *const *without);

/*
 * A list of records as a table that is scrolled by itself; of each the facts `keys` (NULL-terminated)
 * that any of them has. Nothing where the list is empty. label: what it is, for those who do not see it.
 */
void page_table(struct page *page, const char *label, const struct record_type *type,
		const struct list_fact *list, const char *const *keys);
/* The same under a heading ("h2", "h3"), in a card. */
void page_section(struct page *page, const char *heading, const char *name,
		  const struct record_type *type, const struct list_fact *list,
		  const char *const *keys);

/* The same of cells: a table's head, rows and end. */
void page_table_begin(struct page *page, const char *label, const char *const *headings, size_t n);
void page_table_row(struct page *page, const char *const *cells, size_t n);
void page_table_end(struct page *page);

/* Something long, folded away below its name. */
void page_fold_begin(struct page *page, const char *summary);
void page_fold_end(struct page *page);

/* "error", "warning" ... with its sign and colour. */
void page_badge(struct page *page, const char *severity);

/* Texts as lines of their own, as they are. Nothing where there are none. */
void page_lines(struct page *page, const struct list_fact *texts);

/* Verdicts, one line each. Nothing where there are none. */
void page_verdicts(struct page *page, const struct list_fact *verdicts);

/* The style of badges, folds and lines, beside page_style. */
extern const char page_report_style[];

#endif
