/* SPDX-License-Identifier: BSD-2-Clause */
/* What doctor found, on a page. */
#include "page-findings.h"

#include <string.h>

#include "field-text.h"
#include "finding.h"
#include "page.h"
#include "report.h"
#include "severity.h"

static bool is_found(const struct finding *finding, enum severity severity)
{
	return state_is(&finding->status, FINDING_FOUND) && state_is(&finding->severity, severity);
}

static void finding_card(struct page *page, const struct finding *finding, const char *severity)
{
	const struct evidence *evidence = finding->evidence.items;

	page_printf(page, "<article class=\"card %s\"><h3>", severity);
	page_badge(page, severity);
	page_put(page, text_of(&finding->id, "-"));
	page_printf(page, " ");
	if (fact_known(&finding->tpm.fact) && report_count_tpms(page->report) > 1) {
		page_put(page, finding->tpm.value);
		page_printf(page, ": ");
	}
	page_put(page, text_of(&finding->title, "-"));
	page_printf(page, "</h3>\n");
	if (finding->evidence.count) {
		page_printf(page, "<dl>\n");
		for (size_t i = 0; i < finding->evidence.count; i++) {
			page_element(page, "dt", text_of(&evidence[i].source, "-"));
			page_element(page, "dd", text_of(&evidence[i].value, "-"));
		}
		page_printf(page, "</dl>\n");
	}
	page_element(page, "p class=\"soft\"", text_of(&finding->why, "-"));
	page_element(page, "p", text_of(&finding->remedy, "-"));
	page_lines(page, &finding->commands);
	page_printf(page, "</article>\n");
}

static void readiness(struct page *page)
{
	const struct readiness *items = page->report->readiness.items;
	const char *tpm = "";

	if (!page->report->readiness.count)
		return;
	page_printf(page, "<h3>Ready for</h3>\n<ul class=\"plain\">\n");
	for (size_t i = 0; i < page->report->readiness.count; i++) {
		page_printf(page, "<li>");
		page_badge(page, text_of(&items[i].status.text, "-"));
		if (report_count_tpms(page->report) > 1 &&
		    strcmp(text_of(&items[i].tpm, ""), tpm) != 0) {
			tpm = text_of(&items[i].tpm, "");
			page_put(page, tpm);
			page_printf(page, ": ");
		}
		page_put(page, text_of(&items[i].purpose, "-"));
		for (size_t r = 0; r < items[i].rules.count; r++) {
			page_printf(page, "%s", r ? ", " : " <span class=\"soft\">(");
			page_put(page, ((const char *const *)items[i].rules.items)[r]);
		}
		page_printf(page, "%s</li>\n", items[i].rules.count ? ")</span>" : "");
	}
	page_printf(page, "</ul>\n");
}

static size_t count_status(const struct report *report, enum finding_status status)
{
	const struct finding *findings = report->findings.items;
	size_t n = 0;

	for (size_t i = 0; i < report->findings.count; i++)
		n += state_is(&findings[i].status, status);
	return n;
}

/* "2 error, 1 warning": the worst gives the banner its colour. */
static void banner(struct page *page)
{
	const struct report *report = page->report;
	const struct finding *findings = report->findings.items;
	enum severity worst = SEVERITY_OK;
	const char *words = "";

	for (unsigned int severity = SEVERITY_CRITICAL; severity > SEVERITY_OK; severity--) {
		const char *name = severity_name(severity);
		size_t n = 0;

		for (size_t i = 0; i < report->findings.count; i++)
			n += is_found(&findings[i], severity);
		if (!n)
			continue;
		if (worst == SEVERITY_OK)
			worst = severity;
		words = arena_printf(&page->arena, "%s%s%zu %s", words, *words ? ", " : "", n,
				     name);
	}
	/* Nothing found by who could not look is no good news. */
	if (!*words && count_status(report, FINDING_SKIPPED) > count_status(report, FINDING_OK)) {
		worst = SEVERITY_INFO;
		words = "Nothing was found, and most could not be examined";
	}
	page_printf(page, "<section class=\"card banner %s\">", severity_name(worst));
	page_element(page, "strong", *words ? words : "Nothing was found");
	page_element(page, "p",
		     arena_printf(&page->arena,
				  "%zu rules: %zu found something, %zu found nothing, %zu could "
				  "not look.",
				  report->findings.count, count_status(report, FINDING_FOUND),
				  count_status(report, FINDING_OK),
				  count_status(report, FINDING_SKIPPED)));
	readiness(page);
	page_printf(page, "</section>\n");
}

static void skipped(struct page *page)
{
	const struct finding *findings = page->report->findings.items;
	static const char *const headings[] = { "Rule", "Fault", "Reason" };

	if (!count_status(page->report, FINDING_SKIPPED))
		return;
	page_fold_begin(page, "What could not be examined, and why");
	page_table_begin(page, "Rules that could not look", headings, 3);
	for (size_t i = 0; i < page->report->findings.count; i++) {
		const char *cells[] = { text_of(&findings[i].id, "-"),
					text_of(&findings[i].title, "-"),
					text_of(&findings[i].reason, "-") };

		if (state_is(&findings[i].status, FINDING_SKIPPED))
			page_table_row(page, cells, 3);
	}
	page_table_end(page);
	page_fold_end(page);
}

void page_findings(struct page *page)
{
	const struct report *report = page->report;
	const struct finding *findings = report->findings.items;

	if (!fact_known(&report->findings.fact))
		return;
	banner(page);
	for (unsigned int severity = SEVERITY_CRITICAL; severity > SEVERITY_OK; severity--)
		for (size_t i = 0; i < report->findings.count; i++)
			if (is_found(&findings[i], severity))
				finding_card(page, &findings[i], severity_name(severity));
	skipped(page);
}
