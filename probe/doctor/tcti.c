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

bool choice_parse(const char *value, struct choice *ret_choice)
{
	const char *colon = strchr(value, ':'), *name = value, *end;
	size_t n = colon ? (size_t)(colon - value) : strlen(value);

	/* A path keeps its name; of "libtss2-tcti-device.so.0" stays "device". */
	if (!memchr(value, '/', n)) {
		static const char prefix[] = "libtss2-tcti-";

		if (!strncmp(name, prefix, sizeof(prefix) - 1) && n > sizeof(prefix) - 1) {
			name += sizeof(prefix) - 1;
			n -= sizeof(prefix) - 1;
			end = memmem(name, n, ".so", 3);
			n = end ? (size_t)(end - name) : n;
		}
	}
	if (!n || n >= sizeof(ret_choice->name))
		return false;
	snprintf(ret_choice->name, sizeof(ret_choice->name), "%.*s", (int)n, name);
	ret_choice->conf = colon ? colon + 1 : "";
	return true;
}

static void add(struct choices *choices, const char *variable, const char *value,
		const char *source)
{
	struct choice *choice = &choices->items[choices->count];

	if (!*value || choices->count == CHOICES_MAX)
		return;
	*choice = (struct choice){ .variable = variable, .value = value, .source = source };
	if (*value == '/' && !strcmp(variable, "SYSTEMD_TPM2_DEVICE")) {
		strcpy(choice->name, "device");
		choice->conf = value;
	} else if (!choice_parse(value, choice)) {
		choice->conf = "";
	}
	choices->count++;
}

void choices_of(const struct report *report, struct choices *ret_choices)
{
	const struct setting *settings = report->host.settings.items;

	ret_choices->count = 0;
	for (size_t i = 0; i < report->host.settings.count; i++)
		if (is_tcti_variable(text_of(&settings[i].name, "")))
			add(ret_choices, settings[i].name.value, text_of(&settings[i].value, ""),
			    text_of(&settings[i].source, ""));
	add(ret_choices, "tcti", text_of(&report->host.fapi.tcti, ""),
	    text_of(&report->host.fapi.config, "fapi-config.json"));
}

const char *choice_node(const struct choice *choice)
{
	if (strcmp(choice->name, "device") != 0)
		return NULL;
	return *choice->conf ? choice->conf : "/dev/tpmrm0";
}

const struct node *find_node(const struct report *report, const char *path)
{
	for (size_t t = 0; t < report_count_tpms(report); t++) {
		const struct tpm_report *tpm = report_tpm(report, t);
		const struct node *nodes = tpm->nodes.items;

		for (size_t i = 0; i < tpm->nodes.count; i++)
			if (text_is(&nodes[i].path, path) || list_has(&nodes[i].links, path))
				return &nodes[i];
	}
	return NULL;
}

bool is_abrmd_chosen(const struct report *report, struct choice *ret_choice)
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

bool has_module(const struct report *report, const char *name)
{
	const struct tcti_library *libraries = report->host.tcti_libraries.items;

	for (size_t i = 0; i < report->host.tcti_libraries.count; i++)
		if (text_is(&libraries[i].name, name))
			return true;
	return false;
}

bool is_abrmd_running(const struct report *report)
{
	return is_set(&report->host.abrmd.owned) || is_set(&report->host.abrmd.processes);
}
