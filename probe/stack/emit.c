/* SPDX-License-Identifier: BSD-2-Clause */
/* emit: the request, the variables that come of it, and the formats that are lists of variables. */
#include "emit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "find-tpm.h"
#include "emit-fapi.h"
#include "emit-places.h"
#include "device.h"
#include "host.h"
#include "report.h"
#include "stack.h"

static void add_variable(struct emit *emit, const char *name, const char *value)
{
	emit->variables.items[emit->variables.count].name = name;
	emit->variables.items[emit->variables.count++].value = value;
}

/* SYSTEMD_TPM2_DEVICE is left alone but for another node than the built-in one: what unlocks a disk
 * cannot wait for D-Bus. */
static void set_variables(struct emit *emit)
{
	bool device = !strcmp(emit->interface, "device");

	add_variable(emit, "TPM2TOOLS_TCTI", emit->tcti);
	add_variable(emit, "TPM2_PKCS11_TCTI", emit->tcti);
	add_variable(emit, "TPM2OPENSSL_TCTI", emit->tcti);
	add_variable(emit, "TPM2TSSENGINE_TCTI", emit->tcti);
	add_variable(emit, "TCTI", emit->tcti);
	if (device) {
		add_variable(emit, "TPM_INTERFACE_TYPE", "dev");
		add_variable(emit, "TPM_DEVICE", emit->conf);
	}
	if (device && strcmp(emit->conf, "/dev/tpmrm0") != 0)
		add_variable(emit, "SYSTEMD_TPM2_DEVICE", emit->tcti);
	if (emit->request->pkcs11)
		add_variable(emit, "TPM2_PKCS11_STORE", "/etc/tpm2_pkcs11");
}

static void mark(struct emit *emit)
{
	const char *unit = emit->request->unit;

	emit_line(emit, "# Made by tpm-probe; taken away by: tpm-probe tcti emit %s --undo%s%s",
		  emit->request->format, unit ? " --unit " : "", unit ? unit : "");
}

static void emit_exports(struct emit *emit)
{
	mark(emit);
	for (size_t i = 0; i < emit->variables.count; i++)
		emit_line(emit, "export %s='%s'", emit->variables.items[i].name,
			  emit->variables.items[i].value);
}

static void emit_shell(struct emit *emit)
{
	for (size_t i = 0; i < emit->variables.count; i++)
		emit_line(emit, "export %s='%s'", emit->variables.items[i].name,
			  emit->variables.items[i].value);
}

static void emit_profile_d(struct emit *emit)
{
	emit_exports(emit);
	emit_note(emit, "login shells read it: it counts from the next login on");
	emit_note(emit,
		  "services and user units do not: see the formats systemd and environment.d");
}

static void emit_environment_d(struct emit *emit)
{
	mark(emit);
	for (size_t i = 0; i < emit->variables.count; i++)
		emit_line(emit, "%s=%s", emit->variables.items[i].name,
			  emit->variables.items[i].value);
	emit_note(emit,
		  "the user's service manager reads it: systemctl --user daemon-reexec, or the "
		  "next login");
	emit_note(emit, "login shells do not: see the format profile.d");
}

static void emit_systemd(struct emit *emit)
{
	const char *unit = emit->request->unit;

	mark(emit);
	emit_line(emit, unit ? "[Service]" : "[Manager]");
	for (size_t i = 0; i < emit->variables.count; i++)
		emit_line(emit, "%s=\"%s=%s\"", unit ? "Environment" : "DefaultEnvironment",
			  emit->variables.items[i].name, emit->variables.items[i].value);
	if (unit)
		emit_note(emit, "systemctl daemon-reload, then systemctl restart %s", unit);
	else
		emit_note(emit, "systemctl daemon-reexec, then restart the services");
}

static const struct format {
	const char *name;
	void (*make)(struct emit *emit);
	const char *path;
	unsigned int mode;
} formats[] = {
	{ "shell", emit_shell, NULL, 0 },
	{ "profile.d", emit_profile_d, "/etc/profile.d/tpm-probe.sh", 0644 },
	{ "environment.d", emit_environment_d, "/etc/environment.d/60-tpm-probe.conf", 0644 },
	{ "systemd", emit_systemd, "/etc/systemd/system.conf.d/60-tpm-probe.conf", 0644 },
	{ "generator", emit_generator, "/etc/systemd/user-environment-generators/60-tpm-probe",
	  0755 },
	{ "docker", emit_docker, NULL, 0 },
	{ "dockerfile", emit_dockerfile, NULL, 0 },
	{ "compose", emit_compose, NULL, 0 },
	{ "nixos", emit_nixos, "/etc/nixos/tpm-probe.nix", 0644 },
	{ "fapi", emit_fapi, "/etc/tpm2-tss/fapi-config.json", 0644 },
};

