/* SPDX-License-Identifier: BSD-2-Clause */
/* Values, tables and sections as text. */
#include "text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

const char *text_or(const struct text_fact *fact, const char *otherwise)
{
	return fact_known(&fact->fact) && *fact->value ? fact->value : otherwise;
}

static const char *duration(struct arena *arena, uint64_t seconds)
{
	uint64_t days = seconds / 86400, hours = seconds / 3600 % 24, minutes = seconds / 60 % 60;

	if (days)
		return arena_printf(arena, "%" PRIu64 " d %" PRIu64 " h %" PRIu64 " min", days,
				    hours, minutes);
	if (hours)
		return arena_printf(arena, "%" PRIu64 " h %" PRIu64 " min %" PRIu64 " s", hours,
				    minutes, seconds % 60);
	if (minutes)
		return arena_printf(arena, "%" PRIu64 " min %" PRIu64 " s", minutes, seconds % 60);
	return arena_printf(arena, "%" PRIu64 " s", seconds);
}

static const char *number(struct arena *arena, enum field_unit unit, uint64_t value)
{
	switch (unit) {
	case UNIT_HEX:
		return arena_printf(arena, "0x%" PRIX64, value);
	case UNIT_OCTAL:
		return arena_printf(arena, "%04" PRIo64, value);
	case UNIT_BYTES:
		return arena_printf(arena, "%" PRIu64 " bytes", value);
	case UNIT_SECONDS:
		return duration(arena, value);
	case UNIT_MILLISECONDS:
		return value < 1000 ? arena_printf(arena, "%" PRIu64 " ms", value)
				    : duration(arena, value / 1000);
	case UNIT_NANOSECONDS:
		return value < 1000000 ? arena_printf(arena, "%" PRIu64 " us", value / 1000)
				       : arena_printf(arena, "%.1f ms", (double)value / 1e6);
	case UNIT_MICROSECONDS:
		return arena_printf(arena, "%" PRIu64 " us", value);
	case UNIT_NONE:
		break;
	}
	return arena_printf(arena, "%" PRIu64, value);
}

/* Where the numbers that follow each other without a gap end, three or more of them; else i. */
static size_t end_of_run(const uint64_t *numbers, size_t count, size_t i)
{
	size_t last = i;

	while (last + 1 < count && numbers[last] < UINT64_MAX &&
	       numbers[last + 1] == numbers[last] + 1)
		last++;
	return last - i >= 2 ? last : i;
}

static const char *list(struct arena *arena, const struct field *field,
			const struct list_fact *items)
{
	const char *text = "";

	if (!items->count)
		return "-";
	for (size_t i = 0; i < items->count; i++) {
		const char *item;

		if (field->type == FIELD_TEXTS) {
			item = ((const char *const *)items->items)[i];
		} else if (field->type == FIELD_NUMBERS) {
			const uint64_t *numbers = items->items;
			size_t last = end_of_run(numbers, items->count, i);

			item = number(arena, field->unit, numbers[i]);
			if (last > i)
				item = arena_printf(arena, "%s-%s", item,
						    number(arena, field->unit, numbers[last]));
			i = last;
		} else {
			const struct record_type *type = field->record;
			const void *record = (const char *)items->items + i * type->size;

			item = arena_printf(arena, "%s=%s",
					    text_of_field(arena, &type->fields[0], record),
					    text_of_field(arena, &type->fields[1], record));
		}
		text = *text ? arena_printf(arena, "%s %s", text, item) : item;
	}
	return text;
}

const char *text_of_field(struct arena *arena, const struct field *field, const void *record)
{
	const struct fact *fact = field_fact(field, record);

	if (!fact || fact->presence == PRESENCE_UNASKED || fact->presence == PRESENCE_ABSENT)
		return "-";
	if (fact->presence == PRESENCE_DENIED)
		return "(no permission)";
	if (fact->presence == PRESENCE_WITHHELD)
		return "(left out)";
	if (fact->presence == PRESENCE_FAILED)
		return fact->error_is_rc
			       ? arena_printf(arena, "(failed: 0x%08x)", fact->error)
			       : arena_printf(arena, "(failed: %s)", strerror((int)fact->error));
	switch (field->type) {
	case FIELD_BOOL:
		return ((const struct number_fact *)fact)->value ? "yes" : "no";
	case FIELD_NUMBER:
		return number(arena, field->unit, ((const struct number_fact *)fact)->value);
	case FIELD_REAL:
		return arena_printf(arena, "%.3g", ((const struct real_fact *)fact)->value);
	case FIELD_TEXT:
		return ((const struct text_fact *)fact)->value;
	case FIELD_RECORD:
		return "-";
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		break;
	}
	return list(arena, field, (const struct list_fact *)fact);
}

