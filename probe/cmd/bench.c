/* SPDX-License-Identifier: BSD-2-Clause */
/* bench: what is asked for, and what is made of the results. Measuring is bench-measure.c's. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench-measure.h"
#include "bench-render.h"
#include "cleanup.h"
#include "cmd.h"
#include "compare.h"
#include "input.h"
#include "json-read.h"
#include "names-command.h"
#include "ops.h"
#include "options.h"
#include "output-file.h"
#include "output.h"
#include "reference-rank.h"

/* Operation I behind what else may stand first. */
static const char *first_operand(size_t i)
{
	static const char *const verbs[] = { "compare", "export" };

	if (i < 2)
		return verbs[i];
	return i - 2 < bench_op_count() ? bench_op(i - 2)->name : NULL;
}

static const char *tier_name(size_t i)
{
	i += TIER_SAFE;
	if (i <= TIER_SLOW)
		return bench_tier_words.words[i];
	return i == TIER_SLOW + 1 ? "all" : NULL;
}

#define AT(member) offsetof(struct bench_options, member)
static const struct option_row rows[] = {
	{ "list", 0, OPTION_FLAG, AT(list), NULL, NULL,
	  .help = "list every operation and its tier" },
	{ "tier", 0, OPTION_TEXTS, AT(tiers), "TIER", "@value",
	  .help = "all operations of a tier; may be given several times", .value = tier_name },
	{ "allow-state", 0, OPTION_FLAG, AT(allow_state), NULL, NULL,
	  .help = "allow tier state: extends and resets PCR 16, defines an NV index; undone afterwards" },
	{ "samples", 'n', OPTION_NUMBER, AT(n), "N", NULL, .help = "samples per operation (100)" },
	{ "duration", 0, OPTION_DURATION, AT(duration_ns), "TIME", NULL,
	  .help = "bound for each operation, e.g. 5s; without -n as many samples as fit" },
	{ "warmup", 0, OPTION_COUNT, AT(warmup), "N", NULL,
	  .help = "commands before the first sample (5)" },
	{ "jobs", 0, OPTION_NUMBER, AT(jobs), "N", NULL,
	  .help = "ask through N connections at once" },
	{ "rate", 0, OPTION_RATE, AT(rate), "R", NULL,
	  .help = "start R commands a second, ready or not (open loop): waiting counts" },
	{ "rm-cost", 0, OPTION_FLAG, AT(rm_cost), NULL, NULL,
	  .help = "what the resource manager costs with 0 to 3 loaded objects" },
	{ "kernel", 0, OPTION_FLAG, AT(kernel), NULL, NULL,
	  .help = "the kernel's share of the time, by tracefs; needs root" },
	{ "save", 0, OPTION_TEXT, AT(save), "FILE", "@file", .help = "write the results as JSON" },
	{ "baseline", 0, OPTION_TEXT, AT(baseline), "FILE", "@file",
	  .help = "compare with results that were saved; the exit status tells" },
	{ "max", 0, OPTION_TEXTS, AT(max), "OP=TIME", NULL,
	  .help = "fail if the median is above, e.g. sign_p256=80ms; may be given several times" },
	{ "force", 0, OPTION_FLAG, AT(force), NULL, NULL,
	  .help = "compare although TPM, driver or kernel are not the baseline's" },
	{ "html", 0, OPTION_TEXT, AT(html), "FILE", "@file", .help = "write a page with plots" },
	{ "svg", 0, OPTION_TEXT, AT(svg), "FILE", "@file", .help = "write the plots alone" },
	{ "format", 0, OPTION_TEXT, AT(format), "FORMAT", "@format",
	  .help = "bench export: the format" },
};
static const struct bench_options defaults = { .n = -1, .warmup = -1, .jobs = 1 };
static const struct option_group group = OPTION_GROUP(rows, struct bench_options, &defaults);

