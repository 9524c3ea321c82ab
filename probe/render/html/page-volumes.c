/* SPDX-License-Identifier: BSD-2-Clause */
/* What is bound to the TPM, on a page. */
#include "page-volumes.h"

#include "fields.h"
#include "volume.h"

static const char *severity_of_verdict(const struct text_fact *verdict)
{
	return text_is(verdict, "should_unlock")     ? "ok"
	       : text_is(verdict, "will_not_unlock") ? "error"
						     : "info";
}

static void binding_details(struct page *page, const struct volume_binding *binding)
{
	static const char *const answer_keys[] = { "question", "answer", "evidence", NULL };
	static const char *const pcr_keys[] = { "pcr", "bank", "event", "why", "now", "then", NULL };

	page_table(page, "Answers", &volume_answer_type, &binding->answers, answer_keys);
	page_table(page, "PCRs that differ", &pcr_difference_type, &binding->pcrs_differ, pcr_keys);
	if (fact_known(&binding->remedy.fact))
		page_element(page, "p", binding->remedy.value);
	page_lines(page, &binding->commands);
}

static void volume_card(struct page *page, const struct volume *volume)
{
	static const char *const keys[] = { "token",   "kind",	      "keyslots", "bank",
					    "pcrs",    "signed_pcrs", "pin",	  "pcrlock",
					    "verdict", "causes",      NULL };
	const char *severity = severity_of_verdict(&volume->verdict);
	const struct volume_binding *bindings = volume->bindings.items;

	page_printf(page, "<article class=\"card %s\"><h3>", severity);
	page_badge(page, severity);
	page_put(page, text_of(&volume->source, text_of(&volume->name, "-")));
	page_printf(page, "</h3>\n");
	page_element(page, "p", text_of(&volume->summary, "-"));
	page_table(page, "Bindings", &volume_binding_type, &volume->bindings, keys);
	for (size_t i = 0; i < volume->bindings.count; i++)
		binding_details(page, &bindings[i]);
	for (size_t i = 0; i < volume->notes.count; i++)
		page_element(page, "p class=\"soft\"",
			     ((const char *const *)volume->notes.items)[i]);
	page_printf(page, "</article>\n");
}

void page_volumes(struct page *page)
{
	const struct volume *volumes = page->report->volumes.items;

	if (!page->report->volumes.count)
		return;
	page_element(page, "h2", "Volumes");
	for (size_t i = 0; i < page->report->volumes.count; i++)
		volume_card(page, &volumes[i]);
}
