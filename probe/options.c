/* SPDX-License-Identifier: BSD-2-Clause */
/* The option table and what is made of it. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define ROW(name, letter, type, member, argument, choices, commands, help) \
	OPTION_ROW(name, letter, type, member, argument, choices, commands, help)

static const struct option_row rows[] = {
	ROW("tcti", 'T', OPTION_TEXTS, tctis, "NAME[:CONF]", NULL, NULL,
	    "any TCTI that tctildr can load, e.g. swtpm:port=2321, tabrmd:"),
	ROW("device", 'd', OPTION_TEXT, device, "DEV", "@file", NULL,
	    "tpm1 (through its resource manager), or a path: /dev/tpmrm1, /dev/tpm1 (raw)"),
	ROW("output", 'o', OPTION_TEXT, output, "FORMAT", "text json gab bmf go csv", NULL,
	    "text (default) or json; bench also gab, bmf, go, csv"),
	ROW("from", 0, OPTION_TEXTS, froms, "PATH", "@file", NULL,
	    "a report that -o json saved, a folder of tpm2_getcap's output, or a folder of these"),
	ROW("vuln-db", 0, OPTION_TEXT, vuln_db, "FILE", "@file", NULL,
	    "a newer list of known vulnerabilities"),
	ROW("sysroot", 0, OPTION_TEXT, sysroot, "DIR", "@file", NULL,
	    "read /sys, /dev, /run and /etc below DIR; opens no TPM"),
	ROW("simulator", 0, OPTION_FLAG, simulator, NULL, NULL, NULL,
	    "use an ephemeral swtpm, for machines without a TPM"),
	ROW("timeout", 0, OPTION_NUMBER, timeout_ms, "MS", NULL, NULL,
	    "give up waiting for an answer of the TPM after MS milliseconds"),
	ROW("tree", 't', OPTION_FLAG, tree, NULL, NULL, "list",
	    "list: as a tree of firmware, driver, tpm0, tpmrm0"),
	ROW("no-legend", 0, OPTION_FLAG, no_legend, NULL, NULL, NULL, "no headings"),
	ROW("color", 0, OPTION_TEXT, colour, "WHEN", "auto always never", NULL,
	    "colours in text output"),
	ROW("help", 'h', OPTION_FLAG, help, NULL, NULL, NULL,
	    "this text; after a command, that command's"),
	ROW("version", 0, OPTION_FLAG, version, NULL, NULL, NULL, "the version"),
};

static const struct option_table options_global = { rows, sizeof(rows) / sizeof(rows[0]) };
static const struct option_table *const tables[] = {
	&options_global, &options_pcrs,	   &options_bench, &options_doctor, &options_keys,
	&options_tcti,	 &options_metrics, &options_watch, &options_report
};

const struct option_row *option_row(size_t i)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		if (i < tables[t]->count)
			return &tables[t]->rows[i];
		i -= tables[t]->count;
	}
	return NULL;
}

bool option_is_choice(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (len == n && !strncmp(p, word, n))
			return true;
		p += len;
	}
	return false;
}

int option_parse_duration(const char *text, uint64_t unit_ns, uint64_t *ret_ns)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = { { "ns", 1 },	   { "us", 1000 },	   { "ms", 1000000 },
		      { "s", 1000000000 }, { "min", 60000000000 }, { "h", 3600000000000 } };
	double value;
	char *end;

	if (*text < '0' || *text > '9' || text[strcspn(text, "xXpPeE")])
		return -EINVAL;
	value = strtod(text, &end);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(end, units[i].name))
			unit_ns = units[i].ns, end += strlen(end);
	value *= (double)unit_ns;
	if (*end || value < 1 || value > 1e18)
		return -EINVAL;
	*ret_ns = (uint64_t)(value + 0.5);
	return 0;
}

static int bad_value(const struct option_row *row, const char *value, const char *wanted)
{
	fprintf(stderr, "tpm-probe: --%s: \"%s\" is not %s\n", row->name, value, wanted);
	return -EINVAL;
}

static int set_number(const struct option_row *row, const char *value, long least, long *ret_number)
{
	char *end;

	errno = 0;
	*ret_number = strtol(value, &end, 10);
	if (!errno && !*end && end != value && *ret_number >= least && *ret_number <= INT_MAX)
		return 0;
	fprintf(stderr, "tpm-probe: --%s: \"%s\" is not a number from %ld to %d\n", row->name,
		value, least, INT_MAX);
	return -EINVAL;
}

static int set_rate(const struct option_row *row, const char *value, double *ret_rate)
{
	char *end;

	*ret_rate = strtod(value, &end);
	if (*end || end == value || !(*ret_rate >= 0.001) || !(*ret_rate <= 1e6))
		return bad_value(row, value, "a rate: commands per second, from 0.001 to 1000000");
	return 0;
}

static int set_text(const struct option_row *row, const char *value, void *member)
{
	struct option_texts *texts = member;

	if (!*value) {
		fprintf(stderr, "tpm-probe: --%s needs %s, and it is empty\n", row->name,
			row->argument);
		return -EINVAL;
	}
	if (row->choices && row->choices[0] != '@' && !option_is_choice(row->choices, value)) {
		fprintf(stderr, "tpm-probe: --%s: \"%s\" is not one of: %s\n", row->name, value,
			row->choices);
		return -EINVAL;
	}
	if (row->type == OPTION_TEXT) {
		*(const char **)member = value;
		return 0;
	}
	if (texts->count == OPTION_TEXTS_MAX) {
		fprintf(stderr, "tpm-probe: --%s: given more than %d times\n", row->name,
			OPTION_TEXTS_MAX);
		return -EINVAL;
	}
	texts->texts[texts->count++] = value;
	return 0;
}

static int set_option(const struct option_row *row, const char *value, struct options *options)
{
	void *member = (char *)options + row->offset;

	switch (row->type) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return 0;
	case OPTION_NUMBER:
		return set_number(row, value, 1, member);
	case OPTION_COUNT:
		return set_number(row, value, 0, member);
	case OPTION_RATE:
		return set_rate(row, value, member);
	case OPTION_DURATION:
		return option_parse_duration(value, 1000000000, member) < 0
			       ? bad_value(row, value, "a time such as 10s, 500ms or 2min")
			       : 0;
	case OPTION_TEXT:
	case OPTION_TEXTS:
		break;
	}
	return set_text(row, value, member);
}

/* Tables for getopt_long(3): row N is called 256 + N. */
static size_t make_getopt(struct option longs[OPTION_ROWS_MAX + 1],
			  char shorts[2 * OPTION_ROWS_MAX + 1])
{
	const struct option_row *row;
	size_t n = 0;

	for (; (row = option_row(n)) && n < OPTION_ROWS_MAX; n++) {
		longs[n] = (struct option){ row->name, row->type != OPTION_FLAG, NULL,
					    (int)(256 + n) };
		if (row->letter) {
			*shorts++ = row->letter;
			if (row->type != OPTION_FLAG)
				*shorts++ = ':';
		}
	}
	*shorts = '\0';
	return n;
}

