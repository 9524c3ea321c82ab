/* SPDX-License-Identifier: BSD-2-Clause */
#include "emit-text.h"
#include "stack.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((format(printf, 3, 0))) static void
add_line(struct emit *emit, struct list_fact *list, const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		abort();
	*(const char **)list_append(&emit->report->arena, list, sizeof(char *)) =
		arena_clean(&emit->report->arena, text, strlen(text));
	free(text);
}

void emit_line(struct emit *emit, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(emit, &emit->emission->lines, format, args);
	va_end(args);
}

void emit_note(struct emit *emit, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(emit, &emit->emission->notes, format, args);
	va_end(args);
}

bool emit_is_plain(const char *text, const char *also)
{
	for (; *text; text++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-",
			    *text) &&
		    !strchr(also, *text))
			return false;
	return true;
}