const char *const emit_formats[] = { "shell",	   "profile.d", "environment.d",
				     "systemd",	   "generator", "docker",
				     "dockerfile", "compose",	"nixos",
				     "fapi",	   NULL };

static const struct format *find_format(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

bool emit_replaces(const char *format)
{
	return !strcmp(format, "fapi");
}

const char *emit_path(struct report *report, const struct emit_request *request)
{
	const struct format *format = find_format(request->format);

	if (!strcmp(request->format, "systemd") && request->unit)
		return arena_printf(&report->arena, "/etc/systemd/system/%s.d/60-tpm-probe.conf",
				    request->unit);
	if (!strcmp(request->format, "fapi") && fact_known(&report->host->fapi.config.fact))
		return report->host->fapi.config.value;
	return format ? format->path : NULL;
}

/* Letters that mean nothing to anybody who reads these files. */
static bool is_plain(const char *text, const char *also)
{
	for (; *text; text++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-",
			    *text) &&
		    !strchr(also, *text))
			return false;
	return true;
}

static const char *check(struct report *report, const struct emit_request *request)
{
	const struct {
		const char *option, *value, *also;
	} values[] = { { "device-conf", request->device_conf, "/:,=@+" },
		       { "tabrmd-conf", request->tabrmd_conf, "/:,=@+" },
		       { "unit", request->unit, ":@" },
		       { "profile-name", request->profile_name, "" } };

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (values[i].value &&
		    (!*values[i].value || !is_plain(values[i].value, values[i].also)))
			return arena_printf(&report->arena,
					    "--%s: \"%s\" holds what has a meaning of its own in "
					    "such files; letters, digits and _.-%s are taken",
					    values[i].option, values[i].value, values[i].also);
	if (request->unit && (!strchr(request->unit, '.') || *request->unit == '.'))
		return arena_printf(&report->arena, "--unit: \"%s\" is no unit: sshd.service",
				    request->unit);
	if (request->device_conf && *request->device_conf != '/')
		return arena_printf(&report->arena, "--device-conf: \"%s\" is no path",
				    request->device_conf);
	if (!find_format(request->format))
		return arena_printf(&report->arena, "there is no format \"%s\"", request->format);
	return NULL;
}

/* The resource manager's node of the platform's own TPM, as the modules choose it. */
static const char *default_node(const struct report *report)
{
	const struct tpm_report *tpm;

	for (size_t i = 0; (tpm = report_preferred_tpm(report, i)); i++) {
		const struct node *node = tpm_report_node(tpm, "tpmrm");

		if (node && fact_known(&node->path.fact) && is_plain(node->path.value, "/"))
			return node->path.value;
	}
	return "/dev/tpmrm0";
}

static void choose(struct emit *emit)
{
	const struct emit_request *request = emit->request;
	bool abrmd = request->interface ? !strcmp(request->interface, "tabrmd")
					: request->tabrmd_conf && !request->device_conf;

	emit->interface = abrmd ? "tabrmd" : "device";
	emit->found = !request->interface && !request->device_conf && !request->tabrmd_conf;
	emit->conf = abrmd		    ? (request->tabrmd_conf ? request->tabrmd_conf
								    : "bus_name=com.intel.tss2.Tabrmd")
		     : request->device_conf ? request->device_conf
					    : default_node(emit->report);
	emit->tcti = arena_printf(&emit->report->arena, "%s:%s", emit->interface, emit->conf);
}

const char *emit_make(struct report *report, const struct emit_request *request,
		      struct emission **ret_emission)
{
	const char *wrong = check(report, request), *path;
	struct emit emit = { .report = report, .request = request };
	const struct format *format;

	if (wrong)
		return wrong;
	format = find_format(request->format);
	emit.emission = list_append(&report->arena, &report->emissions, sizeof(*emit.emission));
	emit.emission->lines.fact.presence = emit.emission->notes.fact.presence = PRESENCE_PRESENT;
	emit.emission->reason.fact = FACT_ABSENT;
	fact_set_text(report, &emit.emission->format, request->format);
	fact_set_state(&emit.emission->state, &emission_state_words, EMISSION_PRINTED);
	path = emit_path(report, request);
	fact_set_text(report, &emit.emission->path, path);
	if (path)
		emit.emission->mode = FACT_NUMBER(format->mode);
	choose(&emit);
	set_variables(&emit);
	format->make(&emit);
	*ret_emission = emit.emission;
	return NULL;
}
