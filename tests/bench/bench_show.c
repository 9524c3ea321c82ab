/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A report that is read back, as each thing that shows a benchmark:
 *
 *   bench_show FILE text|html|svg|gab|bmf|go|csv [BASELINE]
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-render.h"
#include "json-read.h"
#include "output.h"

static struct report *read_report(const char *path)
{
	struct report *report;
	char *error = NULL;
	int r = json_read_file(path, &report, &error);

	if (r < 0) {
		fprintf(stderr, "bench_show: %s: %s\n", path, error ? error : strerror(-r));
		exit(1);
	}
	return report;
}

int main(int argc, char **argv)
{
	struct text_options options = { 0 };
	struct report *report, *baseline = NULL;
	const struct format *format;
	int r;

	format = argc < 3 ? NULL : output_find(argv[2], OUTPUT_BENCHMARK);
	if (!format) {
		fprintf(stderr, "usage: bench_show FILE text|html|svg|gab|bmf|go|csv [BASELINE]\n");
		return 2;
	}
	setlocale(LC_CTYPE, "");
	report = read_report(argv[1]);
	if (argc > 3)
		baseline = read_report(argv[3]);
	options.beside = baseline;
	r = (format->render ? format->render : render_bench_text)(report, &options, stdout);
	report_free(report);
	report_free(baseline);
	if (r < 0)
		fprintf(stderr, "bench_show: %s\n", strerror(-r));
	return r < 0;
}
