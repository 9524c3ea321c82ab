/* SPDX-License-Identifier: BSD-2-Clause */
/* TCTI strings as tctildr reads them (tss2-tctildr(7)), and what they lead to. */
#include "tcti.h"

#include <stdio.h>

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

static void add(struct choices *choices, const char *variable, const char *value,
		const char *source)
{
	struct tcti_string *choice = &choices->items[choices->count];

	if (!*value || choices->count == CHOICES_MAX)
		return;
	*choice = (struct tcti_string){ .variable = variable, .value = value, .source = source };
	if (*value == '/' && !strcmp(variable, "SYSTEMD_TPM2_DEVICE")) {
		strcpy(choice->name, "device");
		choice->conf = value;
	} else if (!tcti_string_parse(value, choice)) {
		choice->conf = "";
	}
	choices->count++;
}

void choices_of(const struct report *report, struct choices *ret_choices)
{
	const struct setting *settings = report->host.settings.items;

	ret_choices->count = 0;
	for (size_t i = 0; i < report->host.settings.count; i++)
		if (!fact_known(&settings[i].fault.fact) &&
		    is_tcti_variable(text_of(&settings[i].name, "")))
			add(ret_choices, settings[i].name.value, text_of(&settings[i].value, ""),
			    text_of(&settings[i].source, ""));
	add(ret_choices, "tcti", text_of(&report->host.fapi.tcti, ""),
	    text_of(&report->host.fapi.config, "fapi-config.json"));
}

bool is_abrmd_chosen(const struct report *report, struct tcti_string *ret_choice)
{
	struct choices choices;

	choices_of(report, &choices);
	for (size_t i = 0; i < choices.count; i++) {
		if (strcmp(choices.items[i].name, "tabrmd") != 0 &&
		    strcmp(choices.items[i].name, "abrmd") != 0)
			continue;
		if (ret_choice)
			*ret_choice = choices.items[i];
		return true;
	}
	return false;
}
