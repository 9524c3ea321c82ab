/* SPDX-License-Identifier: BSD-2-Clause */
/* The programs that use a TPM, where each is told which, and what it does when told nothing. */
#include "consumers.h"

#include <stdio.h>

#include "find-tpm.h"
#include "precedence.h"
#include "host.h"
#include "report.h"
#include "resolve.h"
#include "tcti-string.h"

static const char order_of_tctildr[] = "order of tctildr", built_in[] = "built in";

enum kind {
	KIND_TCTILDR, /* the variable's value goes to tctildr, which has an order of its own */
	KIND_FAPI,
	KIND_SYSTEMD, /* device:/dev/tpmrm0 is built in; a path alone is a node */
	KIND_KEYLIME, /* /dev/tpmrm0 is built in, or /dev/tpm0 where that is missing */
	KIND_IBM,     /* two variables, no TCTI modules */
};

static const struct program {
	const char *name;
	const char *variable; /* NULL: it has none */
	enum kind kind;
	const char *unit; /* it is a service: who sets its variables; NULL: people run it */
} programs[] = {
	{ "tpm2-tools", "TPM2TOOLS_TCTI", KIND_TCTILDR, NULL },
	{ "tss2 (FAPI)", "tcti", KIND_FAPI, NULL },
	{ "tpm2-pkcs11", "TPM2_PKCS11_TCTI", KIND_TCTILDR, NULL },
	{ "tpm2-openssl", "TPM2OPENSSL_TCTI", KIND_TCTILDR, NULL },
	{ "tpm2-tss-engine", "TPM2TSSENGINE_TCTI", KIND_TCTILDR, NULL },
	{ "tpm2-pytss", NULL, KIND_TCTILDR, NULL },
	{ "systemd", "SYSTEMD_TPM2_DEVICE", KIND_SYSTEMD, "units" },
	{ "keylime", "TCTI", KIND_KEYLIME, "keylime_agent.service" },
	{ "IBM TSS", "TPM_INTERFACE_TYPE", KIND_IBM, NULL },
};

/* "TPM2TOOLS_TCTI, as /etc/profile.d/tpm.sh:3 sets it" */
static const char *source_of(struct report *report, const struct setting *setting)
{
	const struct setting *settings = report->host->settings.items;

	if (!setting_is_callers(setting))
		return text_of(&setting->source, "?");
	for (size_t i = 0; i < report->host->settings.count; i++)
		if (text_is(&settings[i].scope, "login shells") &&
		    !fact_known(&settings[i].fault.fact) &&
		    text_is(&settings[i].name, setting->name.value) &&
		    text_is(&settings[i].value, setting->value.value))
			return arena_printf(&report->arena, "%s, as %s sets it",
					    setting->name.value, text_of(&settings[i].source, "?"));
	return setting->name.value;
}

/* The value that counts, or NULL; source, value and what is ignored become facts. */
static const char *look_up(struct report *report, struct consumer *consumer, const char *variable,
			   const char *where)
{
	const struct setting *setting = setting_in(report, variable, where);
	const char *value = setting ? setting_value(report, setting) : NULL;

	settings_tell_ignored(report, variable, where, setting, &consumer->ignored);
	consumer->value.fact = FACT_ABSENT;
	if (value)
		fact_set_value(report, &consumer->value, value, strlen(value));
	if (setting)
		fact_set_text(report, &consumer->source, source_of(report, setting));
	return value;
}

/* A report of another command, or a dump: it says nothing of what programs are configured with. */
static void conclude_uncollected(struct report *report, struct consumer *consumer)
{
	consumer->value.fact = (struct fact){ 0 };
	consumer_conclude(report, consumer, CONSUMER_NOT_TRIED, "its settings were not collected",
			  "run tpm-probe tcti -o json on that machine");
}

static void find_fapi(struct report *report, struct consumer *consumer, const char *where)
{
	const struct fapi *fapi = &report->host->fapi;
	const struct fapi_fault *faults = fapi->faults.items;
	const struct setting *setting = setting_in(report, "TSS2_FAPICONF", where);
	const char *path =
		setting ? setting_value(report, setting) : "/etc/tpm2-tss/fapi-config.json";

	if (fact_known(&fapi->config.fact) && fact_known(&fapi->tcti_line.fact))
		path = arena_printf(&report->arena, "%s:%llu", path,
				    (unsigned long long)fapi->tcti_line.value);
	settings_tell_ignored(report, "TSS2_FAPICONF", where, setting, &consumer->ignored);
	fact_set_text(report, &consumer->source,
		      !setting
			      ? path
			      : arena_printf(&report->arena, "%s, by %s%s", path,
					     setting_is_callers(setting) ? "" : "TSS2_FAPICONF of ",
					     source_of(report, setting)));
	consumer->value.fact = fapi->tcti.fact;
	consumer->value.value = fapi->tcti.value;
	if (fapi->config.fact.presence == PRESENCE_NOT_COLLECTED) {
		conclude_uncollected(report, consumer);
		return;
	}
	if (!fact_known(&fapi->config.fact)) {
		consumer_conclude(report, consumer, CONSUMER_FAILS,
				  arena_printf(&report->arena, "%s: %s", path,
					       fapi->config.fact.presence == PRESENCE_DENIED
						       ? "permission denied"
						       : "there is no such configuration"),
				  "tpm-probe fapi emit prints one");
		return;
	}
	for (size_t i = 0; i < fapi->faults.count; i++) {
		if (!is_set(&faults[i].fatal))
			continue;
		consumer_conclude(report, consumer, CONSUMER_FAILS,
				  arena_printf(&report->arena, "line %llu of %s is refused: %s%s%s",
					       (unsigned long long)faults[i].line.value,
					       fapi->config.value, text_of(&faults[i].key, ""),
					       fact_known(&faults[i].key.fact) ? ": " : "",
					       text_of(&faults[i].text, "")),
				  "tpm-probe fapi check explains it");
		return;
	}
	consumer_resolve(report, text_of(&fapi->tcti, ""), consumer);
}

