/* SPDX-License-Identifier: BSD-2-Clause */
/* A line on standard error. */
#ifndef ERROR_LINE_H
#define ERROR_LINE_H

/* "tpm-probe: " and the text, of which what a terminal could act on is cleaned (arena_clean()): names of
 * files are anybody's. */
void error_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
