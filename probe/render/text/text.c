/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables and sections as text. */
#include "text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "device.h"
#include "identity.h"
#include "verdict.h"

struct libscols_table *text_table(const struct text_options *options, FILE *out,
				  const char *const *headings, size_t n)
{
	struct libscols_table *table = scols_new_table();

	if (!table)
		return NULL;
	scols_table_set_stream(table, out);
	scols_table_enable_noheadings(table, options->no_legend);
	if (options->width) {
		scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
		scols_table_set_termwidth(table, options->width);
	}
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
	const struct number_fact *major = &tpm->device->version_major;

	if (fact_known(&tpm->identity->family.fact))
		return tpm->identity->family.value;
	if (!fact_known(&major->fact))
		return "-";
	return major->value == 2 ? "2.0" : major->value == 1 ? "1.2" : "?";
}

const char *text_kind(struct arena *arena, const struct tpm_report *tpm)
{
	const char *version = text_version(tpm);
	bool known = fact_known(&tpm->kind.fact) && tpm->kind.state != TPM_KIND_UNKNOWN;

	return arena_printf(arena, "TPM%s%s%s%s", strcmp(version, "-") ? " " : "",
			    strcmp(version, "-") ? version : "", known ? ", " : "",
			    known ? tpm->kind.value : "");
}

const char *text_node(struct arena *arena, const struct node *node)
{
	const char *number = "", *mode = "";

	if (fact_known(&node->major.fact) && fact_known(&node->minor.fact))
		number = arena_printf(arena, "%" PRIu64 ":%" PRIu64 " ", node->major.value,
				      node->minor.value);
	if (fact_known(&node->mode.fact))
		mode = arena_printf(arena, "%s:%s %04" PRIo64 " ", text_of(&node->owner, "-"),
				    text_of(&node->group, "-"), node->mode.value);
	return arena_printf(arena, "%s%saccess %s", number, mode,
			    text_of(&node->access.text, "unknown"));
}

const char *text_escape(const struct text_options *options, const char *escape)
{
	return options->colour ? escape : "";
}

/* The bytes of a command that fit into so many columns, up to a blank that separates words. */
static size_t command_part(const char *command, size_t columns)
{
	size_t part = 0;
	char quote = 0;

	for (size_t i = 0; command[i]; i++) {
		if (command[i] == '\\' && quote != '\'' && command[i + 1])
			i++;
		else if (quote ? command[i] == quote : command[i] == '\'' || command[i] == '"')
			quote = quote ? 0 : command[i];
		else if (command[i] == ' ' && !quote && (i <= columns || !part))
			part = i;
		if (i > columns && part)
			return part;
	}
	return strlen(command) <= columns + 2 || !part ? strlen(command) : part;
}

void text_command(const struct text_options *options, unsigned int indent, const char *command,
		  FILE *out)
{
	/* A comment is prose, and " \\" takes two columns. */
	bool breaks = options->width > indent + 20 && command[0] != '#';

	fprintf(out, "%*s", (int)indent, "");
	for (unsigned int at = indent; breaks && strlen(command) > options->width - at;
	     at = indent + 4) {
		size_t n = command_part(command, options->width - at - 2);

		if (!command[n])
			break;
		fprintf(out, "%.*s \\\n%*s", (int)n, command, (int)indent + 4, "");
		command += n + strspn(command + n, " ");
	}
	fprintf(out, "%s\n", command);
}

void text_warn_simulator(const struct report *report, FILE *out)
{
	if (is_set(&report->simulator))
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
			text_of(&tpm->name, "TPM"), text_escape(options, TEXT_PLAIN));
}

static bool is_level(const struct verdict *verdict, enum severity level)
{
	return state_is(&verdict->level, level);
}

void text_verdict(const struct verdict *verdict, const struct text_options *options, bool with_info,
		  FILE *out)
{
	const char *escape =
		is_level(verdict, SEVERITY_CRITICAL) || is_level(verdict, SEVERITY_ERROR)
			? "\033[1;31m"
		: is_level(verdict, SEVERITY_WARNING) ? "\033[33m"
		: is_level(verdict, SEVERITY_OK)      ? "\033[32m"
						      : "";
	bool passes = is_level(verdict, SEVERITY_OK);

	fprintf(out, "  %s%-10s%s %s%s%s\n", text_escape(options, escape),
		text_of(&verdict->level.text, "-"), text_escape(options, TEXT_PLAIN),
		passes ? "" : text_of(&verdict->rule, ""),
		passes || !fact_known(&verdict->rule.fact) ? "" : " ",
		text_of(&verdict->text, "-"));
	if (fact_known(&verdict->remedy.fact) && (with_info || !is_level(verdict, SEVERITY_INFO)))
		fprintf(out, "             what to do: %s\n", verdict->remedy.value);
}

void text_verdicts(const struct list_fact *list, const struct text_options *options, FILE *out)
{
	for (size_t i = 0; i < list->count; i++)
		text_verdict((const struct verdict *)list->items + i, options, false, out);
}
