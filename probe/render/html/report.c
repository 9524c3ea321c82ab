/* SPDX-License-Identifier: BSD-2-Clause */
/* One machine as a page: verdicts first, then each TPM, then the machine around it. */
#include <errno.h>
#include <string.h>

#include "bench-html.h"
#include "bench-render.h"
#include "cleanup.h"
#include "field-text.h"
#include "page-boots.h"
#include "page-findings.h"
#include "page-tpm.h"
#include "page-volumes.h"
#include "field.h"
#include "fields.h"
#include "host.h"
#include "identity.h"
#include "outcome.h"
#include "page.h"

static const char *title_of(struct page *page)
{
	const struct tpm_report *tpm = report_tpm(page->report, 0);

	if (report_count_tpms(page->report) != 1)
		return report_count_tpms(page->report) ? "TPM report: several TPMs"
						       : "TPM report: no TPM";
	if (!fact_known(&tpm->identity->manufacturer.fact))
		return arena_printf(&page->arena, "TPM report: %s", text_of(&tpm->name, "TPM"));
	return arena_printf(&page->arena, "TPM report: %s %s", tpm->identity->manufacturer.value,
			    text_of(&tpm->identity->vendor_string, ""));
}

static void about(struct page *page)
{
	const struct report *report = page->report;
	const char *words = arena_printf(&page->arena, "tpm-probe %s",
					 text_of(&report->version, "of an unknown version"));

	if (fact_known(&report->kernel.fact))
		words = arena_printf(&page->arena, "%s, Linux %s", words, report->kernel.value);
	if (fact_known(&report->host->time.fact))
		words = arena_printf(&page->arena, "%s, %s", words,
				     page_time(page, &report->host->time));
	page_element(page, "p class=\"soft\"", words);
	if (is_set(&report->redacted))
		page_printf(page,
			    "<p class=\"soft\">Redacted: what tells this machine, its TPMs or "
			    "a person from all others was taken out.</p>\n");
	if (fact_known(&report->error->message.fact)) {
		page_printf(page, "<p class=\"warn\">");
		page_put(page, report->error->message.value);
		page_printf(page, "</p>\n");
	}
	for (size_t i = 0; i < report->problems.count; i++)
		page_element(page, "p class=\"warn\"",
			     ((const char *const *)report->problems.items)[i]);
}

static void facts(struct page *page, const char *name, const struct record_type *type,
		  const void *record)
{
	if (!record_asked(type, record))
		return;
	page_element(page, "h3", name);
	page_printf(page, "<div class=\"card\">");
	page_facts(page, type, record, NULL);
	page_printf(page, "</div>\n");
}

static void machine(struct page *page)
{
	const struct host *host = page->report->host;
	static const char *const elsewhere[] = { "kernel_log", "time", NULL };
	static const char *const setting_keys[] = { "name",   "value", "scope",
						    "source", "fault", NULL };
	static const char *const library_keys[] = { "name", "path", "target", NULL };
	static const char *const rules_keys[] = { "path", "tpm", "tpmrm", NULL };
	static const char *const holder_keys[] = { "node",	 "pid",	 "command",
						   "executable", "unit", NULL };
	static const char *const consumer_keys[] = { "program", "where",  "tcti",   "way", "state",
						     "reason",	"remedy", "source", NULL };

	if (!record_asked(&host_type, host) &&
	    !record_asked(&firmware_tables_type, page->report->firmware))
		return;
	page_element(page, "h2", "The machine");
	facts(page, "Firmware tables", &firmware_tables_type, page->report->firmware);
	page_printf(page, "<div class=\"card\">");
	if (!page_facts(page, &host_type, host, elsewhere))
		page_printf(page, "<p class=\"soft\">Nothing more is known of it.</p>\n");
	page_printf(page, "</div>\n");
	facts(page, "Account", &account_type, &host->account);
	page_section(page, "h3", "Holders", &holder_type, &host->holders, holder_keys);
	page_section(page, "h3", "Settings", &setting_type, &host->settings, setting_keys);
	page_section(page, "h3", "TCTI modules", &tcti_library_type, &host->tcti_libraries,
		     library_keys);
	page_section(page, "h3", "udev rules", &udev_rules_type, &host->udev_rules, rules_keys);
	facts(page, "tpm2-abrmd", &abrmd_type, &host->abrmd);
	facts(page, "FAPI", &fapi_type, &host->fapi);
	page_section(page, "h3", "Programs", &consumer_type, &page->report->consumers,
		     consumer_keys);
	if (host->kernel_log.count) {
		page_element(page, "h3", "Kernel log");
		page_lines(page, &host->kernel_log);
	}
}

/* 0, also where there is no benchmark; -ENOMEM. */
static int benchmark(struct page *page, const struct report *report)
{
	_cleanup_(cleanup_bench_view) struct bench_view *view = NULL;
	struct bench_chart chart = { .out = page->out };
	int r = bench_view_make(report, NULL, &view);

	if (r < 0)
		return r == -EINVAL ? 0 : r;
	chart.view = view;
	page_element(page, "h2", "Benchmark");
	return html_bench(&chart);
}

int render_html_report(const struct report *report, const struct text_options *options, FILE *out)
{
	struct page page = { .out = out, .report = report };
	const char *style = arena_printf(&page.arena, "%s%s%s", page_report_style, page_boots_style,
					 bench_chart_style);
	int r;

	page_begin(out, &page.arena, report, title_of(&page), style);
	about(&page);
	page_findings(&page);
	page_volumes(&page);
	for (size_t i = 0; i < report_count_tpms(report); i++)
		page_tpm(&page, report_tpm(report, i));
	page_boots(&page);
	r = benchmark(&page, options->beside ? options->beside : report);
	machine(&page);
	page_end(out, &page.arena, report);
	arena_clear(&page.arena);
	return r < 0 ? r : ferror(out) ? -EIO : 0;
}
