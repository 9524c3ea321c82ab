/* SPDX-License-Identifier: BSD-2-Clause */
/* Text that may be JSON, and json-c. */
#ifndef JSON_PARSE_H
#define JSON_PARSE_H

#include <json-c/json.h>
#include <stddef.h>

/*
 * text: size bytes, at most INT_MAX - 1, and a NUL behind them. A comma before a closing bracket, and
 * words in capitals, pass as in json-c.
 * Returns 0 and an object of json-c's, NULL for null; or -EBADMSG and ret_error, malloc'd, which says
 * where and what; -ENOMEM.
 */
int json_parse(const char *text, size_t size, struct json_object **ret_root, char **ret_error);

#endif
