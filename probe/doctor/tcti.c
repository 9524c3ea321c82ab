/* SPDX-License-Identifier: BSD-2-Clause */
/* TCTI strings as tctildr reads them (tss2-tctildr(7)), and what they lead to. */
#include "tcti.h"

#include <stdio.h>

#include "host.h"

/* The variables whose value is a TCTI string. SYSTEMD_TPM2_DEVICE holds a TCTI too, or a path. */
static const char *const variables[] = {
	"TPM2TOOLS_TCTI", "TPM2_PKCS11_TCTI", "TPM2OPENSSL_TCTI",   "TPM2TSSENGINE_TCTI",
	"TCTI",		  "TPM_PROBE_TCTI",   "SYSTEMD_TPM2_DEVICE"
};

static bool is_tcti_variable(const char *name)
{
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (!strcmp(variables[i], name))
			return true;
	return false;
}

static void add(struct tcti_settings *configured, const char *variable, const char *value,
		const char *source, bool is_callers)
{
	struct tcti_setting *setting = &configured->items[configured->count];

	if (!*value || configured->count == TCTI_SETTINGS_MAX)
		return;
	*setting = (struct tcti_setting){ .variable = variable,
					  .value = value,
					  .source = source,
					  .is_callers = is_callers,
					  .tcti.conf = "" };
	if (*value == '/' && !strcmp(variable, "SYSTEMD_TPM2_DEVICE"))
		setting->tcti = (struct tcti_string){ "device", "device", value };
	else
		tcti_string_parse(value, &setting->tcti);
	configured->count++;
}

void tcti_settings_of(const struct report *report, struct tcti_settings *ret_settings)
{
	const struct setting *settings = report->host->settings.items;

	ret_settings->count = 0;
	for (size_t i = 0; i < report->host->settings.count; i++)
		if (!fact_known(&settings[i].fault.fact) &&
		    is_tcti_variable(text_of(&settings[i].name, "")))
			add(ret_settings, settings[i].name.value, text_of(&settings[i].value, ""),
			    text_of(&settings[i].source, ""), setting_is_callers(&settings[i]));
	add(ret_settings, "tcti", text_of(&report->host->fapi.tcti, ""),
	    text_of(&report->host->fapi.config, "fapi-config.json"), false);
}

bool is_abrmd_configured(const struct report *report, struct tcti_setting *ret_setting)
{
	struct tcti_settings configured;

	tcti_settings_of(report, &configured);
	for (size_t i = 0; i < configured.count; i++) {
		if (strcmp(configured.items[i].tcti.name, "tabrmd") != 0 &&
		    strcmp(configured.items[i].tcti.name, "abrmd") != 0)
			continue;
		if (ret_setting)
			*ret_setting = configured.items[i];
		return true;
	}
	return false;
}
