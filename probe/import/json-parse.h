/* SPDX-License-Identifier: BSD-2-Clause */
/* Text that may be JSON, and json-c. */
#ifndef JSON_PARSE_H
#define JSON_PARSE_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * text: size bytes, at most INT_MAX - 1, and a NUL behind them. Without findings: the lists
 * "findings" and "readiness" of the whole are empty (json-skip.h).
 * Returns 0 and an object of json-c's, NULL for null; or -EBADMSG and ret_error, malloc'd, which says
 * where and what; -ENOMEM.
 */
int json_parse(const char *text, size_t size, bool with_findings, struct json_object **ret_root,
	       char **ret_error);

#endif