struct libscols_table *text_table(const struct text_options *options, FILE *out,
				  const char *const *headings, size_t n)
{
	struct libscols_table *table = scols_new_table();

	if (!table)
		return NULL;
	scols_table_set_stream(table, out);
	scols_table_enable_noheadings(table, options->no_legend);
	if (options->width)
		scols_table_set_termwidth(table, (size_t)options->width);
	for (size_t i = 0; i < n; i++)
		scols_table_new_column(table, headings[i], 0, 0);
	return table;
}

struct libscols_line *text_line(struct libscols_table *table, struct libscols_line *parent,
				const char *const *cells, size_t n)
{
	struct libscols_line *line = scols_table_new_line(table, parent);

	for (size_t i = 0; line && i < n; i++)
		scols_line_set_data(line, i, cells[i]);
	return line;
}

int text_table_end(struct libscols_table *table)
{
	int r = table ? scols_print_table(table) : -ENOMEM;

	scols_unref_table(table);
	return r;
}

const char *text_version(const struct tpm_report *tpm)
{
	const struct number_fact *major = &tpm->device.version_major;

	if (fact_known(&tpm->identity.family.fact))
		return tpm->identity.family.value;
	if (!fact_known(&major->fact))
		return "-";
	return major->value == 2 ? "2.0" : major->value == 1 ? "1.2" : "?";
}

const char *text_kind(struct arena *arena, const struct tpm_report *tpm)
{
	const char *kind = text_or(&tpm->kind, "unknown"), *version = text_version(tpm);

	return arena_printf(arena, "TPM%s%s%s%s", strcmp(version, "-") ? " " : "",
			    strcmp(version, "-") ? version : "",
			    strcmp(kind, "unknown") ? ", " : "",
			    strcmp(kind, "unknown") ? kind : "");
}

const char *text_node(struct arena *arena, const struct node *node)
{
	const char *number = "", *mode = "";

	if (fact_known(&node->major.fact) && fact_known(&node->minor.fact))
		number = arena_printf(arena, "%" PRIu64 ":%" PRIu64 " ", node->major.value,
				      node->minor.value);
	if (fact_known(&node->mode.fact))
		mode = arena_printf(arena, "%s:%s %04" PRIo64 " ", text_or(&node->owner, "-"),
				    text_or(&node->group, "-"), node->mode.value);
	return arena_printf(arena, "%s%saccess %s", number, mode,
			    text_or(&node->access, "unknown"));
}

const char *text_escape(const struct text_options *options, const char *escape)
{
	return options->colour ? escape : "";
}

void text_warn_simulator(const struct report *report, FILE *out)
{
	if (fact_known(&report->simulator.fact) && report->simulator.value)
		fprintf(out, "SIMULATOR: an ephemeral swtpm, not a TPM of this machine\n\n");
}

const char *text_property(const struct tpm_report *tpm, const char *key)
{
	const struct node *node = tpm_report_node(tpm, "tpmrm");
	size_t n = strlen(key);

	for (size_t i = 0; node && i < node->properties.count; i++) {
		const char *property = ((const char *const *)node->properties.items)[i];

		if (!strncmp(property, key, n) && property[n] == '=')
			return property + n + 1;
	}
	return NULL;
}

void text_heading(const struct report *report, const struct tpm_report *tpm,
		  const struct text_options *options, FILE *out)
{
	if (report_count_tpms(report) > 1)
		fprintf(out, "%s%s:%s\n", text_escape(options, TEXT_BOLD),
			text_or(&tpm->name, "TPM"), text_escape(options, TEXT_PLAIN));
}

void text_verdicts(const struct tpm_report *tpm, const struct text_options *options, FILE *out)
{
	text_verdict_list(&tpm->verdicts, options, out);
}

void text_verdict_list(const struct list_fact *list, const struct text_options *options, FILE *out)
{
	const struct verdict *verdicts = list->items;

	for (size_t i = 0; i < list->count; i++) {
		const char *level = text_or(&verdicts[i].level, "-");
		const char *escape = !strcmp(level, "error")	 ? "\033[1;31m"
				     : !strcmp(level, "warning") ? "\033[33m"
				     : !strcmp(level, "ok")	 ? "\033[32m"
								 : "";

		fprintf(out, "  %s%-10s%s %s\n", text_escape(options, escape), level,
			text_escape(options, TEXT_PLAIN), text_or(&verdicts[i].text, "-"));
		if (fact_known(&verdicts[i].remedy.fact))
			fprintf(out, "             what to do: %s\n", verdicts[i].remedy.value);
	}
}
