/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: endorsement keys, their certificates, the storage root key. */
#include "advice.h"
#include <strings.h>

#include "rule.h"
#include "capabilities.h"
#include "host.h"
#include "identity.h"
#include "keys.h"
#include "tpm-state.h"

enum {
	OBJECT_FIXED_TPM = 1 << 1, /* TPMA_OBJECT */
	OBJECT_FIXED_PARENT = 1 << 4,
	OBJECT_SENSITIVE_DATA_ORIGIN = 1 << 5,
	OBJECT_USER_WITH_AUTH = 1 << 6,
	OBJECT_NO_DA = 1 << 10,
	OBJECT_RESTRICTED = 1 << 16,
	OBJECT_DECRYPT = 1 << 17,
};
#define SRK UINT64_C(0x81000001)

static const struct tpm_object *object_at(const struct tpm_report *tpm, uint64_t handle)
{
	const struct tpm_object *objects = tpm->objects.items;

	for (size_t i = 0; i < tpm->objects.count; i++)
		if (fact_known(&objects[i].handle.fact) && objects[i].handle.value == handle)
			return &objects[i];
	return NULL;
}

static const char *index_of(struct finding_out *out, const struct ek_certificate *certificate)
{
	return arena_printf(out->arena, "NV index 0x%08" PRIx64, certificate->handle.value);
}

/* FAPI goes on without one where it was told to, or where the manufacturer has a web service. */
static bool does_without(const struct report *report, const struct tpm_report *tpm)
{
	const struct fapi *fapi = &report->host->fapi;

	return text_is(&fapi->ek_cert_less, "\"yes\"") || text_is(&fapi->ek_cert_less, "1") ||
	       fact_known(&fapi->ek_cert_file.fact) ||
	       fact_known(&fapi->ek_fingerprint_type.fact) ||
	       text_is(&tpm->identity->manufacturer, "INTC") ||
	       text_is(&tpm->identity->manufacturer, "AMD");
}

static enum rule_status check_profile(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct ek_certificate *certificates = tpm->ek_certificates.items;
	const struct fapi *fapi = &report->host->fapi;

	NEED_FAPI_USED();
	NEED(fapi, key_type);
	NEED(tpm, ek_certificates);
	if (does_without(report, tpm))
		return RULE_OK;
	for (size_t i = 0; i < tpm->ek_certificates.count; i++)
		if (text_is(&certificates[i].key, fapi->key_type.value))
			return RULE_OK;
	NEED_EACH(ek_certificate, &tpm->ek_certificates, key);
	NEED_ANSWER(fapi, ek_cert_less);
	NEED_ANSWER(fapi, ek_cert_file);
	NEED_ANSWER(fapi, ek_fingerprint_type);
	NEED(tpm->identity, manufacturer);
	evidence(out, text_of(&fapi->profile, "profile"), "makes keys of type %s",
		 fapi->key_type.value);
	for (size_t i = 0; i < tpm->ek_certificates.count; i++)
		evidence(out, index_of(out, &certificates[i]), "a certificate for %s",
			 text_of(&certificates[i].key, "?"));
	if (!tpm->ek_certificates.count)
		evidence(out, "NV", "no certificate of an endorsement key");
	return RULE_FOUND;
}

static enum rule_status check_any(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	(void)report;
	NEED(tpm, ek_certificates);
	if (tpm->ek_certificates.count)
		return RULE_OK;
	evidence(out, "NV", "none of the nine indices 0x01c00002 to 0x01c0001e is there");
	if (text_is(&tpm->identity->manufacturer, "INTC"))
		evidence(out, "manufacturer", "Intel: https://ekop.intel.com/ekcertservice/");
	if (text_is(&tpm->identity->manufacturer, "AMD"))
		evidence(out, "manufacturer", "AMD: https://ftpm.amd.com/pki/aia/");
	return RULE_FOUND;
}

/* An endorsement key in the handles that the TCG reserves for them, of this certificate's kind. */
static bool is_ek_for(const struct tpm_object *object, const struct ek_certificate *certificate)
{
	return fact_known(&object->public_key.fact) && object->handle.value >> 16 == 0x8101 &&
	       (object->attributes.value & (OBJECT_RESTRICTED | OBJECT_DECRYPT)) ==
		       (OBJECT_RESTRICTED | OBJECT_DECRYPT) &&
	       fact_known(&certificate->public_key.fact) &&
	       strlen(object->public_key.value) == strlen(certificate->public_key.value);
}

