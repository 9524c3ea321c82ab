/* SPDX-License-Identifier: BSD-2-Clause */
/* What of a report's JSON need not be read. Pure. */
#ifndef JSON_SKIP_H
#define JSON_SKIP_H

/*
 * Is text, which has at least one byte before end, the key "findings" or "readiness" of an object,
 * and its value a well-formed list? Then returns where that list begins, and ret_end is behind it.
 * Else NULL; also for a list that holds a byte beyond ASCII or a number of more than 18 digits, or is
 * nested deeper than 16, which a parser may still like.
 */
const char *json_skip_judgement(const char *text, const char *end, const char **ret_end);

#endif
