/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The comparison of probe/bench, for tests/bench/compare_numpy.py. On standard input two lines for
 * each operation, the baseline's samples and the new ones, and an empty line where a comparison is
 * complete; for each operation a line of results, and for each comparison one more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "compare.h"

static void add_operation(struct report *report, size_t number, char *line)
{
	struct bench_operation *operation = list_append(
		&report->arena, &report_tpm(report, 0)->bench->operations, sizeof(*operation));

	operation->name.fact.presence = PRESENCE_PRESENT;
	operation->name.value = arena_printf(&report->arena, "operation_%zu", number);
	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
		uint64_t *sample =
			list_append(&report->arena, &operation->samples_ns, sizeof(*sample));

		*sample = strtoull(word, NULL, 10);
	}
}

static void print(const struct report *report)
{
	const struct list_fact *list = &report->benchmark->comparisons;
	const struct bench_comparison *comparisons = list->items;

	for (size_t i = 0; i < list->count; i++)
		printf("verdict=%s shift=%.17g p=%.17g percent=%.17g ns=%.17g\n",
		       comparisons[i].verdict.value, comparisons[i].shift_ns.value,
		       comparisons[i].p_value.value, comparisons[i].threshold_percent.value,
		       comparisons[i].threshold_ns.value);
	printf("verdict=%s\n", report->benchmark->verdict.value);
}

int main(void)
{
	const struct compare_options options = { .force = false };
	struct report *then = NULL, *now = NULL;
	size_t lines = 0, size = 0;
	char *line = NULL;

	while (getline(&line, &size, stdin) > 0) {
		if (!then) {
			then = report_new();
			now = report_new();
			report_add_tpm(then);
			report_add_tpm(now);
		}
		if (*line != '\n') {
			add_operation(lines % 2 ? now : then, lines / 2, line);
			lines++;
			continue;
		}
		compare_reports(now, then, "-", &options);
		print(now);
		report_free(then);
		report_free(now);
		then = now = NULL;
		lines = 0;
	}
	free(line);
	return then ? 2 : 0;
}
