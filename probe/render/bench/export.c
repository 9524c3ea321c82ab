/* SPDX-License-Identifier: BSD-2-Clause */
/* A benchmark for other programs. */
#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "bench-render.h"
#include "bench.h"
#include "identity.h"
#include "view.h"
#include "cleanup.h"
#include "view.h"

static void add_text(struct json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, json_object_new_string(text));
}

/* With so many digits that a nanosecond shows, and no more. */
static void add_number(struct arena *arena, struct json_object *object, const char *key, double ns,
		       double unit)
{
	const char *text = arena_printf(arena, "%.*f", unit > 1 ? 3 : 0, ns / unit);

	json_object_object_add(object, key, json_object_new_double_s(ns / unit, text));
}

static int print_json(struct json_object *object, FILE *out)
{
	const char *text = json_object_to_json_string_ext(
		object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);

	if (!text)
		return -ENOMEM;
	fprintf(out, "%s\n", text);
	return 0;
}

static void add_gab(struct bench_view *view, struct json_object *array, const char *name,
		    const char *what, const struct number_fact *value,
		    const struct bench_operation *op, const struct tpm_report *tpm)
{
	struct arena *arena = &view->arena;
	struct json_object *entry;
	const char *extra = "";

	if (!fact_known(&value->fact))
		return;
	entry = json_object_new_object();
	add_text(entry, "name", arena_printf(arena, "%s/%s", name, what));
	add_text(entry, "unit", "us");
	add_number(arena, entry, "value", (double)value->value, 1000);
	if (value == &op->median_ns && fact_known(&op->median_low_ns.fact) &&
	    fact_known(&op->median_high_ns.fact)) {
		double below = (double)value->value - (double)op->median_low_ns.value;
		double above = (double)op->median_high_ns.value - (double)value->value;

		add_text(entry, "range",
			 arena_printf(arena, "± %.3f", (above > below ? above : below) / 1000));
	}
	if (fact_known(&op->n.fact))
		extra = arena_printf(arena, "n=%" PRIu64, op->n.value);
	if (fact_known(&op->p99_ns.fact))
		extra = arena_printf(arena, "%s p99=%.3f", extra, (double)op->p99_ns.value / 1000);
	if (fact_known(&tpm->identity->modalias.fact))
		extra = arena_printf(arena, "%s %s", extra, tpm->identity->modalias.value);
	add_text(entry, "extra", extra);
	json_object_array_add(array, entry);
}

static int export_gab(struct bench_view *view, FILE *out)
{
	struct json_object *array = json_object_new_array();
	int r;

	for (size_t t = 0; t < view->n_targets; t++) {
		const struct bench_view_target *target = &view->targets[t];

		for (size_t i = 0; i < bench_view_count_ops(target); i++) {
			const struct bench_operation *op = bench_view_op(target, i);
			const char *name = arena_printf(&view->arena, "%s/%s", target->name,
							target->groups[i]->name);

			if (!bench_measured(op))
				continue;
			add_gab(view, array, name, "p50", &op->median_ns, op, target->tpm);
			add_gab(view, array, name, "p95", &op->p95_ns, op, target->tpm);
		}
	}
	r = print_json(array, out);
	json_object_put(array);
	return r;
}

static int export_bmf(struct bench_view *view, FILE *out)
{
	struct json_object *object = json_object_new_object();
	int r;

	for (size_t t = 0; t < view->n_targets; t++) {
		const struct bench_view_target *target = &view->targets[t];

		for (size_t i = 0; i < bench_view_count_ops(target); i++) {
			const struct bench_operation *op = bench_view_op(target, i);
			const char *name = target->groups[i]->name;
			struct json_object *measures, *latency;

			if (!bench_measured(op))
				continue;
			if (view->n_targets > 1)
				name = arena_printf(&view->arena, "%s/%s", target->name, name);
			measures = json_object_new_object();
			latency = json_object_new_object();
			add_number(&view->arena, latency, "value", (double)op->median_ns.value, 1);
			if (fact_known(&op->median_low_ns.fact))
				add_number(&view->arena, latency, "lower_value",
					   (double)op->median_low_ns.value, 1);
			if (fact_known(&op->median_high_ns.fact))
				add_number(&view->arena, latency, "upper_value",
					   (double)op->median_high_ns.value, 1);
			json_object_object_add(measures, "latency", latency);
			json_object_object_add(object, name, measures);
		}
	}
	r = print_json(object, out);
	json_object_put(object);
	return r;
}

