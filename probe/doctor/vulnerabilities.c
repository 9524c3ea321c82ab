/* SPDX-License-Identifier: BSD-2-Clause */
/* Holding a TPM against the list: raw firmware words, manufacturer, revision, and the PCRs. */
#include "vulnerabilities.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "capabilities.h"
#include "device.h"
#include "identity.h"
#include "machine.h"
#include "software-versions.h"

enum { INTC = 0x494e5443 };

/* What a TPM says of itself. Of a TPM 1.2 the kernel shows two of four parts of the firmware. */
struct subject {
	bool tpm12, has_manufacturer, has_firmware;
	uint32_t manufacturer;
	uint64_t firmware_from, firmware_to;
	const struct tpm_report *tpm;
};

static void read_tpm12(struct subject *subject)
{
	const struct tpm12 *tpm12 = subject->tpm->tpm12;
	const char *manufacturer = text_of(&tpm12->manufacturer, "");
	unsigned int major, minor;
	int n = 0;

	subject->has_manufacturer = *manufacturer && strlen(manufacturer) <= 4;
	for (size_t i = 0; i < 4 && subject->has_manufacturer; i++) {
		subject->manufacturer = subject->manufacturer << 8 | (uint8_t)*manufacturer;
		manufacturer += *manufacturer != '\0';
	}
	if (sscanf(text_of(&tpm12->firmware, ""), "%5u.%5u%n", &major, &minor, &n) != 2 ||
	    text_of(&tpm12->firmware, "")[n] || major > UINT16_MAX || minor > UINT16_MAX)
		return;
	subject->has_firmware = true;
	subject->firmware_from = (uint64_t)major << 48 | (uint64_t)minor << 32;
	subject->firmware_to = subject->firmware_from | UINT32_MAX;
}

static struct subject subject_of(const struct tpm_report *tpm)
{
	const struct identity *identity = tpm->identity;
	struct subject subject = { .tpm = tpm };
	uint32_t high, low;
	int n = 0;

	subject.tpm12 = fact_known(&tpm->device->version_major.fact) &&
			tpm->device->version_major.value == 1;
	if (subject.tpm12) {
		read_tpm12(&subject);
		return subject;
	}
	subject.has_manufacturer = fact_known(&identity->manufacturer_id.fact);
	subject.manufacturer = (uint32_t)identity->manufacturer_id.value;
	if (sscanf(text_of(&identity->firmware_raw, ""), "%8" SCNx32 " %8" SCNx32 "%n", &high, &low,
		   &n) != 2 ||
	    text_of(&identity->firmware_raw, "")[n])
		return subject;
	subject.has_firmware = true;
	subject.firmware_from = subject.firmware_to = (uint64_t)high << 32 | low;
	return subject;
}

static bool all_zero(const char *digest)
{
	return !digest[strspn(digest, "0")];
}

/* A bank that the firmware has extended beside one that it has not. */
static enum vulnerability_status judge_banks(const struct tpm_report *tpm,
					     const char **ret_evidence)
{
	const struct pcr_value *values = tpm->pcr_values.items;
	const char *empty = NULL, *measured = NULL;

	if (!fact_known(&tpm->pcr_values.fact)) {
		*ret_evidence = "the PCRs were not read";
		return VULNERABILITY_UNKNOWN;
	}
	for (size_t i = 0; i < tpm->pcr_values.count; i++) {
		const char *bank = text_of(&values[i].bank, "");
		bool blank = true;

		if (!fact_known(&values[i].index.fact) || values[i].index.value != 0)
			continue;
		for (size_t j = 0; j < tpm->pcr_values.count; j++)
			if (!strcmp(text_of(&values[j].bank, ""), bank) &&
			    fact_known(&values[j].index.fact) && values[j].index.value < 8 &&
			    !all_zero(text_of(&values[j].digest, "")))
				blank = false;
		*(blank ? &empty : &measured) = bank;
	}
	*ret_evidence = !measured ? "no bank has been extended by the firmware"
			: empty	  ? "one bank has been extended by the firmware, another has not"
				  : "the firmware has extended every bank";
	if (!measured)
		return VULNERABILITY_UNKNOWN;
	return empty ? VULNERABILITY_AFFECTED : VULNERABILITY_NOT_LISTED;
}

enum fit { FITS_NOT, FITS, FITS_PERHAPS };

static enum fit fit(const struct vulnerability_match *match, const struct subject *subject)
{
	const struct identity *identity = subject->tpm->identity;
	enum fit result = FITS;

