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
	static const struct text_options options = { 0 };
	struct report *report, *baseline = NULL;
	int r;

	if (argc < 3) {
		fprintf(stderr, "usage: bench_show FILE text|html|svg|gab|bmf|go|csv [BASELINE]\n");
		return 2;
	}
	setlocale(LC_CTYPE, "");
	report = read_report(argv[1]);
	if (argc > 3)
		baseline = read_report(argv[3]);
	if (!strcmp(argv[2], "text"))
		r = render_bench_text(report, &options, stdout);
	else if (!strcmp(argv[2], "html"))
		r = render_bench_html(report, baseline, stdout);
	else if (!strcmp(argv[2], "svg"))
		r = render_bench_svg(report, baseline, stdout);
	else
		r = render_bench_export(report, argv[2], stdout);
	report_free(report);
	report_free(baseline);
	if (r < 0)
		fprintf(stderr, "bench_show: %s\n", strerror(-r));
	return r < 0;
}
