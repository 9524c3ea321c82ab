/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: configuration, profile and keystore of tpm2-tss' feature API. */
#include "advice.h"
#include <strings.h>

#include "rule.h"
#include "capabilities.h"
#include "host.h"
#include "keys.h"
#include "stack.h"

enum { GROUP_WRITES = 0020, OBJECT_NO_DA = 1 << 10 };
#define SRK UINT64_C(0x81000001)

/* Nothing is to be said of a feature API that nobody configured. */
#define NEED_CONFIG()                                                                    \
	do {                                                                             \
		if (fapi->config.fact.presence == PRESENCE_ABSENT)                       \
			return skip(out, "the feature API is not configured: FAPI-009"); \
		NEED(fapi, config);                                                      \
	} while (0)

#define NEED_FAULTS()                                        \
	do {                                                 \
		NEED(fapi, faults);                          \
		NEED_EACH(fapi_fault, &fapi->faults, key);   \
		NEED_EACH(fapi_fault, &fapi->faults, fatal); \
	} while (0)

static enum rule_status check_configured(const struct report *report, const struct tpm_report *tpm,
					 struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;

	(void)tpm;
	NEED_ANSWER(fapi, config);
	if (fact_known(&fapi->config.fact))
		return RULE_OK;
	evidence(out, "/etc/tpm2-tss/fapi-config.json", "there is none");
	return RULE_FOUND;
}

static enum rule_status check_provisioned(const struct report *report, const struct tpm_report *tpm,
					  struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;

	(void)tpm;
	NEED_CONFIG();
	NEED_FAPI_USED();
	if (fact_known(&fapi->srk_file.fact))
		return RULE_OK;
	evidence(out, text_of(&fapi->system_dir, "system_dir"), "no %s/HS/SRK/object.json",
		 text_of(&fapi->profile_name, "profile"));
	return RULE_FOUND;
}

/* Lines that are refused (fatal), or that have no effect. Returns whether there are any. The keys
 * that have a rule of their own are left to it. */
static bool tell_faults(const struct fapi *fapi, struct finding_out *out, bool fatal)
{
	const struct fapi_fault *faults = fapi->faults.items;
	bool any = false;

	for (size_t i = 0; i < fapi->faults.count; i++) {
		if (is_set(&faults[i].fatal) != fatal || text_is(&faults[i].key, "ek_cert_less") ||
		    text_is(&faults[i].key, "ek_fingerprint"))
			continue;
		evidence(out,
			 arena_printf(out->arena, "%s:%" PRIu64, text_of(&fapi->config, "config"),
				      faults[i].line.value),
			 "\"%s\": %s", text_of(&faults[i].key, ""), text_of(&faults[i].text, "?"));
		any = true;
	}
	return any;
}

static enum rule_status check_config(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;
	const char *const *keys = fapi->missing_keys.items;

	(void)tpm;
	NEED_CONFIG();
	NEED_ANSWER(fapi, error);
	if (fact_known(&fapi->error.fact)) {
		evidence(out, fapi->config.value, "%s", fapi->error.value);
		return RULE_FOUND;
	}
	NEED(fapi, missing_keys);
	NEED_FAULTS();
	for (size_t i = 0; i < fapi->missing_keys.count; i++)
		evidence(out, fapi->config.value, "no \"%s\"", keys[i]);
	return found_if(fapi->missing_keys.count || tell_faults(fapi, out, true));
}

static enum rule_status check_lines(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;

	(void)tpm;
	NEED_CONFIG();
	NEED_FAULTS();
	return found_if(tell_faults(fapi, out, false));
}

static enum rule_status check_algorithms(const struct report *report, const struct tpm_report *tpm,
					 struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;
	const struct algorithm *algorithms = tpm->capabilities->algorithms.items;
	bool any = false;

	NEED_CONFIG();
	NEED(fapi, algorithms);
	NEED(tpm->capabilities, algorithms);
	for (size_t i = 0; i < fapi->algorithms.count; i++) {
		const char *name = ((const char *const *)fapi->algorithms.items)[i];
		bool known = false;

		for (size_t a = 0; a < tpm->capabilities->algorithms.count; a++)
			known |= text_is(&algorithms[a].name, name);
		if (known)
			continue;
		NEED_EACH(algorithm, &tpm->capabilities->algorithms, name);
		evidence(out, text_of(&fapi->profile, "profile"), "names %s", name);
		evidence(out, "TPM2_CAP_ALGS", "no %s", name);
		any = true;
	}
	return found_if(any);
}

static enum rule_status check_cert_less(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;
	const char *value = text_of(&fapi->ek_cert_less, "");
	bool bad;

	(void)tpm;
	NEED_CONFIG();
	NEED_ANSWER(fapi, ek_cert_less);
	NEED_ANSWER(fapi, profile_ek_cert_less);
	bad = *value && strcasecmp(value, "\"yes\"") != 0 && strcasecmp(value, "\"no\"") != 0 &&
	      strcmp(value, "0") != 0 && strcmp(value, "1") != 0;
	if (bad)
		evidence(out, fapi->config.value, "\"ek_cert_less\": %s", value);
	if (is_set(&fapi->profile_ek_cert_less))
		evidence(out, text_of(&fapi->profile, "profile"),
			 "has ek_cert_less, which only the configuration may have");
	return found_if(bad || is_set(&fapi->profile_ek_cert_less));
}

