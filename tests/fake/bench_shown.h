/* SPDX-License-Identifier: BSD-2-Clause */
/* For the tests of what is shown of a benchmark: reports made by hand, and what comes of them. */
#ifndef BENCH_SHOWN_H
#define BENCH_SHOWN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "bench-render.h"
#include "report.h"

enum { FORMATS = 7 };
extern const char *const formats[FORMATS]; /* text, pages and exports */

/* As the functions of render do; baseline is for the pages, and may be NULL. */
int render(const struct report *report, const struct report *baseline, const char *format,
	   FILE *out);
/* All of it, malloc'd. */
char *show(const struct report *report, const struct report *baseline, const char *format);
void has(const char *text, const char *part);
void lacks(const char *text, const char *part);

struct bench_target *add_target(struct report *report, const char *label);
/* An operation whose n samples are first, first + step, ... */
struct bench_operation *add_operation(struct report *report, struct bench_target *target,
				      const char *name, size_t n, uint64_t first, uint64_t step);

#endif