static void find_systemd(struct report *report, struct consumer *consumer, const char *where)
{
	const char *value = look_up(report, consumer, "SYSTEMD_TPM2_DEVICE", where);

	if (!value) {
		fact_set_text(report, &consumer->source, built_in);
		consumer_resolve(report, "device:/dev/tpmrm0", consumer);
	} else if (*value == '/' && !strchr(value, ':')) {
		consumer_resolve(report, arena_printf(&report->arena, "device:%s", value),
				 consumer);
	} else if (*value && !strchr(value, ':')) {
		consumer_conclude(report, consumer, CONSUMER_FAILS,
				  "systemd takes MODULE:CONF or the path of a node",
				  "write device:/dev/tpmrm0");
	} else {
		consumer_resolve(report, value, consumer);
	}
}

static void find_keylime(struct report *report, struct consumer *consumer, const char *where)
{
	const char *value = look_up(report, consumer, "TCTI", where);

	if (value && *value) {
		consumer_resolve(report, value, consumer);
		return;
	}
	fact_set_text(report, &consumer->source, built_in);
	consumer_resolve(report,
			 report_find_node(report, "/dev/tpmrm0", NULL) ||
					 !report_find_node(report, "/dev/tpm0", NULL)
				 ? "device:/dev/tpmrm0"
				 : "device:/dev/tpm0",
			 consumer);
}

/* It opens nodes itself, without modules. The packages of distributions differ in what is built in. */
static void find_ibm(struct report *report, struct consumer *consumer, const char *where)
{
	const struct setting *device = setting_in(report, "TPM_DEVICE", where);
	const char *type = look_up(report, consumer, "TPM_INTERFACE_TYPE", where);
	const char *path = device ? setting_value(report, device) : "/dev/tpm0";

	if (!type || strcmp(type, "dev") != 0) {
		if (!type)
			fact_set_text(report, &consumer->source, built_in);
		if (device)
			*(const char **)list_append(&report->arena, &consumer->ignored,
						    sizeof(char *)) =
				arena_printf(&report->arena,
					     "%s: TPM_DEVICE=%s: only read with "
					     "TPM_INTERFACE_TYPE=dev",
					     text_of(&device->source, "?"), path);
		consumer->tcti.fact = FACT_ABSENT;
		fact_set_state(&consumer->way, &connection_kind_words, CONNECTION_SIMULATOR);
		fact_set_text(report, &consumer->node, "localhost:2321");
		consumer_conclude(report, consumer, CONSUMER_NOT_TRIED,
				  type ? NULL
				       : "a simulator, unless the package was built with "
					 "another default",
				  "set TPM_INTERFACE_TYPE=dev and TPM_DEVICE=/dev/tpmrm0");
		return;
	}
	fact_set_text(report, &consumer->value,
		      arena_printf(&report->arena, "dev, TPM_DEVICE=%s%s", path,
				   device ? "" : " (built in)"));
	consumer_resolve(report, arena_printf(&report->arena, "device:%s", path), consumer);
	if (text_is(&consumer->reason, "no libtss2-tcti-device.so.0 where the loader looks"))
		consumer->state.fact = consumer->reason.fact = consumer->remedy.fact =
			(struct fact){ 0 };
	consumer->module.fact = FACT_ABSENT;
}

static void add(struct report *report, const struct program *program, const char *where)
{
	struct consumer *consumer =
		list_append(&report->arena, &report->consumers, sizeof(*consumer));
	const char *value = NULL;

	fact_set_text(report, &consumer->program, program->name);
	fact_set_text(report, &consumer->where, where);
	fact_set_text(report, &consumer->variable, program->variable);
	consumer->value.fact = consumer->reason.fact = consumer->remedy.fact = FACT_ABSENT;
	consumer->ignored.fact.presence = PRESENCE_PRESENT;
	if (report->host->settings.fact.presence == PRESENCE_NOT_COLLECTED) {
		conclude_uncollected(report, consumer);
		return;
	}
	switch (program->kind) {
	case KIND_FAPI:
		find_fapi(report, consumer, where);
		return;
	case KIND_SYSTEMD:
		find_systemd(report, consumer, where);
		return;
	case KIND_KEYLIME:
		find_keylime(report, consumer, where);
		return;
	case KIND_IBM:
		find_ibm(report, consumer, where);
		return;
	case KIND_TCTILDR:
		break;
	}
	if (program->variable)
		value = look_up(report, consumer, program->variable, where);
	if (!value || !*value)
		fact_set_text(report, &consumer->source,
			      value ? arena_printf(&report->arena, "%s, empty: %s",
						   text_of(&consumer->source, "?"),
						   order_of_tctildr)
				    : order_of_tctildr);
	consumer_resolve(report, value, consumer);
}

/* Other places that set the variable: of services those are the service's own. */
static bool is_its_place(const struct program *program, const char *place)
{
	if (program->kind == KIND_KEYLIME)
		return strstr(place, "keylime") != NULL;
	return !program->unit || strcmp(place, "user units") != 0;
}

void consumers_find(struct report *report, bool here)
{
	report->consumers = (struct list_fact){ .fact.presence = PRESENCE_PRESENT };
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		const struct program *program = &programs[i];
		const char *where = program->unit ? program->unit : here ? HERE : "login shells";
		const char *place;

		add(report, program, where);
		for (size_t k = 0; program->variable &&
				   (place = setting_place(report, program->variable, where, k));
		     k++)
			if (is_its_place(program, place))
				add(report, program, place);
	}
}
