/* SPDX-License-Identifier: BSD-2-Clause */
/* One line a TPM, and the tree from firmware to nodes. */
#include <string.h>

#include "text.h"
#include "device.h"
#include "identity.h"

static const char *access_of(struct arena *arena, const struct node *node)
{
	if (!node)
		return "-";
	if (!fact_known(&node->readable.fact))
		return text_of(&node->access.text, "-");
	return arena_printf(arena, "%s%s", node->readable.value ? "r" : "",
			    node->writable.value   ? "w"
			    : node->readable.value ? ""
						   : "no");
}

static const char *path_of(const struct node *node)
{
	return node ? text_of(&node->path, text_of(&node->name, "-")) : "-";
}

/* udev knows the identity on machines whose systemd asks for it. */
static const char *or_property(const struct text_fact *fact, const struct tpm_report *tpm,
			       const char *key)
{
	const char *property = text_property(tpm, key);

	return text_of(fact, property ? property : "-");
}

int render_text_list(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "TPM",	  "NODE",  "RM",       "VER",
						"MANUF",  "MODEL", "FIRMWARE", "KIND",
						"DRIVER", "BUS",   "ACCESS" };
	enum { COLUMNS = sizeof(headings) / sizeof(headings[0]) };
	struct libscols_table *table = text_table(options, out, headings, COLUMNS);
	struct arena arena = { 0 };
	int r;

	text_warn_simulator(report, out);
	for (size_t i = 0; table && i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct node *raw = tpm_report_node(tpm, "tpm");
		const struct node *rm = tpm_report_node(tpm, "tpmrm");
		const char *cells[] = {
			text_of(&tpm->name, "-"),
			path_of(raw),
			path_of(rm),
			text_version(tpm),
			fact_known(&tpm->tpm12->manufacturer.fact)
				? tpm->tpm12->manufacturer.value
				: or_property(&tpm->identity->manufacturer, tpm,
					      "ID_TPM2_MANUFACTURER"),
			or_property(&tpm->identity->vendor_string, tpm, "ID_TPM2_VENDOR_STRING"),
			text_of(&tpm->identity->firmware, text_of(&tpm->tpm12->firmware, "-")),
			text_of(&tpm->kind.text, "-"),
			text_of(&tpm->device->driver, "-"),
			text_of(&tpm->device->bus, "-"),
			arena_printf(&arena, "%s/%s", access_of(&arena, raw),
				     access_of(&arena, rm)),
		};

		text_line(table, NULL, cells, COLUMNS);
	}
	r = table && !report_count_tpms(report) ? (scols_unref_table(table), 0)
						: text_table_end(table);
	arena_clear(&arena);
	return r;
}

/* The firmware's side: where it announces the TPM. */
static const char *describe_firmware(struct arena *arena, const struct report *report,
				     const struct device *device)
{
	static const struct text_fact none = { 0 };
	const struct text_fact *place = fact_known(&device->acpi_path.fact) ? &device->acpi_path
					: fact_known(&device->of_node.fact) ? &device->of_node
									    : &none;
	const struct firmware_tables *tables = report->firmware;
	const char *text = text_of(place, "");

	if (fact_known(&device->acpi_hid.fact) && fact_known(&tables->acpi_tpm2.fact))
		text = arena_printf(arena, "%s%sACPI table TPM2 %s", text, *text ? ", " : "",
				    tables->acpi_tpm2.value);
	else if (fact_known(&tables->acpi_tcpa.fact) && fact_known(&device->parent.fact))
		text = arena_printf(arena, "%s%sACPI table TCPA %s", text, *text ? ", " : "",
				    tables->acpi_tcpa.value);
	if (fact_known(&device->acpi_hid.fact) && fact_known(&tables->start_method.fact))
		text = arena_printf(arena, "%s, start method %llu", text,
				    (unsigned long long)tables->start_method.value);
	return *text ? text : text_of(&device->bus, "-");
}

static struct libscols_line *node_line(struct libscols_table *table, struct libscols_line *parent,
				       struct arena *arena, const struct node *node)
{
	const char *cells[] = { text_of(&node->name, "-"),
				arena_printf(arena, "%-12s %s", path_of(node),
					     text_node(arena, node)) };

	return text_line(table, parent, cells, 2);
}

int render_text_tree(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "TPM", "WHAT" };
	struct libscols_table *table = text_table(options, out, headings, 2);
	struct arena arena = { 0 };
	int r;

	text_warn_simulator(report, out);
	if (table)
		scols_column_set_flags(scols_table_get_column(table, 0), SCOLS_FL_TREE);
	for (size_t i = 0; table && i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct node *raw = tpm_report_node(tpm, "tpm");
		const struct node *rm = tpm_report_node(tpm, "tpmrm");
		const char *firmware[] = { text_of(&tpm->device->parent, "virtual"),
					   describe_firmware(&arena, report, tpm->device) };
		const char *driver[] = { text_of(&tpm->device->driver, "no driver"),
					 text_kind(&arena, tpm) };
		struct libscols_line *line = text_line(table, NULL, firmware, 2);

		line = text_line(table, line, driver, 2);
		if (raw)
			line = node_line(table, line, &arena, raw);
		if (rm)
			node_line(table, line, &arena, rm);
	}
	r = table && !report_count_tpms(report) ? (scols_unref_table(table), 0)
						: text_table_end(table);
	arena_clear(&arena);
	return r;
}
