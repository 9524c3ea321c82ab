/* SPDX-License-Identifier: BSD-2-Clause */
/* One TPM on a page: who made it, its state, its registers, what it keeps, what it can do. */
#include "page-tpm.h"

#include <string.h>

#include "attestation.h"
#include "capabilities.h"
#include "event-log.h"
#include "fields.h"
#include "keys.h"
#include "page.h"
#include "text.h"

/* Where there is anything, a card of it with a heading. */
static void facts_card(struct page *page, const char *heading, const struct record_type *type,
		       const void *record, const char *const *without)
{
	if (!record_asked(type, record))
		return;
	page_element(page, "h3", heading);
	page_printf(page, "<div class=\"card\">");
	if (!page_facts(page, type, record, without))
		page_printf(page, "<p class=\"soft\">Nothing is known.</p>\n");
	page_printf(page, "</div>\n");
}

static void folded_table(struct page *page, const char *name, const struct record_type *type,
			 const struct list_fact *list, const char *const *keys)
{
	if (!list->count)
		return;
	page_fold_begin(page, arena_printf(&page->arena, "%s (%zu)", name, list->count));
	page_table(page, name, type, list, keys);
	page_fold_end(page);
}

static void identity(struct page *page, const struct tpm_report *tpm)
{
	static const char *const node_keys[] = { "name", "path", "class_name", "owner",	 "group",
						 "mode", "acl",	 "access",     "remedy", NULL };
	static const char *const vulnerability_keys[] = { "id",	       "name",	   "status",
							  "evidence",  "fixed_in", "remedy",
							  "data_date", NULL };

	facts_card(page, "Identity", &identity_type, tpm->identity, NULL);
	facts_card(page, "TPM 1.2", &tpm12_type, tpm->tpm12, NULL);
	facts_card(page, "Device", &device_type, tpm->device, NULL);
	facts_card(page, "Connection", &connection_type, tpm->connection, NULL);
	if (tpm->nodes.count) {
		page_element(page, "h3", "Nodes");
		page_printf(page, "<div class=\"card\">");
		page_table(page, "Nodes", &node_type, &tpm->nodes, node_keys);
		page_printf(page, "</div>\n");
	}
	if (tpm->vulnerabilities.count) {
		page_element(page, "h3", "Known vulnerabilities");
		page_printf(page, "<div class=\"card\">");
		page_table(page, "Known vulnerabilities", &vulnerability_type,
			   &tpm->vulnerabilities, vulnerability_keys);
		page_printf(page, "</div>\n");
	}
}

static void boot(struct page *page, const struct tpm_report *tpm)
{
	static const char *const pcr_keys[] = { "bank", "index", "name", "digest", NULL };
	static const char *const replayed_keys[] = { "bank",   "index",	       "name",
						     "events", "status",       "replayed",
						     "value",  "blamed_event", "explanation",
						     NULL };
	static const char *const event_keys[] = {
		"number", "pcr", "type_name", "description", "digest_matches_data", "problem", NULL
	};
	const struct event_log *log = tpm->event_log;
	static const char *const no_keys[] = { "error_event", "error_offset", NULL };

	if (!tpm->pcr_values.count && !record_asked(&event_log_type, log))
		return;
	page_element(page, "h3", "Measured boot");
	page_printf(page, "<div class=\"card\">");
	page_verdicts(page, &log->verdicts);
	page_facts(page, &event_log_type, log, fact_known(&log->error.fact) ? NULL : no_keys);
	folded_table(page, "PCR values", &pcr_value_type, &tpm->pcr_values, pcr_keys);
	folded_table(page, "PCRs by the log, and by the TPM", &replayed_pcr_type, &log->pcrs,
		     replayed_keys);
	folded_table(page, "Events of the log", &boot_event_type, &log->events, event_keys);
	page_printf(page, "</div>\n");
}

static void certificates(struct page *page, const char *name, const struct list_fact *list)
{
	static const char *const without[] = { "public_key", "der", NULL };
	const struct ek_certificate *items = list->items;

	for (size_t i = 0; i < list->count; i++) {
		page_element(
			page, "h4",
			arena_printf(&page->arena, "%s %s", name,
				     text_of_field(&page->arena,
						   record_field(&ek_certificate_type, "handle"),
						   &items[i])));
		page_facts(page, &ek_certificate_type, &items[i], without);
	}
}