static int list_operations(struct run *run)
{
	struct report *report = run->report;

	for (size_t i = 0; i < bench_op_count(); i++) {
		const struct bench_op *op = bench_op(i);
		struct bench_choice *choice =
			list_append(&report->arena, &report->benchmark->choices, sizeof(*choice));

		fact_set_text(report, &choice->name, op->name);
		fact_set_state(&choice->tier, &bench_tier_words, op->tier);
		fact_set_text(report, &choice->command, name_command(op->command));
		fact_set_text(report, &choice->help, op->help);
		choice->gated = FACT_NUMBER(op->gated);
	}
	run->render = render_bench_list;
	return output_show(run, EXIT_OK);
}

static bool is_wanted(const struct run *run, const struct bench_op *op)
{
	const struct bench_options *bench = cmd_options(run, &group);
	const struct option_texts *tiers = &bench->tiers;

	for (int i = 0; i < run->argc; i++)
		if (!strcmp(run->argv[i], op->name))
			return true;
	for (size_t i = 0; i < tiers->count; i++) {
		if (op->tier == enum_state(&bench_tier_words, tiers->texts[i]))
			return true;
		if (!strcmp(tiers->texts[i], "all") &&
		    (op->tier != TIER_STATE || bench->allow_state))
			return true;
	}
	if (run->argc || tiers->count)
		return false;
	return bench->rm_cost ? !strcmp(op->name, "get_random_8") : op->tier == TIER_SAFE;
}

/* The operations that were asked for, in the table's order. */
static int choose(struct run *run, const struct bench_op ***ret_ops, size_t *ret_n)
{
	const struct bench_options *bench = cmd_options(run, &group);
	const struct bench_op **ops;
	size_t n = 0;

	for (int i = 0; i < run->argc; i++)
		if (!bench_op_find(run->argv[i]))
			return run_fail(run, EXIT_USAGE, "tpm-probe bench --list",
					"there is no operation \"%s\"", run->argv[i]);
	ops = calloc(bench_op_count(), sizeof(const struct bench_op *));
	if (!ops)
		abort();
	for (size_t i = 0; i < bench_op_count(); i++) {
		if (!is_wanted(run, bench_op(i)))
			continue;
		if (bench_op(i)->tier == TIER_STATE && !bench->allow_state) {
			free(ops);
			return run_fail(run, EXIT_USAGE,
					"with --allow-state PCR 16 is extended and reset, an NV "
					"index defined and undefined",
					"%s changes the TPM's state: it needs --allow-state",
					bench_op(i)->name);
		}
		ops[n++] = bench_op(i);
	}
	*ret_ops = ops;
	*ret_n = n;
	return EXIT_OK;
}

/* The budget in "sign_p256=80ms"; false after a message. */
static bool parse_budget(struct run *run, const char *text, char name[64], uint64_t *ret_ns)
{
	const char *equals = strchr(text, '=');
	size_t n = equals ? (size_t)(equals - text) : 0;

	if (n > 0 && n < 64) {
		memcpy(name, text, n);
		name[n] = '\0';
		if (!bench_op_find(name)) {
			run_fail(run, EXIT_USAGE, "tpm-probe bench --list",
				 "--max: there is no operation \"%s\"", name);
			return false;
		}
		if (option_parse_duration(equals + 1, 1000000, ret_ns) == 0)
			return true;
	}
	run_fail(run, EXIT_USAGE, NULL, "--max: \"%s\" is not OPERATION=TIME, as sign_p256=80ms",
		 text);
	return false;
}

