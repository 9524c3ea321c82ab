/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading machines from files: one whole, or many with a line each. */
#include "input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "cmd.h"
#include "error-line.h"
#include "import.h"
#include "json-read.h"
#include "machine.h"
#include "select.h"

static const char remedy[] = "tpm-probe -o json writes reports; of other programs it reads what "
			     "tpm-probe(1) lists at --from";

enum { NOTES_OF_MANY = 2 }; /* of each machine, where there are many */

static const char too_many[] = "nested too deep, or too many entries: the rest of it is left out";

static int exit_status_of(int r)
{
	return r == -EACCES ? EXIT_DENIED : EXIT_GENERAL;
}

static const char *error_text(int r)
{
	return r == -ENODATA  ? "nothing in it is understood"
	       : r == -EINVAL ? "it is a device or a socket, not a file"
	       : r == -ELOOP  ? "nested too deep: what is below is not read"
	       : r == -E2BIG  ? "too many entries: the rest is not read"
			      : strerror(-r);
}

/* One machine's report. 0, or -errno, with a malloc'd sentence or NULL. */
static int read_source(const struct import_source *source, struct report **ret_report,
		       char **ret_error)
{
	int r;

	*ret_error = NULL;
	if (source->kind == IMPORT_REPORT)
		r = json_read_file(source->path, ret_report, ret_error);
	else if (source->kind == IMPORT_TEXT)
		r = import_text(source, ret_report, ret_error);
	else
		r = source->error < 0 ? source->error : -EIO;
	if (r == -E2BIG && !*ret_error)
		*ret_error = strdup(too_many);
	return r;
}

/* What of the texts was not understood, and what is cut. */
static void say_notes(const struct report *report, size_t most)
{
	for (size_t i = 0; i < report->notes.count && i < most; i++)
		fprintf(stderr, "tpm-probe: %s\n", ((const char *const *)report->notes.items)[i]);
}

static int read_one(struct run *run, const struct import_source *source)
{
	_cleanup_free_ char *error = NULL;
	struct report *report;
	int r = read_source(source, &report, &error);

	if (r < 0)
		return run_fail(run, exit_status_of(r), remedy, "%s: %s", source->path,
				error ? error : error_text(r));
	report_free(run->report);
	run->report = report;
	say_notes(report, report->notes.count);
	if (!report->problems.count)
		return EXIT_OK;
	for (size_t i = 0; i < report->problems.count; i++)
		error_line("%s: %s", source->path,
			   ((const char *const *)report->problems.items)[i]);
	return run_fail(run, EXIT_GENERAL, "what could be read is shown", "%s: %zu of its files %s",
			source->path, report->problems.count,
			report->problems.count == 1 ? "is broken" : "are broken");
}

static void add_machine(struct run *run, const struct import_source *source, struct report *report)
{
	const char *const *problems = report->problems.items;
	struct machine *machine;
	const char *text = NULL;

	for (size_t i = 0; i < report->problems.count; i++)
		text = text ? arena_printf(&run->report->arena, "%s; %s", text, problems[i])
			    : problems[i];
	if (run->cmd->examine_machine)
		run->cmd->examine_machine(run, report);
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		machine = report_add_machine_tpm(run->report, source->name, report,
						 report_tpm(report, i));
		fact_set_text(run->report, &machine->error, text);
	}
	if (!report_count_tpms(report)) {
		machine = report_add_machine_tpm(run->report, source->name, report, NULL);
		fact_set_text(run->report, &machine->error,
			      text		      ? text
			      : report->sources.count ? "the text holds nothing of a TPM"
						      : "it has no TPM");
	}
}

/* Named on standard error too: a table of a thousand lines hides one. */
static void add_broken(struct run *run, const char *path, const char *name, const char *error)
{
	error_line("%s: %s", path, error);
	fact_set_text(run->report, &report_add_machine(run->report, name)->error, error);
}

/* n_broken: so many have failed already. Those that can be read are shown, whatever the others are. */
static int read_many(struct run *run, const struct import_sources *sources, size_t n_broken)
{
	const size_t n = sources->count + n_broken;

	for (size_t i = 0; i < sources->count; i++) {
		const struct import_source *source = &sources->items[i];
		_cleanup_free_ char *error = NULL;
		struct report *report;
		int r = read_source(source, &report, &error);

		if (r < 0) {
			add_broken(run, source->path, source->name, error ? error : error_text(r));
			n_broken++;
			continue;
		}
		for (size_t j = 0; j < report->problems.count; j++)
			error_line("%s: %s", source->path,
				   ((const char *const *)report->problems.items)[j]);
		say_notes(report, NOTES_OF_MANY);
		n_broken += report->problems.count > 0;
		add_machine(run, source, report);
		report_free(report);
	}
	if (!n_broken)
		return EXIT_OK;
	return run_fail(run, EXIT_GENERAL, "the table says what is wrong with which",
			"%zu of %zu machines could not be read, or not wholly", n_broken, n);
}

static int read_and_keep(struct run *run, const struct import_source *source, const char *device)
{
	int status = read_one(run, source), kept;

	/* What of it could be read is picked from all the same. */
	if (status && !run->report->problems.count)
		return status;
	kept = select_keep(run, NULL, device);
	return kept ? kept : status;
}

int input_read(struct run *run, const char *operand)
{
	_cleanup_(import_sources_clear) struct import_sources sources = { 0 };
	const struct option_texts *froms = &run->options.froms;
	const char *device = operand ? operand : run->options.device;
	int status = select_check(run, operand);

	if (status)
		return status;
	for (size_t i = 0; i < froms->count; i++) {
		int r = import_scan(froms->texts[i], &sources);

		if (r == -ENODATA)
			return run_fail(
				run, EXIT_GENERAL, remedy,
				"%s: there is neither a report nor any text that is understood "
				"in this directory",
				froms->texts[i]);
		if (r < 0)
			return run_fail(run, exit_status_of(r), remedy, "%s: %s", froms->texts[i],
					strerror(-r));
	}
	if (sources.count == 1 && (!sources.several || device))
		return read_and_keep(run, &sources.items[0], device);
	if (device && run->cmd->examine_machine)
		return run_fail(run, EXIT_USAGE, "name one of them with --from",
				"%s picks a TPM of one machine, and --from names %zu", device,
				sources.count);
	if (run->cmd->examine_machine)
		return read_many(run, &sources, 0);
	if (sources.count == 1)
		return read_and_keep(run, &sources.items[0], device);
	return run_fail(run, EXIT_USAGE,
			"name one of them; tpm-probe fleet, list and doctor show all",
			"--from names %zu machines, and this command is about one", sources.count);
}

int input_read_fleet(struct run *run, const char *const *paths, size_t n)
{
	_cleanup_(import_sources_clear) struct import_sources sources = { 0 };
	size_t n_broken = 0;

	for (size_t i = 0; i < n; i++) {
		int r = import_scan(paths[i], &sources);

		if (r >= 0)
			continue;
		add_broken(run, paths[i], paths[i],
			   r == -ENODATA
				   ? "neither a report nor any text that is understood is in it"
			   : r == -E2BIG ? too_many
					 : strerror(-r));
		n_broken++;
	}
	return read_many(run, &sources, n_broken);
}