static enum rule_status check_match(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct ek_certificate *certificates = tpm->ek_certificates.items;
	const struct tpm_object *objects = tpm->objects.items;
	bool compared = false;

	(void)report;
	NEED(tpm, ek_certificates);
	if (!tpm->ek_certificates.count)
		return RULE_OK; /* EK-002 */
	for (size_t c = 0; c < tpm->ek_certificates.count; c++) {
		/* Held against the key that the TPM derives, where ek has done that. */
		compared |= is_set(&certificates[c].matches);
		if (!is_clear(&certificates[c].matches))
			continue;
		evidence(out, index_of(out, &certificates[c]), "%s",
			 text_of(&certificates[c].match_reason, "certifies another key"));
		return RULE_FOUND;
	}
	if (compared)
		return RULE_OK;
	NEED(tpm, objects);
	for (size_t c = 0; c < tpm->ek_certificates.count; c++) {
		for (size_t i = 0; i < tpm->objects.count; i++) {
			if (!is_ek_for(&objects[i], &certificates[c]))
				continue;
			compared = true;
			if (!strcmp(objects[i].public_key.value, certificates[c].public_key.value))
				continue;
			evidence(out, index_of(out, &certificates[c]),
				 "certifies another key than the one at 0x%08" PRIx64,
				 objects[i].handle.value);
			if (is_set(&tpm->state->tpm_generated_eps))
				evidence(out, "TPMA_PERMANENT", "tpmGeneratedEPS: the seed is new");
			return RULE_FOUND;
		}
	}
	return compared ? RULE_OK
			: skip(out,
			       "no endorsement key is persistent, and deriving one takes more than "
			       "reading: tpm-probe ek does that");
}

static bool is_web(const char *url)
{
	return !strncasecmp(url, "http://", 7) || !strncasecmp(url, "https://", 8);
}

/* Can whoever checks the certificate find who issued it? */
static bool is_checkable(struct finding_out *out, const struct ek_certificate *certificate)
{
	const struct list_fact *lists[] = { &certificate->issuer_urls, &certificate->crl_urls };
	bool good = true;

	if (is_set(&certificate->self_signed)) {
		evidence(out, index_of(out, certificate), "self-signed: %s",
			 text_of(&certificate->issuer, "?"));
		good = false;
	}
	for (size_t l = 0; l < 2; l++) {
		for (size_t i = 0; i < lists[l]->count; i++) {
			const char *url = ((const char *const *)lists[l]->items)[i];

			if (is_web(url))
				continue;
			evidence(out, index_of(out, certificate), "points to %s", url);
			good = false;
		}
	}
	return good;
}

static enum rule_status check_issuer(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct ek_certificate *certificates = tpm->ek_certificates.items;
	bool any = false;

	(void)report;
	NEED(tpm, ek_certificates);
	for (size_t i = 0; i < tpm->ek_certificates.count; i++) {
		NEED_ANSWER(&certificates[i], error);
		if (fact_known(&certificates[i].error.fact))
			continue; /* EK-005 */
		NEED(&certificates[i], self_signed);
		NEED_ANSWER(&certificates[i], issuer_urls);
		NEED_ANSWER(&certificates[i], crl_urls);
		any |= !is_checkable(out, &certificates[i]);
	}
	return found_if(any);
}

static enum rule_status check_validity(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const struct ek_certificate *certificates = tpm->ek_certificates.items;
	bool any = false;

	NEED(tpm, ek_certificates);
	NEED(report->host, time);
	for (size_t i = 0; i < tpm->ek_certificates.count; i++) {
		const struct ek_certificate *certificate = &certificates[i];

		NEED_ANSWER(certificate, error);
		if (fact_known(&certificate->error.fact)) {
			evidence(out, index_of(out, certificate), "%s", certificate->error.value);
			any = true;
			continue;
		}
		NEED(certificate, not_after);
		NEED(certificate, trailing);
		if (certificate->not_after.value < report->host->time.value) {
			evidence(out, index_of(out, certificate), "expired");
			any = true;
		}
		if (certificate->trailing.value) {
			evidence(out, index_of(out, certificate),
				 "%" PRIu64 " bytes stand behind the certificate",
				 certificate->trailing.value);
			any = true;
		}
	}
	return found_if(any);
}

static enum rule_status check_drift(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct text_fact *saved = &report->host->systemd_srk;
	const struct tpm_object *srk;

	NEED_ANSWER(report->host, systemd_srk);
	if (!fact_known(&saved->fact))
		return RULE_OK; /* systemd has not saved one */
	NEED(tpm, objects);
	srk = object_at(tpm, SRK);
	if (!srk)
		NEED_EACH(tpm_object, &tpm->objects, handle);
	if (srk) {
		NEED(srk, public_key);
		if (strstr(saved->value, srk->public_key.value))
			return RULE_OK;
	}
	evidence(out, "tpm2-srk-public-key.pem", "the key that systemd enrolled with");
	evidence(out, "0x81000001", "%s", srk ? "another key" : "there is none");
	return RULE_FOUND;
}

static enum rule_status check_srk(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const uint64_t wanted = OBJECT_FIXED_TPM | OBJECT_FIXED_PARENT |
				OBJECT_SENSITIVE_DATA_ORIGIN | OBJECT_USER_WITH_AUTH |
				OBJECT_RESTRICTED | OBJECT_DECRYPT;
	const struct tpm_object *srk;

	(void)report;
	NEED(tpm, objects);
	NEED_EACH(tpm_object, &tpm->objects, handle);
	srk = object_at(tpm, SRK);
	if (!srk)
		return RULE_OK; /* KEY-004 */
	NEED(srk, attributes);
	if ((srk->attributes.value & wanted) == wanted)
		return RULE_OK;
	evidence(out, "0x81000001", "attributes 0x%" PRIx64 " lack 0x%" PRIx64,
		 srk->attributes.value, wanted & ~srk->attributes.value);
	return RULE_FOUND;
}