static int check_options(struct run *run)
{
	const struct bench_options *bench = cmd_options(run, &group);
	uint64_t budget;
	char name[64];

	for (size_t i = 0; i < bench->max.count; i++)
		if (!parse_budget(run, bench->max.texts[i], name, &budget))
			return EXIT_USAGE;
	if (run->options.sysroot)
		return run_fail(run, EXIT_USAGE, NULL,
				"below --sysroot there is no TPM to measure");
	if (run->options.tctis.count > BENCH_MAX_CONNECTIONS)
		return run_fail(run, EXIT_USAGE, NULL, "--tcti: more than %d connections",
				BENCH_MAX_CONNECTIONS);
	if (bench->jobs > 256)
		return run_fail(run, EXIT_USAGE, NULL, "--jobs: more than 256 connections");
	if (bench->jobs > 1 && run->options.simulator)
		return run_fail(run, EXIT_USAGE, NULL,
				"--simulator has one connection: it does not go with --jobs");
	if (bench->rm_cost && (bench->jobs > 1 || bench->rate > 0))
		return run_fail(run, EXIT_USAGE, NULL,
				"--rm-cost measures one command after the other: it does not go "
				"with --jobs and --rate");
	if (bench->kernel && bench->jobs > 1)
		return run_fail(
			run, EXIT_USAGE, NULL,
			"--kernel attributes what happens to one command at a time: it does "
			"not go with --jobs");
	if (bench->format)
		return run_fail(run, EXIT_USAGE, "tpm-probe bench -o gab|bmf|go|csv",
				"--format belongs to bench export");
	return EXIT_OK;
}

static int read_report(struct run *run, const char *path, struct report **ret_report)
{
	_cleanup_free_ char *error = NULL;
	int r = json_read_file(path, ret_report, &error);

	if (r >= 0)
		return EXIT_OK;
	return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
			"tpm-probe bench --save writes such files", "%s: %s", path,
			error ? error : strerror(-r));
}

/* Against the baseline and the budgets. */
static void judge(struct run *run, const struct report *baseline, const char *path)
{
	const struct bench_options *bench = cmd_options(run, &group);
	const struct compare_options options = { .force = bench->force };

	if (baseline)
		compare_reports(run->report, baseline, path, &options);
	for (size_t i = 0; i < bench->max.count; i++) {
		uint64_t budget;
		char name[64];

		if (parse_budget(run, bench->max.texts[i], name, &budget))
			compare_budget(run->report, name, budget);
	}
}

static int verdict_status(const struct report *report)
{
	static const int statuses[] = {
		[VERDICT_REGRESSED] = EXIT_REGRESSED,
		[VERDICT_INCONCLUSIVE] = EXIT_INCONCLUSIVE,
		[VERDICT_IMPROVED] = EXIT_IMPROVED,
	};
	const struct enum_fact *verdict = &report->benchmark->verdict;

	return fact_known(&verdict->fact) ? statuses[verdict->state] : EXIT_OK;
}

static int check_files(struct run *run)
{
	const struct bench_options *bench = cmd_options(run, &group);
	const char *paths[] = { bench->save, bench->html, bench->svg };
	int status = EXIT_OK;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]) && !status; i++)
		status = output_file_check(run, paths[i]);
	return status;
}

static int write_files(struct run *run)
{
	const struct bench_options *bench = cmd_options(run, &group);
	mode_t mask = umask(0), mode = 0666 & ~mask;
	int status = EXIT_OK;

	umask(mask);
	if (bench->save)
		status = output_write(run, "json", bench->save, mode);
	if (bench->html && !status)
		status = output_write(run, "html", bench->html, mode);
	if (bench->svg && !status)
		status = output_write(run, "svg", bench->svg, mode);
	return status;
}

/* What is left to do with measured or read results. */
static int conclude(struct run *run, const struct report *baseline, const char *path)
{
	int status;

	judge(run, baseline, path);
	run->text_options.beside = baseline;
	status = write_files(run);
	if (!status)
		status = verdict_status(run->report);
	return output_show(run, status);
}

static int run_measure(struct run *run, const struct report *baseline)
{
	const struct bench_options *bench = cmd_options(run, &group);
	const struct bench_op **ops = NULL;
	struct bench_measured measured;
	size_t n = 0;
	int status = choose(run, &ops, &n);

	if (status)
		return status;
	status = bench_measure(run, bench, ops, n, &measured);
	if (status)
		status = output_show_failure(run, status);
	else
		status = conclude(run, baseline, bench->baseline);
	if (measured.signal)
		status = EXIT_SIGNAL + measured.signal;
	bench_measured_clear(&measured);
	return status;
}

