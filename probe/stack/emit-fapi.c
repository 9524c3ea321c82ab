/* SPDX-License-Identifier: BSD-2-Clause */
/* emit: the feature API's configuration, made to fit this TPM. */
#include "emit-fapi.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "capabilities.h"
#include "host.h"
#include "keys.h"
#include "report.h"
#include "stack.h"

static const struct tpm_report *examined(const struct report *report)
{
	for (size_t i = 0; i < report_count_tpms(report); i++)
		if (fact_known(&report_tpm(report, i)->ek_certificates.fact))
			return report_tpm(report, i);
	return NULL;
}

/* "P_ECCP256SHA256-low-range" makes keys of type "ecc p256", "P_RSA2048SHA256" of "rsa 2048". */
static bool key_of_profile(const char *profile, char key[16])
{
	unsigned int bits;

	if (sscanf(profile, "P_ECCP%3u", &bits) == 1)
		snprintf(key, 16, "ecc p%u", bits);
	else if (sscanf(profile, "P_RSA%4u", &bits) == 1)
		snprintf(key, 16, "rsa %u", bits);
	else
		return false;
	return true;
}

static bool has_curve_p256(const struct tpm_report *tpm)
{
	const struct named_id *curves = tpm->capabilities->ecc_curves.items;

	for (size_t i = 0; i < tpm->capabilities->ecc_curves.count; i++)
		if (fact_known(&curves[i].id.fact) && curves[i].id.value == 3)
			return true;
	return false;
}

/* A report, or another machine's file, may hold anything there. */
static bool has_plain_profile(const struct fapi *fapi)
{
	const char *name = text_of(&fapi->profile_name, "");

	return *name && emit_is_plain(name, "");
}

const char *emit_profile(struct emit *emit)
{
	const struct fapi *fapi = &emit->report->host->fapi;
	const struct tpm_report *tpm = examined(emit->report);

	if (emit->request->profile_name)
		return emit->request->profile_name;
	if (has_plain_profile(fapi))
		return fapi->profile_name.value;
	if (tpm && fact_known(&tpm->capabilities->ecc_curves.fact) && !has_curve_p256(tpm))
		return "P_RSA2048SHA256";
	return "P_ECCP256SHA256";
}

const char *emit_ek_cert_less(struct emit *emit)
{
	const struct tpm_report *tpm = examined(emit->report);
	const char *wanted = emit->request->ek_cert_less, *profile = emit_profile(emit);
	const struct ek_certificate *certificates;
	const char *other = NULL;
	char key[16];

	if (wanted && strcmp(wanted, "auto") != 0)
		return wanted;
	if (!tpm) {
		emit_note(emit,
			  "the TPM was not asked for its EK certificates: ek_cert_less is left "
			  "as it is; name a TPM that answers, or give --ek-cert-less");
		return NULL;
	}
	if (!key_of_profile(profile, key))
		snprintf(key, sizeof(key), "%s",
			 text_of(&emit->report->host->fapi.key_type, "unknown"));
	certificates = tpm->ek_certificates.items;
	for (size_t i = 0; i < tpm->ek_certificates.count; i++) {
		if (fact_known(&certificates[i].error.fact))
			continue;
		if (text_is(&certificates[i].key, key)) {
			emit_note(emit,
				  "ek_cert_less \"no\": the TPM has an EK certificate for %s, the "
				  "key type of profile %s",
				  key, profile);
			return "no";
		}
		other = text_of(&certificates[i].key, other);
	}
	emit_note(emit,
		  "ek_cert_less \"yes\": the TPM has no EK certificate for %s, the key type of "
		  "profile %s: what others are told of its keys is not certified",
		  key, profile);
	if (other)
		emit_note(emit,
			  "it has one for %s: a profile of that type would use it "
			  "(--profile-name)",
			  other);
	return "yes";
}

static void set_text(struct json_object *root, const char *key, const char *value)
{
	json_object_object_add(root, key, json_object_new_string(value));
}

/* Only where nothing of use stands there. */
static void set_default(struct json_object *root, const char *key, const char *value)
{
	struct json_object *old;

	if (!json_object_object_get_ex(root, key, &old) ||
	    !json_object_is_type(old, json_type_string) || !*json_object_get_string(old))
		set_text(root, key, value);
}

static struct json_object *start(struct emit *emit)
{
	const char *text = emit->request->fapi_config;
	struct json_object *root = text ? json_tokener_parse(text) : NULL;

	if (json_object_is_type(root, json_type_object))
		return root;
	json_object_put(root);
	if (text)
		emit_note(emit, "the configuration that is there cannot be read: this one is made "
				"from the defaults");
	return json_object_new_object();
}

/* What FAPI takes no form of is left out rather than kept. */
static void drop_faulty(struct emit *emit, struct json_object *root)
{
	const struct fapi *fapi = &emit->report->host->fapi;
	const struct fapi_fault *faults = fapi->faults.items;

	for (size_t i = 0; emit->request->fapi_config && i < fapi->faults.count; i++) {
		const char *key = text_of(&faults[i].key, NULL);

		if (!key || !is_set(&faults[i].fatal) ||
		    !json_object_object_get_ex(root, key, NULL))
			continue;
		json_object_object_del(root, key);
		emit_note(emit, "line %llu, \"%s\", is left out: %s",
			  (unsigned long long)faults[i].line.value, key,
			  text_of(&faults[i].text, "it is refused"));
	}
}

static void print(struct emit *emit, struct json_object *root)
{
	const char *text = json_object_to_json_string_ext(
		root,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE);

	while (*text) {
		size_t n = strcspn(text, "\n");

		emit_line(emit, "%.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

void emit_fapi(struct emit *emit)
{
	const struct fapi *fapi = &emit->report->host->fapi;
	struct json_object *root = start(emit), *pcrs;
	const char *less;

	drop_faulty(emit, root);
	if (fact_known(&fapi->profile_name.fact) && !has_plain_profile(fapi))
		emit_note(emit,
			  "\"profile_name\" was no name of a profile, and is replaced: it may "
			  "have letters, digits and _.-");
	set_text(root, "profile_name", emit_profile(emit));
	set_default(root, "profile_dir", "/etc/tpm2-tss/fapi-profiles/");
	set_default(root, "user_dir", "~/.local/share/tpm2-tss/user/keystore/");
	set_default(root, "system_dir", "/var/lib/tpm2-tss/system/keystore");
	set_default(root, "log_dir", "/run/tpm2-tss/eventlog/");
	set_text(root, "tcti", emit->tcti);
	if (!json_object_object_get_ex(root, "system_pcrs", &pcrs))
		json_object_object_add(root, "system_pcrs", json_object_new_array());
	less = emit_ek_cert_less(emit);
	if (less)
		set_text(root, "ek_cert_less", less);
	print(emit, root);
	json_object_put(root);
	emit_note(emit, "then tss2_provision, if the profile is new");
}