static enum rule_status check_fingerprint(const struct report *report, const struct tpm_report *tpm,
					  struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;

	(void)tpm;
	NEED_CONFIG();
	NEED_ANSWER(fapi, ek_fingerprint_type);
	if (!fact_known(&fapi->ek_fingerprint_type.fact) ||
	    text_is(&fapi->ek_fingerprint_type, "object"))
		return RULE_OK;
	evidence(out, fapi->config.value, "\"ek_fingerprint\" is of type %s",
		 fapi->ek_fingerprint_type.value);
	return RULE_FOUND;
}

static enum rule_status check_srk(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;
	const struct tpm_object *objects = tpm->objects.items, *srk = NULL;
	bool other_type, other_protection;

	NEED_CONFIG();
	NEED_FAPI_USED();
	NEED(tpm, objects);
	if (fact_known(&fapi->srk_file.fact))
		return RULE_OK; /* provisioned with what is there */
	NEED(fapi, srk_template);
	NEED(fapi, key_type);
	NEED_EACH(tpm_object, &tpm->objects, handle);
	for (size_t i = 0; i < tpm->objects.count; i++)
		if (objects[i].handle.value == SRK)
			srk = &objects[i];
	if (!srk || !strstr(fapi->srk_template.value, "0x81000001"))
		return RULE_OK;
	NEED(srk, type);
	NEED(srk, attributes);
	other_type = strncmp(fapi->key_type.value, srk->type.value, 3) != 0;
	other_protection = !(srk->attributes.value & OBJECT_NO_DA) !=
			   !strcasestr(fapi->srk_template.value, "noda");
	if (!other_type && !other_protection)
		return RULE_OK;
	evidence(out, "0x81000001", "%s, %s", srk->type.value,
		 srk->attributes.value & OBJECT_NO_DA ? "noDA" : "without noDA");
	evidence(out, text_of(&fapi->profile, "profile"), "%s, srk_template \"%s\"",
		 fapi->key_type.value, fapi->srk_template.value);
	return RULE_FOUND;
}

static enum rule_status check_profile(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;

	(void)tpm;
	NEED_CONFIG();
	NEED_ANSWER(fapi, profile);
	if (fact_known(&fapi->profile.fact))
		NEED_ANSWER(fapi, profile_error);
	if (!fact_known(&fapi->profile.fact)) {
		evidence(out, text_of(&fapi->profile_dir, "profile_dir"), "no %s.json",
			 text_of(&fapi->profile_name, "profile"));
		return RULE_FOUND;
	}
	if (fact_known(&fapi->profile_error.fact)) {
		evidence(out, fapi->profile.value, "%s", fapi->profile_error.value);
		return RULE_FOUND;
	}
	NEED(fapi, unknown_words);
	for (size_t i = 0; i < fapi->unknown_words.count; i++)
		evidence(out, fapi->profile.value, "a template says \"%s\"",
			 ((const char *const *)fapi->unknown_words.items)[i]);
	return found_if(fapi->unknown_words.count);
}

static enum rule_status check_banks(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;
	const struct pcr_bank *banks = tpm->capabilities->pcrs.items;
	bool any = false;

	NEED_CONFIG();
	NEED(fapi, pcr_banks);
	NEED(tpm->capabilities, pcrs);
	for (size_t i = 0; i < fapi->pcr_banks.count; i++) {
		const char *bank = ((const char *const *)fapi->pcr_banks.items)[i];
		bool allocated = false;

		for (size_t b = 0; b < tpm->capabilities->pcrs.count; b++)
			allocated |= text_is(&banks[b].name, bank) && banks[b].selected.count;
		if (allocated)
			continue;
		NEED_EACH(pcr_bank, &tpm->capabilities->pcrs, name);
		NEED_EACH(pcr_bank, &tpm->capabilities->pcrs, selected);
		evidence(out, text_of(&fapi->profile, "profile"), "pcr_selection: %s", bank);
		evidence(out, "TPM2_CAP_PCRS", "bank %s is not allocated", bank);
		any = true;
	}
	return found_if(any);
}

