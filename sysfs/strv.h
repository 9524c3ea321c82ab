/* SPDX-License-Identifier: BSD-2-Clause */
/* NULL-terminated lists of strings. */
#ifndef SYSFS_STRV_H
#define SYSFS_STRV_H

#include <stdbool.h>
#include <stddef.h>

#define STRV_MAX 512 /* more strings than that are dropped: the sources are untrusted */

/* Append a copy of text[0..len); *strv may be NULL. */
int strv_append(char ***strv, const char *text, size_t len);
/* Make NULL an empty list. */
int strv_ensure(char ***strv);
void strv_free(char **strv);
bool strv_contains(char *const *strv, const char *text);
/* The value of the last "key=value", or NULL. */
const char *strv_value(char *const *strv, const char *key);

#endif
