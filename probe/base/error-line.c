/* SPDX-License-Identifier: BSD-2-Clause */
#include "error-line.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

void error_line(const char *format, ...)
{
	struct arena arena = { 0 };
	char *text;
	va_list args;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		abort();
	fprintf(stderr, "tpm-probe: %s\n", arena_clean(&arena, text, (size_t)n));
	free(text);
	arena_clear(&arena);
}