	if (match->tpm12 != subject->tpm12)
		return FITS_NOT;
	if (!match->any_manufacturer && !subject->has_manufacturer)
		return FITS_PERHAPS;
	if (!match->any_manufacturer && match->manufacturer != subject->manufacturer)
		return FITS_NOT;
	if (*match->model && !fact_known(&identity->vendor_string.fact))
		return FITS_PERHAPS;
	if (strncmp(text_of(&identity->vendor_string, ""), match->model, strlen(match->model)) != 0)
		return FITS_NOT;
	if (!match->any_firmware && !subject->has_firmware)
		result = FITS_PERHAPS;
	else if (!match->any_firmware) {
		if (subject->firmware_to < match->from || subject->firmware_from > match->to)
			return FITS_NOT;
		if (subject->firmware_from < match->from || subject->firmware_to > match->to)
			result = FITS_PERHAPS;
	}
	if (match->revision_to != UINT64_MAX && !fact_known(&identity->revision.fact))
		return FITS_PERHAPS;
	if (match->revision_to != UINT64_MAX && identity->revision.value > match->revision_to)
		return FITS_NOT;
	return result;
}

static const char *name_subject(struct arena *arena, const struct subject *subject)
{
	const struct tpm_report *tpm = subject->tpm;
	const struct identity *identity = tpm->identity;

	if (subject->tpm12)
		return arena_printf(arena, "%s, TPM 1.2, firmware %s",
				    text_of(&tpm->tpm12->manufacturer, "manufacturer unknown"),
				    text_of(&tpm->tpm12->firmware, "unknown"));
	return arena_printf(arena, "%s %s, firmware %s (raw %s), revision %s",
			    text_of(&identity->manufacturer, "manufacturer unknown"),
			    text_of(&identity->vendor_string, ""),
			    text_of(&identity->firmware, "unknown"),
			    text_of(&identity->firmware_raw, "unknown"),
			    fact_known(&identity->revision.fact)
				    ? arena_printf(arena, "%u.%02u",
						   (unsigned int)identity->revision.value / 100,
						   (unsigned int)identity->revision.value % 100)
				    : "unknown");
}

/* The first match that fits decides; one that might fit leaves it open. */
static enum vulnerability_status judge(const struct vulnerability_issue *issue,
				       const struct subject *subject, struct arena *arena,
				       const struct vulnerability_match **ret_match,
				       const char **ret_evidence)
{
	const char *name = name_subject(arena, subject), *banks;
	enum vulnerability_status status;

	*ret_match = NULL;
	for (size_t i = 0; i < issue->n_matches; i++) {
		const struct vulnerability_match *match = &issue->matches[i];
		enum fit result = fit(match, subject);

		if (result == FITS_NOT)
			continue;
		*ret_match = match;
		if (result == FITS_PERHAPS) {
			*ret_evidence = arena_printf(arena, "%s: too little is known of it", name);
			return VULNERABILITY_UNKNOWN;
		}
		if (!match->status) {
			status = judge_banks(subject->tpm, &banks);
			*ret_evidence = arena_printf(arena, "%s: %s", match->source, banks);
			return status;
		}
		*ret_evidence =
			match->any_firmware
				? arena_printf(arena, "%s: %s", name, match->source)
				: arena_printf(arena, "%s: %s lists %08x %08x to %08x %08x", name,
					       match->source, (uint32_t)(match->from >> 32),
					       (uint32_t)match->from, (uint32_t)(match->to >> 32),
					       (uint32_t)match->to);
		return match->status;
	}
	*ret_evidence = arena_printf(arena, "%s: not in the list", name);
	return VULNERABILITY_NOT_LISTED;
}

void vulnerability_list_judge(const struct vulnerability_list *list, struct report *report,
			      struct tpm_report *tpm)
{
	const struct subject subject = subject_of(tpm);

	tpm->vulnerabilities = (struct list_fact){ .fact = { .presence = PRESENCE_PRESENT } };
	for (size_t i = 0; i < list->n_issues; i++) {
		const struct vulnerability_issue *issue = &list->issues[i];
		const struct vulnerability_match *match;
		struct vulnerability *record;
		enum vulnerability_status status;
		const char *evidence;

		if (!issue->n_matches && issue->n_software)
			continue;
		record = list_append(&report->arena, &tpm->vulnerabilities, sizeof(*record));
		status = judge(issue, &subject, &report->arena, &match, &evidence);
		if (status == VULNERABILITY_UNKNOWN && subject.has_manufacturer &&
		    subject.manufacturer == INTC)
			status = software_judge_engine(issue, report, &evidence);
		fact_set_text(report, &record->id, issue->id);
		fact_set_text(report, &record->name, issue->name);
		fact_set_text(report, &record->rule, issue->rule);
		fact_set_state(&record->status, &vulnerability_status_words, status);
		fact_set_text(report, &record->evidence, evidence);
		fact_set_text(report, &record->fixed_in,
			      match && *match->fixed_in ? match->fixed_in : NULL);
		fact_set_text(report, &record->impact, issue->impact);
		fact_set_text(report, &record->remedy, issue->remedy);
		vulnerability_set_references(report, &record->references, issue->references);
		fact_set_text(report, &record->data_date, match ? match->date : issue->date);
	}
}
