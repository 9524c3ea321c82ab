/* SPDX-License-Identifier: BSD-2-Clause */
/* Many machines on one page: what they come to, what stands out, then each. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "field.h"
#include "fleet.h"
#include "fields.h"
#include "machine.h"
#include "report.h"
#include "page.h"
#include "report.h"
#include "severity.h"

static bool is_broken(const struct machine *machine)
{
	return fact_known(&machine->error.fact);
}

static bool is_locked(const struct machine *machine)
{
	return is_set(&machine->in_lockout);
}

static bool is_affected(const struct machine *machine)
{
	return machine->affected.count;
}

static bool is_outlier(const struct machine *machine)
{
	return fact_known(&machine->latency_outlier.fact);
}

/* Those machines alone. */
static void selected(struct page *page, const char *name, bool (*is)(const struct machine *machine),
		     const char *const *keys)
{
	const struct machine *machines = page->report->machines.items;
	struct list_fact list = { 0 };

	for (size_t i = 0; i < page->report->machines.count; i++)
		if (is(&machines[i]))
			*(struct machine *)list_append(&page->arena, &list,
						       sizeof(struct machine)) = machines[i];
	page_section(page, "h2", name, &machine_type, &list, keys);
}

static bool is_any(const struct report *report, enum severity severity)
{
	const struct machine *machines = report->machines.items;

	for (size_t i = 0; i < report->machines.count; i++)
		if (state_is(&machines[i].gravest, severity))
			return true;
	return false;
}

static void banner(struct page *page)
{
	const struct fleet *fleet = page->report->fleet;
	const char *gravity = is_any(page->report, SEVERITY_CRITICAL) ? "critical"
			      : is_any(page->report, SEVERITY_ERROR)  ? "error"
			      : is_any(page->report, SEVERITY_WARNING) || fleet->broken.value ||
					      fleet->outliers.value
				      ? "warning"
				      : "ok";

	page_printf(page, "<section class=\"card banner %s\"><strong>%" PRIu64 " TPM%s</strong>\n",
		    gravity, fleet->tpms.value, fleet->tpms.value == 1 ? "" : "s");
	page_facts(page, &fleet_type, fleet, NULL);
	page_printf(page, "</section>\n");
}

int render_html_fleet(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const broken_keys[] = { "name", "error", NULL };
	static const char *const affected_keys[] = {
		"name", "tpm", "manufacturer", "vendor_string", "firmware", "affected", NULL
	};
	static const char *const locked_keys[] = {
		"name",		 "tpm", "manufacturer", "vendor_string", "lockout_counter",
		"max_auth_fail", NULL
	};
	static const char *const outlier_keys[] = { "name",	      "tpm",
						    "manufacturer",   "vendor_string",
						    "firmware",	      "latency_outlier",
						    "latency_ns",     "latency_usual_ns",
						    "latency_source", NULL };
	static const char *const model_keys[] = { "manufacturer", "vendor_string",
						  "firmware",	  "firmware_raw",
						  "tpms",	  "affected",
						  "in_lockout",	  NULL };
	static const char *const latency_keys[] = { "manufacturer", "vendor_string",
						    "source",	    "tpms",
						    "median_ns",    "mad_ns",
						    "outliers",	    NULL };
	static const char *const count_keys[] = { "id", "tpms", "severity", "title", NULL };
	static const char *const all_keys[] = {
		"name",		 "tpm",		 "family",     "manufacturer",	  "vendor_string",
		"firmware",	 "firmware_raw", "revision",   "in_lockout",	  "lockout_counter",
		"max_auth_fail", "banks",	 "latency_ns", "latency_outlier", "affected",
		"unclear",	 "findings",	 "gravest",    "error",		  NULL
	};
	struct page page = { .out = out, .report = report };

	(void)options;
	page_begin(out, &page.arena, report, "TPM fleet", page_report_style);
	banner(&page);
	selected(&page, "Could not be read, or not wholly", is_broken, broken_keys);
	page_section(&page, "h2", "Vulnerabilities", &fleet_count_type,
		     &report->fleet->vulnerabilities, count_keys);
	selected(&page, "Affected", is_affected, affected_keys);
	selected(&page, "In lockout", is_locked, locked_keys);
	selected(&page, "Unusual latency", is_outlier, outlier_keys);
	page_section(&page, "h2", "Models and firmware", &fleet_model_type, &report->fleet->models,
		     model_keys);
	page_section(&page, "h2", "Latencies", &fleet_latency_type, &report->fleet->latencies,
		     latency_keys);
	page_section(&page, "h2", "Findings", &fleet_count_type, &report->fleet->findings,
		     count_keys);
	page_section(&page, "h2", "All", &machine_type, &report->machines, all_keys);
	page_end(out, &page.arena, report);
	arena_clear(&page.arena);
	return ferror(out) ? -EIO : 0;
}
