/* SPDX-License-Identifier: BSD-2-Clause */
/* Reports made by hand, and what is shown of them. */
#include "bench_shown.h"
#include "output.h"

#include "bench.h"

const char *const formats[FORMATS] = { "text", "html", "svg", "gab", "bmf", "go", "csv" };

int render(const struct report *report, const struct report *baseline, const char *format,
	   FILE *out)
{
	const struct text_options options = { .beside = baseline };

	if (!strcmp(format, "text"))
		return render_bench_text(report, &options, out);
	return output_find(format, OUTPUT_BENCHMARK)->render(report, &options, out);
}

char *show(const struct report *report, const struct report *baseline, const char *format)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(render(report, baseline, format, out), 0);
	fclose(out);
	assert_int_equal(strlen(text), size);
	return text;
}

void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%.4000s", part, text);
}

void lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in:\n%.4000s", part, strstr(text, part));
}

struct bench_target *add_target(struct report *report, const char *label)
{
	struct tpm_report *tpm = report_add_tpm(report);

	fact_set_text(report, &tpm->name, "tpm0");
	fact_set_text(report, &tpm->bench->label, label);
	tpm->bench->operations.fact.presence = PRESENCE_PRESENT;
	return tpm->bench;
}

struct bench_operation *add_operation(struct report *report, struct bench_target *target,
				      const char *name, size_t n, uint64_t first, uint64_t step)
{
	struct bench_operation *op = list_append(&report->arena, &target->operations, sizeof(*op));

	fact_set_text(report, &op->name, name);
	fact_set_state(&op->status, &bench_status_words, BENCH_OK);
	op->n = FACT_NUMBER(n);
	op->samples_ns.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < n; i++)
		*(uint64_t *)list_append(&report->arena, &op->samples_ns, sizeof(uint64_t)) =
			first + i * step;
	if (n)
		op->median_ns = FACT_NUMBER(first + n / 2 * step);
	return op;
}
