/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON from elsewhere: refused with a message, or a report that is written and read back the same,
 * and of which every text output is clean. Pages and exports of it are written too.
 */
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench-render.h"
#include "json-read.h"
#include "redact.h"
#include "render-json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static char *write_json(const struct report *report)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	check(out && render_json(report, out) == 0);
	fclose(out);
	check(strlen(text) == size);
	return text;
}

/* Lines of printable UTF-8; white space at their ends is layout. */
static void check_clean(const char *text)
{
	struct arena arena = { 0 };

	while (*text) {
		size_t n = strcspn(text, "\n"), trimmed = n;

		while (trimmed && text[trimmed - 1] == ' ')
			trimmed--;
		check(!strncmp(arena_clean(&arena, text, trimmed), text, trimmed));
		text += n + (text[n] == '\n');
	}
	arena_clear(&arena);
}

static void write_text(const struct report *report)
{
	const struct text_options options = { .width = 100 };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	check(out);
	check(render_text_overview(report, &options, out) == 0);
	check(render_text_list(report, &options, out) == 0);
	check(render_text_tree(report, &options, out) == 0);
	check(render_text_info(report, &options, out) == 0);
	check(render_text_caps(report, &options, out) == 0);
	check(render_text_pcrs(report, &options, out) == 0);
	check(render_text_rc(report, &options, out) == 0);
	render_bench_text(report, &options, out);
	fclose(out);
	check(strlen(text) == size);
	check_clean(text);
	free(text);
}

/* Metrics: lines of ours, whatever the labels hold, and the end. */
static void write_metrics(const struct report *report)
{
	for (int i = 0; i < 4; i++) {
		const struct text_options options = { .identifiers = i & 2 };
		renderer *render = i & 1 ? render_metrics_textfile : render_openmetrics;
		char *text = NULL, *line;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		check(out && render(report, &options, out) == 0);
		fclose(out);
		check(strlen(text) == size);
		for (line = text; *line; line += strcspn(line, "\n") + 1)
			check(!strncmp(line, "tpm_", 4) || !strncmp(line, "# ", 2));
		check(size >= 6 && !strcmp(text + size - 6, "# EOF\n"));
		free(text);
	}
}

static void write_exports(const struct report *report)
{
	static renderer *const formats[] = { render_bench_gab, render_bench_bmf, render_bench_go,
					     render_bench_csv };
	const struct text_options options = { 0 };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	check(out);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		formats[i](report, &options, out);
	fclose(out);
	check(strlen(text) == size);
	free(text);
}

/* Markup that is closed, and none but our own. */
static void write_page(const struct report *report)
{
	const struct text_options options = { .beside = report };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	check(out);
	if (!render_bench_svg(report, &options, out) && !render_bench_html(report, &options, out)) {
		fflush(out);
		check(size > 8 && !strcmp(text + size - 8, "</html>\n"));
	}
	fclose(out);
	check(strlen(text) == size);
	check(!strstr(text, "<script"));
	free(text);
}

/* Pages of a machine and of many; the report is redacted between two of them. */
static void write_reports(struct report *report)
{
	const struct text_options options = { 0 };
	struct list_fact left_out;
	struct redactor scrub = { 0 };

	for (int i = 0; i < 2; i++) {
		char *text = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		check(out);
		check(!render_html_report(report, &options, out) &&
		      !render_html_fleet(report, &options, out));
		fclose(out);
		check(size > 8 && !strcmp(text + size - 8, "</html>\n"));
		check(strlen(text) == size);
		check(!strstr(text, "<script"));
		free(text);
		report_redact(report, &scrub, &left_out);
	}
	redactor_clear(&scrub);
	free(write_json(report));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *first, *second, *error = NULL;
	struct report *report;

	check(text);
	setlocale(LC_CTYPE, "C.UTF-8");
	memcpy(text, data, size);
	text[size] = '\0';
	if (json_read_text(text, size, &report, &error) < 0) {
		check(error && *error);
		check_clean(error);
		free(error);
		free(text);
		return 0;
	}
	free(text);
	check(!error);
	first = write_json(report);
	write_text(report);
	write_metrics(report);
	write_exports(report);
	write_page(report);
	write_reports(report);
	report_free(report);
	check(json_read_text(first, strlen(first), &report, &error) == 0);
	second = write_json(report);
	check(!strcmp(first, second));
	report_free(report);
	free(first);
	free(second);
	return 0;
}
