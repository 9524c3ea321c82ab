/* SPDX-License-Identifier: BSD-2-Clause */
/* Everything about a TPM, section by section, as the field table orders it. */
#include <errno.h>
#include <string.h>

#include "text-sources.h"
#include "text.h"
#include "field.h"
#include "fields.h"
#include "outcome.h"

static int print_sections(struct arena *arena, const char *title, const struct record_type *type,
			  const void *record, const struct text_options *options, FILE *out);

/* The facts of one record: label and value. Facts that nobody asked for are left out. */
static int print_facts(struct arena *arena, const char *title, const struct record_type *type,
		       const void *record, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "FIELD", "VALUE" };
	struct text_options quiet = *options;
	struct libscols_table *table;
	bool any = false;

	quiet.no_legend = true;
	table = text_table(&quiet, out, headings, 2);
	for (size_t i = 0; table && i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct fact *fact = field_fact(field, record);
		const char *cells[] = { NULL, NULL };

		if (!fact || fact->presence == PRESENCE_NOT_COLLECTED ||
		    field->type == FIELD_RECORDS)
			continue;
		cells[0] = arena_printf(arena, "  %s", field->label);
		cells[1] = text_of_field(arena, field, record);
		text_line(table, NULL, cells, 2);
		any = true;
	}
	if (!any) {
		scols_unref_table(table);
		return table ? 0 : -ENOMEM;
	}
	fprintf(out, "%s%s%s\n", text_escape(options, TEXT_BOLD), title,
		text_escape(options, TEXT_PLAIN));
	return text_table_end(table);
}

static int print_inner(struct arena *arena, const struct field *field, const void *record,
		       const struct text_options *options, FILE *out)
{
	const void *member = field_member(field, record);
	const struct record_type *type = field->record;
	const struct list_fact *items = member;
	int r = 0;

	if (field->type == FIELD_RECORD)
		return print_sections(arena, field->label, type, member, options, out);
	for (size_t i = 0; !r && i < items->count; i++) {
		const void *item = (const char *)items->items + i * type->size;

		/* The first field names a record. */
		r = print_sections(arena,
				   arena_printf(arena, "%s: %s", field->label,
						text_of_field(arena, &type->fields[0], item)),
				   type, item, options, out);
	}
	return r;
}

static int print_sections(struct arena *arena, const char *title, const struct record_type *type,
			  const void *record, const struct text_options *options, FILE *out)
{
	int r = print_facts(arena, title, type, record, options, out);

	for (size_t i = 0; !r && i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		/* Capabilities, PCRs and the log have commands of their own, verdicts their own form. */
		if (field->record && field->record != &capabilities_type &&
		    field->record != &pcr_value_type && field->record != &verdict_type &&
		    field->record != &event_log_type)
			r = print_inner(arena, field, record, options, out);
	}
	return r;
}

int render_text_info(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };
	int r = 0;

	text_warn_simulator(report, out);
	text_sources(report, options, out);
	for (size_t i = 0; !r && i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);

		if (i)
			fputc('\n', out);
		r = print_sections(&arena, text_of(&tpm->name, "TPM"), &tpm_report_type, tpm,
				   options, out);
		if (tpm->verdicts.count)
			fprintf(out, "%sVerdicts%s\n", text_escape(options, TEXT_BOLD),
				text_escape(options, TEXT_PLAIN));
		text_verdicts(&tpm->verdicts, options, out);
	}
	arena_clear(&arena);
	return r;
}

static int print_list(struct arena *arena, const struct field *field, const void *record,
		      const struct text_options *options, FILE *out)
{
	const struct list_fact *items = field_member(field, record);
	const struct record_type *type = field->record;
	const char *cells[16];
	struct libscols_table *table;

	for (size_t i = 0; i < type->n_fields && i < 16; i++)
		cells[i] = type->fields[i].label;
	table = text_table(options, out, cells, type->n_fields);
	for (size_t i = 0; table && i < items->count; i++) {
		for (size_t f = 0; f < type->n_fields && f < 16; f++)
			cells[f] = text_of_field(arena, &type->fields[f],
						 (const char *)items->items + i * type->size);
		text_line(table, NULL, cells, type->n_fields);
	}
	return text_table_end(table);
}

int render_text_caps(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };
	int r = 0;

	text_warn_simulator(report, out);
	for (size_t t = 0; !r && t < report_count_tpms(report); t++) {
		const struct capabilities *caps = report_tpm(report, t)->capabilities;

		text_heading(report, report_tpm(report, t), options, out);
		for (size_t i = 0; !r && i < capabilities_type.n_fields; i++) {
			const struct field *field = &capabilities_type.fields[i];

			if ((options->group && strcmp(options->group, field->key) != 0) ||
			    field_fact(field, caps)->presence == PRESENCE_NOT_COLLECTED)
				continue;
			fprintf(out, "%s:", field->key);
			if (field->type == FIELD_RECORDS && fact_known(field_fact(field, caps)) &&
			    ((const struct list_fact *)field_fact(field, caps))->count) {
				fputc('\n', out);
				r = print_list(&arena, field, caps, options, out);
			} else {
				fprintf(out, " %s\n", text_of_field(&arena, field, caps));
			}
			fputc('\n', out);
		}
	}
	arena_clear(&arena);
	return r;
}

int render_text_pcrs(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };
	int r = 0;

	text_warn_simulator(report, out);
	for (size_t t = 0; !r && t < report_count_tpms(report); t++) {
		const struct list_fact *values = &report_tpm(report, t)->pcr_values;

		text_heading(report, report_tpm(report, t), options, out);
		if (values->count)
			r = print_list(&arena, record_field(&tpm_report_type, "pcr_values"),
				       report_tpm(report, t), options, out);
		else if (fact_known(&values->fact))
			fprintf(out, "no PCRs: this TPM has no bank of them allocated\n");
	}
	arena_clear(&arena);
	return r;
}

int render_text_rc(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };
	const struct response_code *codes = report->response_codes.items;
	int r = 0;

	for (size_t i = 0; !r && i < report->response_codes.count; i++)
		r = print_facts(&arena, text_of(&codes[i].hex, "response code"),
				&response_code_type, &codes[i], options, out);
	arena_clear(&arena);
	return r;
}
