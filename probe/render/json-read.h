/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of render_json_read() that needs no file. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "render.h"

/* text: size bytes and a NUL behind them. Otherwise as render_json_read(), or without findings as
 * render_json_read_facts(). */
int json_read_text(const char *text, size_t size, bool with_findings, struct report **ret_report,
		   char **ret_error);

#endif
