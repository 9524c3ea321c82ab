/* SPDX-License-Identifier: BSD-2-Clause */
/* THE format table: a format is a row here, and applies to what its mask says. */
#include "output.h"

#include <errno.h>
#include <string.h>

#include "bench-render.h"
#include "output-file.h"
#include "render-json.h"
#include "wrap.h"

static int render_report_json(const struct report *report, const struct text_options *options,
			      FILE *out)
{
	(void)options;
	return render_json(report, out);
}

static const struct format formats[] = {
	{ "text", NULL,
	  OUTPUT_FACTS | OUTPUT_EVENTS | OUTPUT_BENCHMARK | OUTPUT_FLEET | OUTPUT_SCRIPT },
	{ "openmetrics", render_openmetrics, OUTPUT_METRICS },
	{ "html", render_html_report, OUTPUT_PAGE },
	{ "json", render_report_json, ~(unsigned int)OUTPUT_SCRIPT },
	{ "prometheus", render_metrics_textfile, OUTPUT_METRICS },
	{ "html", render_html_fleet, OUTPUT_FLEET },
	{ "gab", render_bench_gab, OUTPUT_BENCHMARK },
	{ "bmf", render_bench_bmf, OUTPUT_BENCHMARK },
	{ "go", render_bench_go, OUTPUT_BENCHMARK },
	{ "csv", render_bench_csv, OUTPUT_BENCHMARK },
	{ "html", render_bench_html, OUTPUT_BENCHMARK },
	{ "svg", render_bench_svg, OUTPUT_BENCHMARK },
};

const struct format *output_format(size_t i)
{
	return i < sizeof(formats) / sizeof(formats[0]) ? &formats[i] : NULL;
}

const struct format *output_find(const char *name, enum output_kind kind)
{
	const struct format *format;

	for (size_t i = 0; (format = output_format(i)); i++)
		if (format->applies & kind && (!name || !strcmp(format->name, name)))
			return format;
	return NULL;
}

bool output_is_text(const struct run *run)
{
	return !run->format->render;
}

static int write_as(const struct run *run, const struct format *format, FILE *out)
{
	struct text_options options = run->text_options;
	FILE *wrapped;
	int r;

	options.no_legend = run->options.no_legend;
	options.colour = run_colours(run);
	if (format->render)
		return format->render(run->report, &options, out);
	options.width = wrap_width(out);
	wrapped = options.width && !options.verbatim ? wrap_open(out, options.width) : NULL;
	r = run->render(run->report, &options, wrapped ? wrapped : out);
	if (wrapped && fclose(wrapped) && !r)
		r = -EIO;
	return r;
}

int output_show(struct run *run, int status)
{
	return run_written(status, write_as(run, run->format, stdout));
}

int output_show_failure(struct run *run, int status)
{
	return run->format->render == render_report_json ? output_show(run, status) : status;
}

struct contents {
	const struct run *run;
	const struct format *format;
};

static int fill(FILE *out, const void *data)
{
	const struct contents *contents = data;

	return write_as(contents->run, contents->format, out);
}

int output_write(struct run *run, const char *format, const char *path, mode_t mode)
{
	struct contents contents = { run, output_find(format, run->cmd->shows) };

	if (!strcmp(path, "-"))
		return run_written(EXIT_OK, fill(stdout, &contents));
	return output_file_write(run, path, mode, fill, &contents);
}
