/* SPDX-License-Identifier: BSD-2-Clause */
/* Many machines: a line each, then what they come to. */
#include <errno.h>
#include <inttypes.h>

#include "field.h"
#include "fleet.h"
#include "fields.h"
#include "text.h"

static int models(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "TPMS",	    "MANUF",	"MODEL",
						"FIRMWARE", "AFFECTED", "LOCKED OUT" };
	const struct fleet_model *items = report->fleet->models.items;
	struct libscols_table *table = text_table(options, out, headings, 6);
	struct arena arena = { 0 };
	int r;

	for (size_t i = 0; table && i < report->fleet->models.count; i++) {
		const char *cells[] = {
			arena_printf(&arena, "%" PRIu64, items[i].tpms.value),
			text_of(&items[i].manufacturer, "-"),
			text_of(&items[i].vendor_string, "-"),
			text_of(&items[i].firmware, "-"),
			arena_printf(&arena, "%" PRIu64, items[i].affected.value),
			arena_printf(&arena, "%" PRIu64, items[i].in_lockout.value),
		};

		text_line(table, NULL, cells, 6);
	}
	r = text_table_end(table);
	arena_clear(&arena);
	return r;
}

static int latencies(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "TPMS",	  "MANUF", "MODEL",   "MEASURED BY",
						"MEDIAN", "MAD",   "OUTLIERS" };
	static const char *const keys[] = { "tpms",	 "manufacturer", "vendor_string", "source",
					    "median_ns", "mad_ns",	 "outliers" };
	const struct fleet_latency *items = report->fleet->latencies.items;
	struct libscols_table *table = text_table(options, out, headings, 7);
	struct arena arena = { 0 };
	int r;

	for (size_t i = 0; table && i < report->fleet->latencies.count; i++) {
		const char *cells[7];

		for (size_t j = 0; j < 7; j++)
			cells[j] = text_of_field(&arena, record_field(&fleet_latency_type, keys[j]),
						 &items[i]);
		text_line(table, NULL, cells, 7);
	}
	r = text_table_end(table);
	arena_clear(&arena);
	return r;
}

static void findings(const struct report *report, FILE *out)
{
	const struct fleet_count *items = report->fleet->findings.items;

	for (size_t i = 0; i < report->fleet->findings.count; i++)
		fprintf(out, "%6" PRIu64 "  %-8s %-8s %s\n", items[i].tpms.value,
			text_of(&items[i].severity.text, "-"), text_of(&items[i].id, "-"),
			text_of(&items[i].title, "-"));
}

int render_text_fleet(const struct report *report, const struct text_options *options, FILE *out)
{
	const struct fleet *fleet = report->fleet;
	int r = render_text_machines(report, options, out);

	if (r < 0 || options->no_legend)
		return r;
	fprintf(out,
		"%" PRIu64 " affected by anything known, %" PRIu64 " in lockout, %" PRIu64
		" with a warning or more, %" PRIu64 " with an unusual latency\n",
		fleet->affected.value, fleet->in_lockout.value, fleet->with_findings.value,
		fleet->outliers.value);
	if (fleet->models.count) {
		fputc('\n', out);
		r = models(report, options, out);
	}
	if (r >= 0 && fleet->latencies.count) {
		fputc('\n', out);
		r = latencies(report, options, out);
	}
	if (fleet->findings.count) {
		fputs("\nWhat doctor found, and in how many TPMs\n", out);
		findings(report, out);
	}
	return r < 0 ? r : ferror(out) ? -EIO : 0;
}