int options_parse(int argc, char **argv, struct options *ret_options)
{
	struct options options = { .timeout_ms = -1,
				   .output = "text",
				   .colour = "auto",
				   .bench = { .n = -1, .warmup = -1, .jobs = 1 },
				   .metrics = { .max_commands = 12 },
				   .watch = { .interval_ns = 2000000000 } };
	struct option longs[OPTION_ROWS_MAX + 1] = { 0 };
	char shorts[2 * OPTION_ROWS_MAX + 1];
	size_t n = make_getopt(longs, shorts);
	int c;

	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		size_t i = 0;

		if (c == '?') {
			fprintf(stderr, "Try: tpm-probe --help\n");
			return -EINVAL;
		}
		while (i < n && c != option_row(i)->letter && c != (int)(256 + i))
			i++;
		if (i == n || set_option(option_row(i), optarg, &options) < 0)
			return -EINVAL;
		options.given[i] = true;
	}
	options.tcti = options.tctis.texts[0];
	options.from = options.froms.texts[0];
	*ret_options = options;
	return optind;
}

static bool is_of(const struct option_row *row, const struct cmd *cmd)
{
	return cmd && cmd->name && row->commands && option_is_choice(row->commands, cmd->name);
}

int options_check(const struct options *options, const struct cmd *cmd)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		if (options->given[i] && row->commands && !is_of(row, cmd)) {
			fprintf(stderr, "tpm-probe: --%s belongs to the command %s\n", row->name,
				row->commands);
			return -EINVAL;
		}
	}
	if (options->tctis.count > 1 && !cmd->several_tctis) {
		fprintf(stderr,
			"tpm-probe: --tcti is given %zu times; only bench and watch take several\n",
			options->tctis.count);
		return -EINVAL;
	}
	if (!option_is_choice("text json", options->output) &&
	    !(cmd->formats && option_is_choice(cmd->formats, options->output))) {
		fprintf(stderr, "tpm-probe: --output: \"%s\" is not one of: text json%s%s\n",
			options->output, cmd->formats ? " " : "", cmd->formats ? cmd->formats : "");
		return -EINVAL;
	}
	return 0;
}

static void print_option(FILE *out, const struct option_row *row)
{
	char left[40];

	snprintf(left, sizeof(left), "%c%c%s --%s%s%s", row->letter ? '-' : ' ',
		 row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
		 row->argument ? " " : "", row->argument ? row->argument : "");
	fprintf(out, "  %-26s %s\n", left, row->help);
}

static void print_cmd_usage(FILE *out, const struct cmd *cmd)
{
	const struct option_row *row;
	bool any = false;

	fprintf(out, "Usage: tpm-probe %s%s%s [OPTION...]\n\n%s\n", cmd->name,
		*cmd->operands ? " " : "", cmd->operands, cmd->help);
	for (size_t i = 0; (row = option_row(i)); i++) {
		if (!is_of(row, cmd))
			continue;
		if (!any)
			fprintf(out, "\nOptions:\n");
		any = true;
		print_option(out, row);
	}
	fprintf(out, "\ntpm-probe --help lists the options of every command.\n");
}

void options_print_usage(FILE *out, const struct cmd *cmd)
{
	const struct option_row *row;

	if (cmd && cmd->name) {
		print_cmd_usage(out, cmd);
		return;
	}
	fprintf(out,
		"Usage: tpm-probe [OPTION...] [COMMAND]\n\n"
		"Shows this machine's TPMs: what they are, whether you may use them, what state "
		"they are in.\n\nCommands:\n");
	for (size_t i = 0; cmds[i]; i++)
		fprintf(out, "  %-9s %-9s %s\n", cmds[i]->name ? cmds[i]->name : "(none)",
			cmds[i]->operands, cmds[i]->help);
	fprintf(out, "\nOptions:\n");
	for (size_t i = 0; (row = option_row(i)); i++)
		if (!row->commands || !strcmp(row->commands, "list"))
			print_option(out, row);
	fprintf(out,
		"\nExit status: 0 ok, 1 failed, 2 wrong usage, 3 no permission, 4 no TPM or no "
		"way to it,\n5 this TPM cannot do that; of doctor, fapi check and fleet: 6 found "
		"something; of bench:\n7 regressed, 8 inconclusive, 9 improved; 128 and a signal's number: "
		"ended early by it.\n");
}
