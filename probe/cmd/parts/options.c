/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of every command, and parsing those of all. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "error-line.h"
#include "output.h"

#define AT(member) offsetof(struct options, member)

static const struct option_row rows[] = {
	{ "tcti", 'T', OPTION_TEXTS, AT(tctis), "NAME[:CONF]", NULL,
	  .help = "any TCTI that tctildr can load, e.g. swtpm:port=2321, tabrmd:" },
	{ "device", 'd', OPTION_TEXT, AT(device), "DEV", "@tpm",
	  .help = "tpm1 (through its resource manager), or a path: /dev/tpmrm1, /dev/tpm1 (raw)" },
	{ "output", 'o', OPTION_TEXT, AT(output), "FORMAT", "@format",
	  .help = "text (default), json; COMMAND --help lists the formats of each command" },
	{ "from", 0, OPTION_TEXTS, AT(froms), "PATH", "@file",
	  .help = "a report that -o json saved, what somebody attached (tpm2_getcap, dmesg, fwupdmgr ...), - "
		  "for standard input, or a directory of these" },
	{ "vuln-db", 0, OPTION_TEXT, AT(vuln_db), "FILE", "@file",
	  .help = "a newer list of known vulnerabilities" },
	{ "sysroot", 0, OPTION_TEXT, AT(sysroot), "DIR", "@file",
	  .help = "read /sys, /dev, /run and /etc below DIR; opens no TPM" },
	{ "simulator", 0, OPTION_FLAG, AT(simulator), NULL, NULL,
	  .help = "use an ephemeral swtpm, for machines without a TPM" },
	{ "timeout", 0, OPTION_NUMBER, AT(timeout_ms), "MS", NULL,
	  .help = "give up waiting for an answer of the TPM after MS milliseconds" },
	{ "no-legend", 0, OPTION_FLAG, AT(no_legend), NULL, NULL, .help = "no headings" },
	{ "color", 0, OPTION_TEXT, AT(colour), "WHEN", "auto always never",
	  .help = "colours in text output" },
	{ "help", 'h', OPTION_FLAG, AT(help), NULL, NULL,
	  .help = "this text; after a command, that command's" },
	{ "version", 0, OPTION_FLAG, AT(version), NULL, NULL, .help = "the version" },
};

static const struct options defaults = { .timeout_ms = -1, .colour = "auto" };
const struct option_group options_global = OPTION_GROUP(rows, struct options, &defaults);

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

static void append_word(struct arena *arena, const char **list, const char *word)
{
	if (!option_is_choice(*list, word))
		*list = arena_printf(arena, "%s%s%s", *list, **list ? " " : "", word);
}

const char *option_values(struct arena *arena, const struct run *run, const struct option_row *row,
			  const struct cmd *cmd)
{
	const char *kind = row->choices ? row->choices : "@value", *list = "", *word;
	const struct format *format;

	if (!row->value && strcmp(kind, "@value") && strcmp(kind, "@format") &&
	    strcmp(kind, "@command"))
		return kind;
	for (size_t i = 0; row->value && (word = row->value(i)); i++)
		append_word(arena, &list, word);
	for (size_t i = 0; !strcmp(kind, "@format") && (format = output_format(i)); i++)
		if (!cmd || format->applies & cmd->shows)
			append_word(arena, &list, format->name);
	for (size_t i = 0; !strcmp(kind, "@command") && run->cmds[i]; i++)
		if (run->cmds[i]->name)
			append_word(arena, &list, run->cmds[i]->name);
	return *list ? list : NULL;
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
	error_line("--%s: \"%s\" is not %s", row->name, value, wanted);
	return -EINVAL;
}

