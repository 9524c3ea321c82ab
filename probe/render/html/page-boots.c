/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved boots on a page. */
#include "page-boots.h"

#include <inttypes.h>
#include <string.h>

#include "boots.h"
#include "field-text.h"
#include "fields.h"
#include "report.h"

/* Two columns also on a telephone: only the names of the rows go above them. */
const char page_boots_style[] =
	".then-now{display:grid;grid-template-columns:minmax(5em,max-content) minmax(0,1fr) minmax(0,1fr);"
	"gap:4px 12px;margin:0}\n"
	".then-now b{font-weight:600}.then-now code{font-size:.8rem}\n"
	"@media (max-width:760px){.then-now{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}"
	".then-now .name{grid-column:1/3}}\n"
	".changes{margin:8px 0 0;padding-left:1.2em}\n";

static void cell(struct page *page, const char *element, const char *text)
{
	page_element(page, element, text);
}

static void row(struct page *page, const char *name, const char *then, const char *now)
{
	cell(page, "span class=\"name soft\"", name);
	cell(page, "span", then);
	cell(page, strcmp(then, now) != 0 ? "b" : "span", now);
}

/* The facts that distinguish two boots. */
static void side_by_side(struct page *page, const struct boot *then, const struct boot *now)
{
	static const char *const keys[] = { "saved_at",	   "kernel",	   "firmware",
					    "secure_boot", "tpm_firmware", "reset_count",
					    "unlocked" };

	page_printf(page, "<div class=\"card then-now\">");
	row(page, "Boot", "then", is_set(&now->running) ? "now" : "later");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct field *field = record_field(&boot_type, keys[i]);
		bool is_time = !strcmp(keys[i], "saved_at");

		if (!fact_known(field_fact(field, then)) && !fact_known(field_fact(field, now)))
			continue;
		row(page, field->label,
		    is_time ? page_time(page, &then->saved_at)
			    : text_of_field(&page->arena, field, then),
		    is_time ? page_time(page, &now->saved_at)
			    : text_of_field(&page->arena, field, now));
	}
	page_printf(page, "</div>\n");
}

static void changed_pcr(struct page *page, const struct changed_pcr *pcr)
{
	const struct record_change *changes = pcr->changes.items;

	page_printf(page, "<article class=\"card\"><h3>PCR %" PRIu64 " ", pcr->pcr.value);
	page_put(page, text_of(&pcr->bank, ""));
	page_printf(page, "</h3>\n<div class=\"then-now\">");
	page_printf(page, "<span class=\"name soft\">value</span><code>");
	page_put(page, text_of(&pcr->then, "-"));
	page_printf(page, "</code><code>");
	page_put(page, text_of(&pcr->now, "-"));
	page_printf(page, "</code></div>\n<ul class=\"changes\">\n");
	for (size_t i = 0; i < pcr->changes.count; i++) {
		const char *why = text_of(&changes[i].why, "");

		page_printf(page, "<li>");
		page_put(page, text_of(&changes[i].text,
				       text_of(&changes[i].kind, "what changed was left out")));
		if (*why && (i + 1 == pcr->changes.count || !text_is(&changes[i + 1].why, why))) {
			page_printf(page, "<br><span class=\"soft\">");
			page_put(page, why);
			page_printf(page, "</span>");
		}
		page_printf(page, "</li>\n");
	}
	page_printf(page, "</ul></article>\n");
}

static void comparison(struct page *page)
{
	const struct report *report = page->report;
	const struct boot *boots = report->boots.items;
	const struct changed_pcr *pcrs = report->pcrs.items;
	const char *const *differences = report->differences.items;

	page_element(page, "h2", "What changed since the last saved boot");
	side_by_side(page, &boots[1], &boots[0]);
	if (report->differences.count) {
		page_printf(page, "<ul class=\"changes\">\n");
		for (size_t i = 0; i < report->differences.count; i++)
			page_element(page, "li", differences[i]);
		page_printf(page, "</ul>\n");
	}
	if (!report->pcrs.count)
		page_element(page, "p", "No PCR changed.");
	for (size_t i = 0; i < report->pcrs.count; i++)
		changed_pcr(page, &pcrs[i]);
}

static void list(struct page *page)
{
	static const char *const headings[] = { "Saved at", "Kernel", "Firmware", "Changed",
						"Unlocked" };
	enum { COLUMNS = sizeof(headings) / sizeof(headings[0]) };
	const struct boot *boots = page->report->boots.items;

	page_element(page, "h2", "Saved boots");
	page_printf(page, "<div class=\"card\">");
	page_table_begin(page, "Saved boots", headings, COLUMNS);
	for (size_t i = 0; i < page->report->boots.count; i++) {
		const char *cells[] = {
			is_set(&boots[i].running) ? "this boot"
						  : page_time(page, &boots[i].saved_at),
			text_of(&boots[i].kernel, "-"), text_of(&boots[i].firmware, "-"),
			text_of(&boots[i].changed, "-"), text_of(&boots[i].unlocked, "not known")
		};

		page_table_row(page, cells, COLUMNS);
	}
	page_table_end(page);
	page_printf(page, "</div>\n");
}

void page_boots(struct page *page)
{
	const struct report *report = page->report;

	if (fact_known(&report->pcrs.fact) && report->boots.count > 1)
		comparison(page);
	if (report->boots.count)
		list(page);
}