static enum rule_status check_keystore(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;

	(void)tpm;
	NEED_CONFIG();
	NEED_FAPI_USED();
	NEED_ANSWER(fapi, system_mode);
	if (!fact_known(&fapi->system_mode.fact)) {
		evidence(out, text_of(&fapi->system_dir, "system_dir"),
			 "there is no such directory");
		return RULE_FOUND;
	}
	NEED(fapi, system_group);
	if (fapi->system_mode.value & GROUP_WRITES && !text_is(&fapi->system_group, "root"))
		return RULE_OK;
	evidence(out, text_of(&fapi->system_dir, "system_dir"),
		 "owner %s, group %s, mode %04" PRIo64, text_of(&fapi->system_owner, "?"),
		 fapi->system_group.value, fapi->system_mode.value);
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "FAPI-001",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_FAPI,
	  .title = "the feature API is not provisioned for its profile",
	  .why = "every function fails with \"FAPI not provisioned\" (0x60034)",
	  .remedy = "provision it",
	  .commands = "# tss2_provision",
	  .references = "tpm2-software/tpm2-tools#3111\ntss2_provision(1)",
	  .check = check_provisioned },
	{ .id = "FAPI-002",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_FAPI,
	  .title = "the feature API's configuration cannot be used",
	  .why = "every function fails with BAD_VALUE (0x6000B)",
	  .remedy = "fix the file; mandatory are profile_name, profile_dir, user_dir, system_dir, "
		    "tcti and system_pcrs",
	  .references = "fapi-config(5)",
	  .check = check_config },
	{ .id = "FAPI-003",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_FAPI,
	  .title = "ek_cert_less is in the wrong file, or has an invalid value",
	  .why = "provisioning still looks for a certificate, or refuses the configuration",
	  .remedy = "in the configuration, not in the profile: \"ek_cert_less\": \"yes\"",
	  .references = "tpm2-software/tpm2-tss#2547\nfapi-config(5)",
	  .check = check_cert_less },
	{ .id = "FAPI-004",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_FAPI,
	  .title = "ek_fingerprint is no object",
	  .why = "the configuration is refused",
	  .remedy = "write \"ek_fingerprint\": { \"hashAlg\": \"sha256\", \"digest\": \"...\" }",
	  .references = "fapi-config(5)\nTPM 2.0 Library, Part 2, 10.3.2 TPMT_HA",
	  .check = check_fingerprint },
	{ .id = "FAPI-005",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_FAPI,
	  .title = "the TPM's storage root key does not match FAPI's profile",
	  .why = "provisioning fails: \"SRK persistent handle already defined\" (0x6000B)",
	  .remedy = "take the profile that fits the key: legacy (no noDA), low-range or high-range "
		    "(noDA), of the key's type",
	  .references = "fapi-profile(5)",
	  .check = check_srk },
	{ .id = "FAPI-006",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_FAPI,
	  .title = "the feature API's profile is missing or has faults",
	  .why = "provisioning and key creation fail",
	  .remedy = "fix the profile, or name another; tpm2-tss' own P_RSA2048SHA256-low-range had "
		    "\"restrictedd\"",
	  .references = "fapi-profile(5)",
	  .check = check_profile },
	{ .id = "FAPI-007",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_FAPI,
	  .title = "FAPI's profile selects PCRs of a bank that is not allocated",
	  .why = "quotes and policies fail: \"Invalid PCR selection in profile\"",
	  .remedy =
		  "name an allocated bank in the profile's pcr_selection, or allocate it (PCR-001)",
	  .references = "tpm2-software/tpm2-tss#2350",
	  .check = check_banks },
	{ .id = "FAPI-008",
	  .severity = SEVERITY_WARNING,
	  .stops = FOR_FAPI,
	  .title = "no group may write into the feature API's system keystore",
	  .why = "only root can provision, and keys that users make for the system are refused",
	  .remedy = "mode 2775 and group tss, as tpm2-tss' tmpfiles make it",
	  .commands = "systemd-tmpfiles --create tpm2-tss-fapi.conf",
	  .references = "tpm2-tss: dist/tmpfiles.d/tpm2-tss-fapi.conf.in",
	  .check = check_keystore },
	{ .id = "FAPI-009",
	  .severity = SEVERITY_INFO,
	  .stops = FOR_FAPI,
	  .title = "the feature API is not configured here",
	  .why = "tss2_* tools and pytss' FAPI find no configuration",
	  .remedy =
		  "install the configuration: package libtss2-fapi1 (Debian), tpm2-tss-fapi (Fedora)",
	  .references = "fapi-config(5)",
	  .check = check_configured },
	{ .id = "FAPI-010",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_FAPI,
	  .title = "FAPI's profile names algorithms that the TPM does not have",
	  .why = "provisioning and key creation fail: the TPM refuses the template",
	  .remedy = "take a profile of the TPM's algorithms: tpm-probe caps algorithms",
	  .commands = "# tpm-probe fapi emit",
	  .references = "fapi-profile(5)",
	  .check = check_algorithms },
	{ .id = "FAPI-011",
	  .severity = SEVERITY_WARNING,
	  .title = "lines of the feature API's configuration do not do what they say",
	  .why = "what was meant to be set is not",
	  .remedy = "fix them: tpm-probe fapi check says what is expected",
	  .commands = "# tpm-probe fapi check",
	  .references = "fapi-config(5)",
	  .check = check_lines },
};

RULE_TABLE(rules_fapi, "fapi", rules);