static int set_number(const struct option_row *row, const char *value, long least, long *ret_number)
{
	char *end;

	errno = 0;
	*ret_number = strtol(value, &end, 10);
	if (!errno && !*end && end != value && *ret_number >= least && *ret_number <= INT_MAX)
		return 0;
	error_line("--%s: \"%s\" is not a number from %ld to %d", row->name, value, least, INT_MAX);
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

/* Is it one of those that the row allows? */
static int check_choice(const struct run *run, const struct option_row *row, const char *value)
{
	struct arena arena = { 0 };
	const char *list = row->choices ? option_values(&arena, run, row, run->cmd) : NULL;
	int r = 0;

	if (list && *list != '@' && !option_is_choice(list, value)) {
		error_line("--%s: \"%s\" is not one of: %s", row->name, value, list);
		r = -EINVAL;
	}
	arena_clear(&arena);
	return r;
}

static int set_text(const struct run *run, const struct option_row *row, const char *value,
		    void *member)
{
	struct option_texts *texts = member;

	if (!*value) {
		fprintf(stderr, "tpm-probe: --%s needs %s, and it is empty\n", row->name,
			row->argument);
		return -EINVAL;
	}
	if (check_choice(run, row, value) < 0)
		return -EINVAL;
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

static int set_option(const struct run *run, const struct option_row *row, const char *value,
		      void *values)
{
	void *member = (char *)values + row->offset;

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
	return set_text(run, row, value, member);
}

/* Every option of every command for getopt_long(3), which has to know them before the command. */
enum { ROWS_MAX = 128 };
struct all_rows {
	const struct option_row *rows[ROWS_MAX]; /* row N is called 256 + N */
	struct option longs[ROWS_MAX + 1];
	char shorts[2 * ROWS_MAX + 1];
	size_t n;
};

static const struct option_row *find_row(const struct option_group *group,
					 const struct option_row *like)
{
	for (size_t i = 0; i < group->n_rows; i++)
		if (!strcmp(group->rows[i].name, like->name))
			return &group->rows[i];
	return NULL;
}

static void add_rows(struct all_rows *all, const struct option_group *group)
{
	for (size_t i = 0; i < group->n_rows; i++) {
		const struct option_row *row = &group->rows[i];
		size_t n = 0;

		/* Most names differ in their first letter, which spares the call. */
		while (n < all->n && (all->rows[n]->name[0] != row->name[0] ||
				      strcmp(all->rows[n]->name, row->name) != 0))
			n++;
		if (n < all->n || n == ROWS_MAX)
			continue;
		all->rows[n] = row;
		all->longs[n] = (struct option){ row->name, row->type != OPTION_FLAG, NULL,
						 (int)(256 + n) };
		if (row->letter)
			snprintf(all->shorts + strlen(all->shorts), 3, "%c%s", row->letter,
				 row->type != OPTION_FLAG ? ":" : "");
		all->n++;
	}
}

static void collect_rows(struct all_rows *all, const struct cmd *const *cmds)
{
	add_rows(all, &options_global);
	for (size_t c = 0; cmds[c]; c++)
		for (size_t g = 0; g < OPTION_GROUPS_MAX && cmds[c]->options[g]; g++)
			add_rows(all, cmds[c]->options[g]);
}

const struct cmd *options_find_cmd(const struct run *run, const char *name)
{
	const struct cmd *const *cmds = run->cmds;

	for (size_t i = 0; cmds[i]; i++)
		if (name ? cmds[i]->name && !strcmp(cmds[i]->name, name) : !cmds[i]->name)
			return cmds[i];
	return NULL;
}

/* An option that this command lacks: whose is it? */
static int refuse(const struct option_row *row, const struct cmd *const *cmds)
{
	const char *separator = " ";

	fprintf(stderr, "tpm-probe: --%s belongs to the command", row->name);
	for (size_t c = 0; cmds[c]; c++)
		for (size_t g = 0; g < OPTION_GROUPS_MAX && cmds[c]->options[g]; g++)
			if (find_row(cmds[c]->options[g], row)) {
				fprintf(stderr, "%s%s", separator, cmds[c]->name);
				separator = ", ";
			}
	fputc('\n', stderr);
	return -EINVAL;
}

/* What getopt_long(3) found. */
struct given {
	const struct option_row *row; /* of some command */
	const char *value;
};

static int set_global(const struct given *given, size_t n, struct run *run)
{
	for (size_t i = 0; i < n; i++) {
		const struct option_row *row = find_row(&options_global, given[i].row);

		if (row && set_option(run, row, given[i].value, &run->options) < 0)
			return -EINVAL;
	}
	return 0;
}

static int set_own(const struct given *given, size_t n, struct run *run)
{
	for (size_t i = 0; i < n; i++) {
		const struct option_row *row = find_row(&options_global, given[i].row);

		for (size_t g = 0; !row && g < OPTION_GROUPS_MAX && run->cmd->options[g]; g++) {
			row = find_row(run->cmd->options[g], given[i].row);
			if (row && set_option(run, row, given[i].value, run->option_values[g]) < 0)
				return -EINVAL;
		}
		if (!row)
			return refuse(given[i].row, run->cmds);
	}
	return 0;
}

static void make_values(struct run *run)
{
	for (size_t g = 0; g < OPTION_GROUPS_MAX && run->cmd->options[g]; g++) {
		const struct option_group *group = run->cmd->options[g];

		run->option_values[g] = calloc(1, group->size);
		if (!run->option_values[g])
			abort();
		if (group->defaults)
			memcpy(run->option_values[g], group->defaults, group->size);
	}
}

/* Of those of every command: do they go together, and with this one? */
static int check(const struct run *run)
{
	const struct options *options = &run->options;

	if (options->tctis.count > 1 && !run->cmd->several_tctis) {
		fprintf(stderr,
			"tpm-probe: --tcti is given %zu times; only bench and watch take several\n",
			options->tctis.count);
		return -EINVAL;
	}
	if (run->argc > run->cmd->max_operands) {
		fprintf(stderr,
			"tpm-probe %s: \"%s\" is one operand too many\nTry: tpm-probe --help\n",
			run->cmd->name ? run->cmd->name : "", run->argv[run->cmd->max_operands]);
		return -EINVAL;
	}
	return 0;
}

static int apply(const struct given *given, size_t n, struct run *run)
{
	struct options *options = &run->options;
	int r = set_global(given, n, run);

	if (options->help) {
		run->argc = run->cmd && run->cmd->name ? 1 : 0;
		run->argv -= run->argc;
		run->cmd = options_find_cmd(run, "help");
	}
	if (r < 0 || !run->cmd || options->help || options->version)
		return r;
	make_values(run);
	r = set_own(given, n, run);
	if (r < 0)
		return r;
	options->tcti = options->tctis.texts[0];
	options->from = options->froms.texts[0];
	run->format = output_find(options->output, run->cmd->shows);
	run->render = run->cmd->render;
	return check(run);
}

int options_parse(int argc, char **argv, struct run *run)
{
	struct given *given = calloc((size_t)argc + 1, sizeof(*given));
	struct all_rows all = { 0 };
	size_t n = 0;
	int c, r;

	if (!given)
		abort();
	run->options = defaults;
	collect_rows(&all, run->cmds);
	while ((c = getopt_long(argc, argv, all.shorts, all.longs, NULL)) != -1) {
		size_t i = 0;

		if (c == '?') {
			fprintf(stderr, "Try: tpm-probe --help\n");
			free(given);
			return -EINVAL;
		}
		while (c != all.rows[i]->letter && c != (int)(256 + i))
			i++;
		given = reallocarray(given, n + 1, sizeof(*given));
		if (!given)
			abort();
		given[n++] = (struct given){ all.rows[i], optarg };
	}
	run->cmd = options_find_cmd(run, argv[optind]);
	run->argv = argv + optind + (run->cmd && run->cmd->name);
	run->argc = argc - (int)(run->argv - argv);
	r = apply(given, n, run);
	free(given);
	return r;
}

void options_free(struct run *run)
{
	for (size_t g = 0; g < OPTION_GROUPS_MAX; g++)
		free(run->option_values[g]);
}
