/* SPDX-License-Identifier: BSD-2-Clause */
/* What doctor found, worst first; what the machine is ready for; what could not be examined. */
#include "text-sources.h"
#include "text-doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "connection.h"
#include "finding.h"
#include "identity.h"
#include "severity.h"
#include "text.h"

static const struct finding *finding_at(const struct report *report, size_t i)
{
	return i < report->findings.count ? (const struct finding *)report->findings.items + i
					  : NULL;
}

static const char *escape_of(const struct enum_fact *severity, const struct text_options *options)
{
	return text_escape(options, severity->state >= SEVERITY_ERROR	  ? "\033[1;31m"
				    : severity->state == SEVERITY_WARNING ? "\033[33m"
									  : "\033[36m");
}

static void print_texts(const char *label, const struct list_fact *list, FILE *out)
{
	for (size_t i = 0; i < list->count; i++)
		fprintf(out, "    %-6s %s\n", i ? "" : label,
			((const char *const *)list->items)[i]);
}

static void print_finding(const struct report *report, const struct finding *finding,
			  const struct text_options *options, FILE *out)
{
	const struct evidence *items = finding->evidence.items;

	fprintf(out, "%s%-8s %s%s", escape_of(&finding->severity, options),
		text_of(&finding->severity.text, "-"), text_of(&finding->id, "-"),
		text_escape(options, TEXT_PLAIN));
	if (report_count_tpms(report) > 1 && fact_known(&finding->tpm.fact))
		fprintf(out, "  %s", finding->tpm.value);
	fprintf(out, "  %s\n", text_of(&finding->title, "-"));
	for (size_t i = 0; i < finding->evidence.count; i++)
		fprintf(out, "    %-6s %s: %s\n", i ? "" : "seen", text_of(&items[i].source, "-"),
			text_of(&items[i].value, "-"));
	fprintf(out, "    why    %s\n", text_of(&finding->why, "-"));
	fprintf(out, "    fix    %s\n", text_of(&finding->remedy, "-"));
	for (size_t i = 0; i < finding->commands.count; i++)
		text_command(options, 11, ((const char *const *)finding->commands.items)[i], out);
}

static size_t count_status(const struct report *report, enum finding_status status)
{
	const struct finding *finding;
	size_t n = 0;

	for (size_t i = 0; (finding = finding_at(report, i)); i++)
		n += state_is(&finding->status, status);
	return n;
}

static void print_found(const struct report *report, const struct text_options *options, FILE *out)
{
	const struct finding *finding;

	for (unsigned int severity = SEVERITY_CRITICAL; severity > SEVERITY_OK; severity--) {
		for (size_t i = 0; (finding = finding_at(report, i)); i++) {
			if (!state_is(&finding->status, FINDING_FOUND) ||
			    !state_is(&finding->severity, severity))
				continue;
			print_finding(report, finding, options, out);
			fputc('\n', out);
		}
	}
}

static void print_readiness(const struct report *report, const struct text_options *options,
			    FILE *out)
{
	const struct readiness *items = report->readiness.items;
	const char *tpm = "";

	fprintf(out, "%sready for%s\n", text_escape(options, TEXT_BOLD),
		text_escape(options, TEXT_PLAIN));
	for (size_t i = 0; i < report->readiness.count; i++) {
		if (report_count_tpms(report) > 1 && strcmp(text_of(&items[i].tpm, ""), tpm)) {
			tpm = text_of(&items[i].tpm, "");
			fprintf(out, "  %s\n", tpm);
		}
		fprintf(out, "  %-14s %s%-8s%s", text_of(&items[i].purpose, "-"),
			text_escape(options, state_is(&items[i].status, READINESS_YES) ? "\033[32m"
					     : state_is(&items[i].status, READINESS_NO)
						     ? "\033[1;31m"
						     : "\033[33m"),
			text_of(&items[i].status.text, "-"), text_escape(options, TEXT_PLAIN));
		for (size_t r = 0; r < items[i].rules.count; r++)
			fprintf(out, " %s", ((const char *const *)items[i].rules.items)[r]);
		fputc('\n', out);
	}
}

/* Is this the first of the skipped ones with its reason? */
static bool is_first(const struct report *report, size_t at)
{
	const struct finding *findings = report->findings.items;

	for (size_t i = 0; i < at; i++)
		if (state_is(&findings[i].status, FINDING_SKIPPED) &&
		    text_is(&findings[i].reason, text_of(&findings[at].reason, "")))
			return false;
	return true;
}