static void contents(struct page *page, const struct tpm_report *tpm)
{
	static const char *const object_keys[] = { "handle",
						   "type",
						   "use",
						   "hierarchy",
						   "parent",
						   "bits",
						   "curve",
						   "scheme",
						   "symmetric",
						   "template",
						   "fits",
						   "range",
						   "name_algorithm",
						   "attribute_names",
						   "policy",
						   "name",
						   NULL };
	static const char *const nv_keys[] = { "handle", "owner",	   "purpose",
					       "type",	 "size",	   "written",
					       "policy", "name_algorithm", "attribute_names",
					       NULL };

	if (!tpm->objects.count && !tpm->nv_indices.count && !tpm->ek_certificates.count &&
	    !tpm->other_certificates.count)
		return;
	page_element(page, "h3", "Keys, NV indices, certificates");
	page_printf(page, "<div class=\"card\">");
	if (tpm->objects.count) {
		page_element(page, "h4", "Persistent objects");
		page_table(page, "Persistent objects", &tpm_object_type, &tpm->objects,
			   object_keys);
	}
	if (tpm->nv_indices.count) {
		page_element(page, "h4", "NV indices");
		page_table(page, "NV indices", &nv_index_type, &tpm->nv_indices, nv_keys);
	}
	certificates(page, "EK certificate", &tpm->ek_certificates);
	certificates(page, "Certificate", &tpm->other_certificates);
	page_printf(page, "</div>\n");
}

static void capabilities(struct page *page, const struct tpm_report *tpm)
{
	const struct capabilities *caps = tpm->capabilities;
	static const char *const algorithm_keys[] = { "name",	   "id",	 "asymmetric",
						      "symmetric", "hash",	 "object",
						      "signing",   "encrypting", "method",
						      NULL };
	static const char *const command_keys[] = {
		"name",	     "command_index", "nv", "extensive", "flushed",
		"c_handles", "r_handle",      "v",  NULL
	};
	static const char *const property_keys[] = { "name", "raw", "text", "flags", NULL };
	static const char *const id_keys[] = { "name", "id", NULL };
	static const char *const bank_keys[] = { "name", "selected", NULL };
	static const char *const policy_keys[] = { "handle", "hash", "digest", NULL };

	if (!record_asked(&capabilities_type, caps))
		return;
	page_element(page, "h3", "Capabilities");
	page_printf(page, "<div class=\"card\">");
	folded_table(page, "PCR banks", &pcr_bank_type, &caps->pcrs, bank_keys);
	folded_table(page, "Algorithms", &algorithm_type, &caps->algorithms, algorithm_keys);
	folded_table(page, "ECC curves", &named_id_type, &caps->ecc_curves, id_keys);
	folded_table(page, "Commands", &command_type, &caps->commands, command_keys);
	folded_table(page, "Fixed properties", &property_type, &caps->properties_fixed,
		     property_keys);
	folded_table(page, "Variable properties", &property_type, &caps->properties_variable,
		     property_keys);
	folded_table(page, "PCR properties", &pcr_property_type, &caps->pcr_properties, bank_keys);
	folded_table(page, "Commands that need physical presence", &named_id_type,
		     &caps->pp_commands, id_keys);
	folded_table(page, "Audited commands", &named_id_type, &caps->audit_commands, id_keys);
	folded_table(page, "Authorisation policies", &auth_policy_type, &caps->auth_policies,
		     policy_keys);
	page_facts(page, &capabilities_type, caps, NULL);
	page_printf(page, "</div>\n");
}

void page_tpm(struct page *page, const struct tpm_report *tpm)
{
	static const char *const step_keys[] = { "name", "status", "reason", "duration_ns", NULL };

	page_element(page, "h2",
		     arena_printf(&page->arena, "%s%s%s", text_of(&tpm->name, ""),
				  fact_known(&tpm->name.fact) ? ": " : "",
				  text_kind(&page->arena, tpm)));
	identity(page, tpm);
	facts_card(page, "State", &state_type, tpm->state, NULL);
	boot(page, tpm);
	contents(page, tpm);
	facts_card(page, "Latency", &latency_type, tpm->latency, NULL);
	if (tpm->attestation->steps.count) {
		page_element(page, "h3", "Attestation");
		page_printf(page, "<div class=\"card\">");
		page_table(page, "Attestation", &attest_step_type, &tpm->attestation->steps,
			   step_keys);
		page_printf(page, "</div>\n");
	}
	facts_card(page, "Limits", &limits_type, tpm->limits, NULL);
	capabilities(page, tpm);
}
