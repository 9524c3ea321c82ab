/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files that make up collect_host(): each fills its part of the report's host. */
#ifndef HOST_COLLECTORS_H
#define HOST_COLLECTORS_H

#include "report.h"
#include "root.h"

/* Facts of a machine are small: no file of configuration is read beyond this. */
enum { HOST_FILE_MAX = 1 << 18 };

void collect_host_kernel(struct report *report, const struct root *root);
void collect_host_account(struct report *report, const struct root *root);
void collect_host_settings(struct report *report, const struct root *root);
void collect_host_modules(struct report *report, const struct root *root);
void collect_host_abrmd(struct report *report, const struct root *root);
void collect_host_fapi(struct report *report, const struct root *root);
void collect_host_holders(struct report *report, const struct root *root);
void collect_host_log(struct report *report, const struct root *root);
void collect_host_files(struct report *report, const struct root *root);

/* Append a text, cleaned. */
void host_add_text(struct report *report, struct list_fact *list, const char *text, size_t size);

/* A fact that reading a file gave: the text without its trailing white space, or why not. */
void host_read_text(struct report *report, const struct root *root, const char *path,
		    struct text_fact *fact);

/* Is there a file? As a truth value, or why nobody knows. */
struct number_fact host_is_there(const struct root *root, const char *path);

#endif