static void print_group(const struct report *report, size_t first, FILE *out)
{
	const struct finding *findings = report->findings.items, *finding;
	const char *reason = text_of(&findings[first].reason, "");
	enum { WIDTH = 84 };
	size_t column = WIDTH;

	fprintf(out, "  %s", reason);
	for (size_t i = first; (finding = finding_at(report, i)); i++) {
		const char *id = text_of(&finding->id, "-");

		if (!state_is(&finding->status, FINDING_SKIPPED) ||
		    !text_is(&finding->reason, reason))
			continue;
		if (column + strlen(id) + 1 > WIDTH) {
			fprintf(out, "\n   ");
			column = 3;
		}
		fprintf(out, " %s", id);
		column += strlen(id) + 1;
	}
	fputc('\n', out);
}

static void print_skipped(const struct report *report, const struct text_options *options,
			  FILE *out)
{
	const struct finding *finding;

	if (!count_status(report, FINDING_SKIPPED))
		return;
	fprintf(out, "\n%snot examined%s\n", text_escape(options, TEXT_BOLD),
		text_escape(options, TEXT_PLAIN));
	for (size_t i = 0; (finding = finding_at(report, i)); i++)
		if (state_is(&finding->status, FINDING_SKIPPED) && is_first(report, i))
			print_group(report, i, out);
}

static void print_tpms(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };

	for (size_t i = 0; i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);

		fprintf(out, "%s%s%s%s%s", text_escape(options, TEXT_BOLD), text_of(&tpm->name, ""),
			text_escape(options, TEXT_PLAIN), fact_known(&tpm->name.fact) ? ": " : "",
			text_kind(&arena, tpm));
		if (fact_known(&tpm->identity->manufacturer.fact))
			fprintf(out, ", %s %s, firmware %s", tpm->identity->manufacturer.value,
				text_of(&tpm->identity->vendor_string, ""),
				text_of(&tpm->identity->firmware, "-"));
		if (fact_known(&tpm->connection->commands.fact))
			fprintf(out, ", %" PRIu64 " commands", tpm->connection->commands.value);
		if (fact_known(&tpm->connection->chosen_by.fact) &&
		    strcmp(tpm->connection->chosen_by.value, "discovery") != 0)
			fprintf(out, ", chosen by %s", tpm->connection->chosen_by.value);
		fputc('\n', out);
	}
	arena_clear(&arena);
}

void text_findings(const struct report *report, const struct text_options *options, FILE *out)
{
	fprintf(out, "%zu rules: %zu found something, %zu found nothing, %zu could not look\n\n",
		report->findings.count, count_status(report, FINDING_FOUND),
		count_status(report, FINDING_OK), count_status(report, FINDING_SKIPPED));
	print_found(report, options, out);
	print_skipped(report, options, out);
}

int render_text_doctor(const struct report *report, const struct text_options *options, FILE *out)
{
	size_t found = count_status(report, FINDING_FOUND),
	       skipped = count_status(report, FINDING_SKIPPED);

	text_warn_simulator(report, out);
	text_sources(report, options, out);
	if (!fact_known(&report->findings.fact))
		return 0;
	print_tpms(report, options, out);
	fprintf(out, "%zu rules: %zu found something, %zu found nothing, %zu could not look\n\n",
		report->findings.count, found, count_status(report, FINDING_OK), skipped);
	print_found(report, options, out);
	print_readiness(report, options, out);
	print_skipped(report, options, out);
	return ferror(out) ? -EIO : 0;
}

int render_text_rules(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "RULE", "SEVERITY", "CATEGORY", "FAULT" };
	struct libscols_table *table = text_table(options, out, headings, 4);
	const struct finding *finding;

	for (size_t i = 0; table && (finding = finding_at(report, i)); i++) {
		const char *cells[] = { text_of(&finding->id, "-"),
					text_of(&finding->severity.text, "-"),
					text_of(&finding->category, "-"),
					text_of(&finding->title, "-") };

		text_line(table, NULL, cells, 4);
	}
	return text_table_end(table);
}

int render_text_explain(const struct report *report, const struct text_options *options, FILE *out)
{
	const struct finding *finding;

	for (size_t i = 0; (finding = finding_at(report, i)); i++) {
		print_finding(report, finding, options, out);
		if (fact_known(&finding->explained_by.fact))
			fprintf(out, "    unless %s is found, which explains it\n",
				finding->explained_by.value);
		print_texts("see", &finding->references, out);
	}
	return ferror(out) ? -EIO : 0;
}