static enum rule_status check_protected(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	const struct tpm_object *srk;

	(void)report;
	NEED(tpm, objects);
	NEED_EACH(tpm_object, &tpm->objects, handle);
	srk = object_at(tpm, SRK);
	if (!srk)
		return RULE_OK;
	NEED(srk, attributes);
	if (srk->attributes.value & OBJECT_NO_DA)
		return RULE_OK;
	evidence(out, "0x81000001", "attributes 0x%" PRIx64 " have no noDA", srk->attributes.value);
	return RULE_FOUND;
}

static enum rule_status check_srk_missing(const struct report *report, const struct tpm_report *tpm,
					  struct finding_out *out)
{
	(void)report;
	NEED(tpm->capabilities, handles_persistent);
	if (list_has_number(&tpm->capabilities->handles_persistent, SRK))
		return RULE_OK;
	evidence(out, "TPM2_CAP_HANDLES", "0x81000001 is not among the persistent handles");
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "EK-001",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .stops = FOR_FAPI,
	  .title = "the TPM has no EK certificate of the kind that FAPI's profile asks for",
	  .why = "tss2_provision fails with NO_CERT (0x60025)",
	  .remedy =
		  "take a profile of a kind that is certified, or set \"ek_cert_less\": \"yes\" in "
		  "the configuration",
	  .references = "tpm2-software/tpm2-tools#3464\nfapi-config(5)",
	  .check = check_profile },
	{ .id = "EK-002",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .stops = FOR_ATTESTATION,
	  .title = "the TPM has no certificate for its endorsement key",
	  .why = "no certificate proves that the key is in a TPM: attestation needs another proof",
	  .remedy =
		  "fetch it from the manufacturer's service (tpm2_getekcertificate), or enrol the key "
		  "itself; FAPI: ek_cert_less, ek_fingerprint or ek_cert_file",
	  .references = "TCG EK Credential Profile 2.5\ntpm2_getekcertificate(1)",
	  .check = check_any },
	{ .id = "EK-003",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_ATTESTATION,
	  .title = "the certificate is for another endorsement key than the TPM's",
	  .why = "credentials that are made for the certified key cannot be activated",
	  .remedy =
		  "the endorsement seed was changed, or the board swapped: have the key certified "
		  "anew",
	  .references = "TPM 2.0 Library, Part 3, 24.5 TPM2_ChangeEPS",
	  .check = check_match },
	{ .id = "EK-004",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_ATTESTATION,
	  .title = "the EK certificate is self-signed, or its issuer has no web address",
	  .why = "whoever verifies it fails with \"unable to get local issuer certificate\" or "
		 "\"Unsupported URL scheme\"",
	  .remedy = "a virtual TPM: trust its host's CA, or set \"ek_cert_less\": \"yes\"",
	  .references = "tpm2-software/tpm2-tss#2738\ntpm2-software/tpm2-tss#2833",
	  .check = check_issuer },
	{ .id = "EK-005",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "an EK certificate is expired, padded, or none",
	  .why = "strict readers refuse it",
	  .remedy =
		  "expired: ask the manufacturer; padded: cut it at its own length (tpm2_getekcertificate "
		  "does)",
	  .references = "tpm2_getekcertificate(1)",
	  .check = check_validity },
	{ .id = "KEY-001",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .stops = FOR_DISK,
	  .title = "the storage root key is not the one that systemd enrolled with",
	  .why = "what was sealed to the old key cannot be unsealed: the TPM was cleared, or the "
		 "board swapped",
	  .remedy = "unlock with the recovery key, then enrol anew",
	  .commands = "# systemd-cryptenroll --wipe-slot=tpm2 --tpm2-device=auto DEVICE",
	  .references = "systemd-tpm2-setup.service(8)",
	  .check = check_drift },
	{ .id = "KEY-002",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "the storage root key has unusual attributes",
	  .why = "systemd-cryptenroll and others refuse it as a parent",
	  .remedy = "make it anew where nothing depends on it",
	  .references = "systemd/systemd#28655\nTCG TPM v2.0 Provisioning Guidance, 7.5.1",
	  .check = check_srk },
	{ .id = "KEY-003",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "the storage root key is under dictionary-attack protection",
	  .why = "once the TPM is locked, nothing below this key can be used: disks stay locked too",
	  .remedy = "make it anew with noDA where nothing depends on it",
	  .references = "systemd/systemd#20668\nTCG TPM v2.0 Provisioning Guidance, 7.5.1",
	  .check = check_protected },
	{ .id = "KEY-004",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "no storage root key is kept in the TPM",
	  .why = "each program that needs one makes it again, which takes seconds with RSA",
	  .remedy = "let systemd-tpm2-setup or tss2_provision make it",
	  .references = "systemd-tpm2-setup.service(8)",
	  .check = check_srk_missing },
};

RULE_TABLE(rules_keys, "keys", rules);
