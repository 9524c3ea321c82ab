/* SPDX-License-Identifier: BSD-2-Clause */
/* Matching and verifying. */
#include "certificates.h"

#include <stdlib.h>
#include <string.h>

static const struct tpm_object *persistent_with(const struct tpm_report *tpm_report,
						const char *key)
{
	const struct tpm_object *objects = tpm_report->objects.items;

	for (size_t i = 0; i < tpm_report->objects.count; i++)
		if (text_is(&objects[i].public_key, key))
			return &objects[i];
	return NULL;
}

/* Nothing can be derived. A persistent key with this public part is in the TPM all the same. */
static void match_persistent(struct report *report, const struct tpm_report *tpm_report,
			     struct ek_certificate *certificate, const char *why)
{
	const struct tpm_object *object =
		persistent_with(tpm_report, certificate->public_key.value);

	certificate->matches.fact = FACT_ABSENT;
	if (object)
		certificate->matches = FACT_NUMBER(1);
	fact_set_text(report, &certificate->match_reason,
		      object ? arena_printf(&report->arena, "the key at 0x%08x",
					    (unsigned int)object->handle.value)
			     : arena_printf(&report->arena, "not known: %s", why));
}

static TSS2_RC match(struct report *report, const struct tpm_report *tpm_report, struct tpm *tpm,
		     struct ek_certificate *certificate, const struct ek_template *template,
		     bool *is_clean)
{
	uint8_t bytes[PUBLIC_KEY_MAX];
	TPMT_PUBLIC area;
	struct tpm_key key;
	const char *hex;
	TSS2_RC rc;

	ek_area(tpm, tpm_report, template, &area);
	rc = tpm_create_primary(tpm, TPM2_RH_ENDORSEMENT, &area, &key);
	if (rc)
		return rc;
	*is_clean = !tpm_flush(tpm, key.handle) && *is_clean;
	hex = arena_hex(&report->arena, bytes, public_key_bytes(&key.area, bytes));
	certificate->matches = FACT_NUMBER(!strcmp(hex, certificate->public_key.value));
	fact_set_text(report, &certificate->match_reason,
		      certificate->matches.value
			      ? arena_printf(&report->arena, "derived by %s", template->title)
			      : arena_printf(&report->arena, "another key is derived by %s",
					     template->title));
	return TSS2_RC_SUCCESS;
}

bool certificates_match(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm)
{
	struct ek_certificate *certificates = tpm_report->ek_certificates.items;
	const char *why = hierarchy_refusal(tpm_report, TPM2_RH_ENDORSEMENT);
	bool is_clean = true;

	for (size_t i = 0; i < tpm_report->ek_certificates.count; i++) {
		struct ek_certificate *certificate = &certificates[i];
		const struct ek_template *template =
			ek_template_for((TPM2_HANDLE)certificate->handle.value);
		const char *reason = why ? why : "there is no template for this kind of key here";
		TSS2_RC rc;

		if (!fact_known(&certificate->public_key.fact))
			continue;
		if (!why && template) {
			rc = match(report, tpm_report, tpm, certificate, template, &is_clean);
			if (!rc)
				continue;
			reason = arena_printf(&report->arena, "TPM2_CreatePrimary answers 0x%08x",
					      rc);
		}
		match_persistent(report, tpm_report, certificate, reason);
	}
	return is_clean;
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The bytes of a certificate, malloc'd; none where they are not known, or no hexadecimal digits. */
static struct bytes der_of(const struct ek_certificate *certificate)
{
	const char *hex = text_of(&certificate->der, "");
	size_t size = strlen(hex) / 2;
	uint8_t *bytes = malloc(size + 1);

	if (!bytes)
		abort();
	for (size_t i = 0; i < size; i++) {
		int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			size = 0;
		else
			bytes[i] = (uint8_t)(high << 4 | low);
	}
	return (struct bytes){ bytes, size };
}

const char *certificate_verify(const struct tpm_report *tpm_report,
			       const struct ek_certificate *certificate, const struct trust *trust)
{
	const struct list_fact *list = &tpm_report->other_certificates;
	const struct ek_certificate *others = list->items;
	struct bytes *chain = calloc(list->count + 1, sizeof(*chain));
	struct bytes leaf = der_of(certificate);
	const char *why;

	if (!chain)
		abort();
	for (size_t i = 0; i < list->count; i++)
		chain[i] = der_of(&others[i]);
	why = trust_verify(trust, leaf, chain, list->count);
	for (size_t i = 0; i < list->count; i++)
		free((void *)chain[i].data);
	free(chain);
	free((void *)leaf.data);
	return why;
}

static void forget(struct list_fact *list)
{
	struct ek_certificate *certificates = list->items;

	for (size_t i = 0; i < list->count; i++)
		certificates[i].serial = certificates[i].der = (struct text_fact){ 0 };
}

void certificates_forget(struct report *report)
{
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		forget(&report_tpm(report, i)->ek_certificates);
		forget(&report_tpm(report, i)->other_certificates);
	}
}

void certificates_verify(struct tpm_report *tpm_report, const struct trust *trust,
			 struct report *report)
{
	struct ek_certificate *certificates = tpm_report->ek_certificates.items;

	for (size_t i = 0; i < tpm_report->ek_certificates.count; i++) {
		const char *why = certificate_verify(tpm_report, &certificates[i], trust);

		certificates[i].verified = FACT_NUMBER(!why);
		fact_set_text(report, &certificates[i].verify_error, why);
	}
}
