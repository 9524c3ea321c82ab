/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_TEXT_H
#define HOST_TEXT_H

#include "fact.h"
#include "report.h"
#include "root.h"

/* Facts of a machine are small: no file of configuration is read beyond this. */
enum { HOST_FILE_MAX = 1 << 18 };

/* Append a text, cleaned. */
void host_add_text(struct report *report, struct list_fact *list, const char *text, size_t size);

/* A fact that reading a file gave: the text without its trailing white space, or why not. */
void host_read_text(struct report *report, const struct root *root, const char *path,
		    struct text_fact *fact);

/* Is there a file? As a truth value, or why nobody knows. */
struct number_fact host_is_there(const struct root *root, const char *path);

#endif
