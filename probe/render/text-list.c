/* SPDX-License-Identifier: BSD-2-Clause */
/* One line a TPM, the tree, and the one screen. */
#include "text.h"

#include <string.h>

static const char *access_of(struct arena *arena, const struct node *node)
{
	if (!node)
		return "-";
	if (!fact_known(&node->readable.fact))
		return text_or(&node->access, "-");
	return arena_printf(arena, "%s%s", node->readable.value ? "r" : "",
			    node->writable.value   ? "w"
			    : node->readable.value ? ""
						   : "no");
}

static const char *path_of(const struct node *node)
{
	return node ? text_or(&node->path, text_or(&node->name, "-")) : "-";
}

static const char *version_of(const struct tpm_report *tpm)
{
	if (!fact_known(&tpm->device.version_major.fact))
		return "-";
	return tpm->device.version_major.value == 2   ? "2.0"
	       : tpm->device.version_major.value == 1 ? "1.2"
						      : "?";
}

static const char *or_property(const struct text_fact *fact, const struct tpm_report *tpm,
			       const char *key)
{
	const char *property = text_property(tpm, key);

	return text_or(fact, property ? property : "-");
}

int render_text_list(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "NODE",	    "RM",     "VER", "MANUF", "MODEL",
						"FIRMWARE", "DRIVER", "BUS", "ACCESS" };
	struct libscols_table *table = text_table(options, out, headings, 9);
	struct arena arena = { 0 };
	int r;

	text_warn_simulator(report, out);
	for (size_t i = 0; table && i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct node *raw = tpm_report_node(tpm, "tpm");
		const struct node *rm = tpm_report_node(tpm, "tpmrm");
		const char *cells[] = {
			path_of(raw),
			path_of(rm),
			version_of(tpm),
			or_property(&tpm->identity.manufacturer, tpm, "ID_TPM2_MANUFACTURER"),
			or_property(&tpm->identity.vendor_string, tpm, "ID_TPM2_VENDOR_STRING"),
			text_or(&tpm->identity.firmware, "-"),
			text_or(&tpm->device.driver, "-"),
			text_or(&tpm->device.bus, "-"),
			arena_printf(&arena, "%s/%s", access_of(&arena, raw),
				     access_of(&arena, rm)),
		};

		text_line(table, NULL, cells, 9);
	}
	r = table && !report_count_tpms(report) ? (scols_unref_table(table), 0)
						: text_table_end(table);
	arena_clear(&arena);
	return r;
}

static const char *describe_node(struct arena *arena, const struct node *node)
{
	return arena_printf(arena, "%s:%s %04o, you: %s", text_or(&node->owner, "-"),
			    text_or(&node->group, "-"), (unsigned int)node->mode.value,
			    text_or(&node->access, "-"));
}

int render_text_tree(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "TPM", "WHAT" };
	struct libscols_table *table = text_table(options, out, headings, 2);
	struct arena arena = { 0 };
	int r;

	if (table)
		scols_column_set_flags(scols_table_get_column(table, 0), SCOLS_FL_TREE);
	for (size_t i = 0; table && i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct device *device = &tpm->device;
		const struct node *raw = tpm_report_node(tpm, "tpm");
		const struct node *rm = tpm_report_node(tpm, "tpmrm");
		struct libscols_line *line;
		const char *top[] = { text_or(&device->parent, "virtual"),
				      text_or(&device->acpi_path,
					      text_or(&device->of_node,
						      text_or(&device->bus, "-"))) };
		const char *driver[] = { text_or(&device->driver, "no driver"), version_of(tpm) };

		line = text_line(table, NULL, top, 2);
		line = text_line(table, line, driver, 2);
		if (raw) {
			const char *cells[] = { path_of(raw), describe_node(&arena, raw) };

			line = text_line(table, line, cells, 2);
		}
		if (rm) {
			const char *cells[] = { path_of(rm), describe_node(&arena, rm) };

			text_line(table, line, cells, 2);
		}
	}
	r = table && !report_count_tpms(report) ? (scols_unref_table(table), 0)
						: text_table_end(table);
	arena_clear(&arena);
	return r;
}

static void print_overview(struct arena *arena, const struct tpm_report *tpm,
			   const struct text_options *options, FILE *out)
{
	const struct verdict *verdicts = tpm->verdicts.items;
	const struct node *nodes = tpm->nodes.items;
	const char *bold = options->colour ? "\033[1m" : "",
		   *plain = options->colour ? "\033[0m" : "";

	fprintf(out, "%s%s%s  TPM %s, %s, manufacturer %s (%s), %s, firmware %s, driver %s\n", bold,
		text_or(&tpm->name, "TPM"), plain, text_or(&tpm->identity.family, version_of(tpm)),
		text_or(&tpm->kind, "reached by a TCTI"),
		or_property(&tpm->identity.manufacturer, tpm, "ID_TPM2_MANUFACTURER"),
		text_or(&tpm->identity.manufacturer_name, "-"),
		or_property(&tpm->identity.vendor_string, tpm, "ID_TPM2_VENDOR_STRING"),
		text_or(&tpm->identity.firmware, "-"), text_or(&tpm->device.driver, "-"));
	for (size_t i = 0; i < tpm->nodes.count; i++)
		fprintf(out, "  %-14s %s\n", path_of(&nodes[i]), describe_node(arena, &nodes[i]));
	if (fact_known(&tpm->connection.tcti.fact))
		fprintf(out, "  via %s (%s)\n", tpm->connection.tcti.value,
			text_or(&tpm->connection.chosen_by, "-"));
	for (size_t i = 0; i < tpm->verdicts.count; i++) {
		fprintf(out, "  %-8s %s\n", text_or(&verdicts[i].level, "-"),
			text_or(&verdicts[i].text, "-"));
		if (fact_known(&verdicts[i].remedy.fact))
			fprintf(out, "           -> %s\n", verdicts[i].remedy.value);
	}
}

int render_text_overview(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };

	text_warn_simulator(report, out);
	for (size_t i = 0; i < report_count_tpms(report); i++)
		print_overview(&arena, report_tpm(report, i), options, out);
	arena_clear(&arena);
	return 0;
}