/* A file that is an operand, read as --from would. */
static int read_result(struct run *run, const char *path)
{
	run->options.from = path;
	run->options.froms = (struct option_texts){ .texts = { path }, .count = 1 };
	return input_read(run, NULL);
}

/* bench compare A B: B held against A, with no TPM here. */
static int run_compare(struct run *run)
{
	struct report *baseline;
	int status;

	if (run->argc != 3)
		return run_fail(run, EXIT_USAGE, "tpm-probe bench compare BASELINE RESULT",
				"bench compare needs two files that bench --save wrote");
	status = read_report(run, run->argv[1], &baseline);
	if (status)
		return status;
	status = read_result(run, run->argv[2]);
	if (!status)
		status = conclude(run, baseline, run->argv[1]);
	report_free(baseline);
	return status;
}

/* bench export --format FORMAT FILE */
static int run_export(struct run *run)
{
	const struct bench_options *bench = cmd_options(run, &group);
	int status;

	if (run->argc != 2 || !bench->format)
		return run_fail(run, EXIT_USAGE,
				"tpm-probe bench export --format json|gab|bmf|go|csv RESULT",
				"bench export needs a format, and a file that bench --save wrote");
	run->format = output_find(bench->format, OUTPUT_BENCHMARK);
	status = read_result(run, run->argv[1]);
	return status ? status : output_show(run, EXIT_OK);
}

static bool has_results(const struct report *report)
{
	for (size_t i = 0; i < report_count_tpms(report); i++)
		if (report_tpm(report, i)->bench->operations.count)
			return true;
	return false;
}

static int run_read(struct run *run, const struct report *baseline)
{
	const struct bench_options *bench = cmd_options(run, &group);
	int status = input_read(run, NULL);

	if (status)
		return status;
	if (!has_results(run->report))
		return run_fail(run, EXIT_GENERAL, "tpm-probe bench --save writes such files",
				"%s holds no results of bench", run->options.from);
	return conclude(run, baseline, bench->baseline);
}

static int run_bench(struct run *run)
{
	const struct bench_options *bench = cmd_options(run, &group);
	struct report *baseline = NULL;
	int status = check_files(run);

	if (status)
		return status;
	if (run->argc && !strcmp(run->argv[0], "compare"))
		return run_compare(run);
	if (run->argc && !strcmp(run->argv[0], "export"))
		return run_export(run);
	status = check_options(run);
	if (status)
		return status;
	if (bench->list)
		return list_operations(run);
	/* Before anything is measured in vain. */
	if (bench->baseline)
		status = read_report(run, bench->baseline, &baseline);
	if (!status)
		status = run->options.from ? run_read(run, baseline) : run_measure(run, baseline);
	report_free(baseline);
	return status;
}

const struct cmd cmd_bench = {
	.name = "bench",
	.operands = "[OP]...",
	.help = "how fast every command is, and whether it got slower",
	.max_operands = 64,
	.operand_rows = { { .argument = "OP",
			    .choices = "@value",
			    .help = "an operation, or what to do with saved results",
			    .value = first_operand },
			  { .argument = "FILE",
			    .choices = "@file",
			    .help = "of compare and export: results that --save wrote",
			    .value = first_operand } },
	.options = { &group },
	.examples = { { "bench --tier crypto --save before.json", "measure, and keep the results" },
		      { "bench compare before.json after.json", "status 7 if something is slower" },
		      { "bench export --format csv before.json",
			"every sample, for other programs" },
		      { "bench sign_p256 --max sign_p256=80ms", "a budget" } },
	.shows = OUTPUT_BENCHMARK,
	.render = render_bench_text,
	.run = run_bench,
	.several_tctis = true,
};