/* A benchmark's name has no blanks, and "-8" at its end would be a number of processors. */
static void put_go_name(const char *name, FILE *out)
{
	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;

		fputc(c > ' ' && c < 0x7f && c != '-' ? c : '_', out);
	}
}

/* The rest of the line is the value. */
static void put_go_config(const char *key, const struct text_fact *value, FILE *out)
{
	if (!fact_known(&value->fact) || !*value->value)
		return;
	fprintf(out, "%s: ", key);
	for (const char *p = value->value; *p; p++)
		fputc((unsigned char)*p < ' ' ? ' ' : *p, out);
	fputc('\n', out);
}

static void put_go_lines(const char *name, const struct bench_operation *op, FILE *out)
{
	const uint64_t *samples;
	size_t n = bench_samples(op, &samples), lines = n < 10 ? n : 10;

	for (size_t line = 0; line < lines; line++) {
		size_t begin = n * line / lines, end = n * (line + 1) / lines;
		double sum = 0;

		for (size_t i = begin; i < end; i++)
			sum += (double)samples[i];
		fputs("BenchmarkTpm/", out);
		put_go_name(name, out);
		fprintf(out, "\t%zu\t%.0f ns/op\n", end - begin, sum / (double)(end - begin));
	}
}

/* Not told: goarch, which is that of the program that measured. */
static int export_go(struct bench_view *view, FILE *out)
{
	fputs("goos: linux\npkg: tpm-probe\n", out);
	put_go_config("cpu", &view->report->benchmark->cpu, out);
	for (size_t t = 0; t < view->n_targets; t++) {
		const struct bench_view_target *target = &view->targets[t];
		const struct text_fact name = { .fact.presence = PRESENCE_PRESENT,
						.value = target->name };

		put_go_config("tpm", &target->tpm->identity->modalias, out);
		put_go_config("connection", &name, out);
		for (size_t i = 0; i < bench_view_count_ops(target); i++) {
			if (bench_measured(bench_view_op(target, i)))
				put_go_lines(target->groups[i]->name, bench_view_op(target, i),
					     out);
		}
	}
	return 0;
}

/* A spreadsheet takes a cell that begins with one of these for a formula: an apostrophe makes it text. */
static void put_csv_text(const char *text, FILE *out)
{
	bool formula = *text && strchr("=+-@\t\r", *text);

	if (!formula && !strpbrk(text, ",\"\r\n")) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	if (formula)
		fputc('\'', out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static int export_csv(struct bench_view *view, FILE *out)
{
	fputs("target,operation,index,ns\n", out);
	for (size_t t = 0; t < view->n_targets; t++) {
		const struct bench_view_target *target = &view->targets[t];

		for (size_t i = 0; i < bench_view_count_ops(target); i++) {
			const uint64_t *samples;
			size_t n = bench_samples(bench_view_op(target, i), &samples);

			for (size_t s = 0; s < n; s++) {
				put_csv_text(target->name, out);
				fputc(',', out);
				put_csv_text(target->groups[i]->name, out);
				fprintf(out, ",%zu,%" PRIu64 "\n", s, samples[s]);
			}
		}
	}
	return 0;
}

static int export(const struct report *report, int (*write)(struct bench_view *view, FILE *out),
		  FILE *out)
{
	_cleanup_(cleanup_bench_view) struct bench_view *view = NULL;
	int r = bench_view_make(report, NULL, &view);

	if (!r)
		r = write(view, out);
	return r < 0 ? r : ferror(out) ? -EIO : 0;
}

int render_bench_gab(const struct report *report, const struct text_options *options, FILE *out)
{
	(void)options;
	return export(report, export_gab, out);
}

int render_bench_bmf(const struct report *report, const struct text_options *options, FILE *out)
{
	(void)options;
	return export(report, export_bmf, out);
}

int render_bench_go(const struct report *report, const struct text_options *options, FILE *out)
{
	(void)options;
	return export(report, export_go, out);
}

int render_bench_csv(const struct report *report, const struct text_options *options, FILE *out)
{
	(void)options;
	return export(report, export_csv, out);
}
