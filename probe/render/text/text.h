/* SPDX-License-Identifier: BSD-2-Clause */
/* What the text files of this directory share. */
#ifndef TEXT_H
#define TEXT_H

#include <libsmartcols.h>

#include "field-text.h"
#include "render.h"
#include "verdict.h"

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

/* "2.0", "1.2", or "-". */
const char *text_version(const struct tpm_report *tpm);

/* "TPM 2.0, discrete": what of it is known. */
const char *text_kind(struct arena *arena, const struct tpm_report *tpm);

/* A node's numbers, owner, mode, and what the caller may do with it. */
const char *text_node(struct arena *arena, const struct node *node);

#define TEXT_BOLD  "\033[1m"
#define TEXT_PLAIN "\033[0m"

/* A terminal escape, or "" where the output has no colours. */
const char *text_escape(const struct text_options *options, const char *escape);

/*
 * A line to be pasted into a shell, indented by so many columns. Where it is wider than the terminal it
 * goes on behind a backslash, at a blank that no quotes hold: what is pasted is the same command.
 */
void text_command(const struct text_options *options, unsigned int indent, const char *command,
		  FILE *out);

/* Names a TPM where there are several. */
void text_heading(const struct report *report, const struct tpm_report *tpm,
		  const struct text_options *options, FILE *out);

/* Judgements, one line each, and below it what to do; with_info: about mere information, too. */
void text_verdict(const struct verdict *verdict, const struct text_options *options, bool with_info,
		  FILE *out);
void text_verdicts(const struct list_fact *list, const struct text_options *options, FILE *out);

/* The key=value of a node's udev properties, or NULL. */
const char *text_property(const struct tpm_report *tpm, const char *key);

#endif
