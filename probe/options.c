/* SPDX-License-Identifier: BSD-2-Clause */
/* The option table and what is made of it. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define ROW(name, letter, type, member, argument, choices, help)                              \
	{                                                                                     \
		name, letter, type, offsetof(struct options, member), argument, choices, help \
	}

const struct option_row option_rows[] = {
	ROW("tcti", 'T', OPTION_TEXT, tcti, "NAME[:CONF]", NULL,
	    "any TCTI that tctildr can load, e.g. swtpm:port=2321, tabrmd:"),
	ROW("device", 'd', OPTION_TEXT, device, "DEV", "@file",
	    "tpm1 (through its resource manager), or a path: /dev/tpmrm1, /dev/tpm1 (raw)"),
	ROW("output", 'o', OPTION_TEXT, output, "FORMAT", "text json", "text (default) or json"),
	ROW("from", 0, OPTION_TEXT, from, "FILE", "@file",
	    "show a report that -o json saved, here or on another machine"),
	ROW("sysroot", 0, OPTION_TEXT, sysroot, "DIR", "@file",
	    "read /sys, /dev, /run and /etc below DIR; opens no TPM"),
	ROW("simulator", 0, OPTION_FLAG, simulator, NULL, NULL,
	    "use an ephemeral swtpm, for machines without a TPM"),
	ROW("timeout", 0, OPTION_NUMBER, timeout_ms, "MS", NULL,
	    "give up waiting for an answer of the TPM after MS milliseconds"),
	ROW("tree", 't', OPTION_FLAG, tree, NULL, NULL,
	    "list: as a tree of firmware, driver, tpm0, tpmrm0"),
	ROW("no-legend", 0, OPTION_FLAG, no_legend, NULL, NULL, "no headings"),
	ROW("color", 0, OPTION_TEXT, colour, "WHEN", "auto always never", "colours in text output"),
	ROW("help", 'h', OPTION_FLAG, help, NULL, NULL, "this text"),
	ROW("version", 0, OPTION_FLAG, version, NULL, NULL, "the version"),
};
#define N_ROWS (sizeof(option_rows) / sizeof(option_rows[0]))
const size_t option_count = N_ROWS;

static bool is_choice(const char *choices, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = choices; *p; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");

		if (len == n && !strncmp(p, word, n))
			return true;
		p += len;
	}
	return false;
}

static int set_option(const struct option_row *row, const char *value, struct options *options)
{
	void *member = (char *)options + row->offset;
	char *end;

	switch (row->type) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return 0;
	case OPTION_NUMBER:
		errno = 0;
		*(long *)member = strtol(value, &end, 10);
		if (errno || *end || end == value || *(long *)member < 1 ||
		    *(long *)member > INT_MAX) {
			fprintf(stderr, "tpm-probe: --%s: \"%s\" is not a number from 1 to %d\n",
				row->name, value, INT_MAX);
			return -EINVAL;
		}
		return 0;
	case OPTION_TEXT:
		break;
	}
	if (!*value) {
		fprintf(stderr, "tpm-probe: --%s needs %s, and it is empty\n", row->name,
			row->argument);
		return -EINVAL;
	}
	if (row->choices && row->choices[0] != '@' && !is_choice(row->choices, value)) {
		fprintf(stderr, "tpm-probe: --%s: \"%s\" is not one of: %s\n", row->name, value,
			row->choices);
		return -EINVAL;
	}
	*(const char **)member = value;
	return 0;
}

int options_parse(int argc, char **argv, struct options *ret_options)
{
	struct options options = { .timeout_ms = -1, .output = "text", .colour = "auto" };
	struct option longs[N_ROWS + 1] = { 0 };
	char shorts[2 * N_ROWS + 1], *s = shorts;
	int c;

	for (size_t i = 0; i < N_ROWS; i++) {
		bool argument = option_rows[i].type != OPTION_FLAG;

		longs[i] = (struct option){ option_rows[i].name, argument, NULL, (int)(256 + i) };
		if (option_rows[i].letter) {
			*s++ = option_rows[i].letter;
			if (argument)
				*s++ = ':';
		}
	}
	*s = '\0';
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		size_t i = 0;

		if (c == '?') {
			fprintf(stderr, "Try: tpm-probe --help\n");
			return -EINVAL;
		}
		while (i < N_ROWS && c != option_rows[i].letter && c != (int)(256 + i))
			i++;
		if (i == N_ROWS || set_option(&option_rows[i], optarg, &options) < 0)
			return -EINVAL;
	}
	if (!!options.tcti + !!options.device + !!options.from + options.simulator > 1) {
		fprintf(stderr, "tpm-probe: --tcti, --device, --from and --simulator exclude one "
				"another: each says which TPM is meant\n");
		return -EINVAL;
	}
	if (options.sysroot && (options.tcti || options.simulator || options.from)) {
		fprintf(stderr,
			"tpm-probe: --sysroot only reads files: it does not go with --tcti, "
			"--from or --simulator\n");
		return -EINVAL;
	}
	*ret_options = options;
	return optind;
}

void options_print_usage(FILE *out)
{
	fprintf(out,
		"Usage: tpm-probe [OPTION...] [COMMAND]\n\n"
		"Shows this machine's TPMs: what they are, whether you may use them, what state "
		"they are in.\n\nCommands:\n");
	for (size_t i = 0; cmds[i]; i++)
		fprintf(out, "  %-9s %-9s %s\n", cmds[i]->name ? cmds[i]->name : "(none)",
			cmds[i]->operands, cmds[i]->help);
	fprintf(out, "\nOptions:\n");
	for (size_t i = 0; i < N_ROWS; i++) {
		char left[40];

		snprintf(left, sizeof(left), "%c%c%s --%s%s%s", option_rows[i].letter ? '-' : ' ',
			 option_rows[i].letter ? option_rows[i].letter : ' ',
			 option_rows[i].letter ? "," : " ", option_rows[i].name,
			 option_rows[i].argument ? " " : "",
			 option_rows[i].argument ? option_rows[i].argument : "");
		fprintf(out, "  %-26s %s\n", left, option_rows[i].help);
	}
	fprintf(out,
		"\nExit status: 0 ok, 1 failed, 2 wrong usage, 3 no permission, 4 no TPM or no "
		"way to it,\n5 this TPM cannot do that.\n");
}
