/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: what programs are told about the TPM. */
#include "device.h"
#include "find-tpm.h"
#include "host.h"
#include "tcti.h"

static void show_setting(struct finding_out *out, const struct tcti_setting *setting)
{
	evidence(out, setting->source, "%s=%s", setting->variable, setting->value);
}

static enum rule_status check_module(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	struct tcti_settings configured;
	bool any = false;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	NEED(report->host, tcti_libraries);
	tcti_settings_of(report, &configured);
	for (size_t i = 0; i < configured.count; i++) {
		const struct tcti_setting *setting = &configured.items[i];

		if (*setting->tcti.name && (strchr(setting->tcti.name, '/') ||
					    report_find_tcti_library(report, setting->tcti.name)))
			continue;
		NEED_EACH(tcti_library, &report->host->tcti_libraries, name);
		show_setting(out, setting);
		evidence(out, "loader", "no libtss2-tcti-%s.so.0", setting->tcti.name);
		any = true;
	}
	return found_if(any);
}

static enum rule_status check_path(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	struct tcti_settings configured;
	bool any = false;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	NEED_ALL_NODES(report);
	NEED(report->host, other_nodes);
	tcti_settings_of(report, &configured);
	for (size_t i = 0; i < configured.count; i++) {
		const char *path = tcti_string_node(&configured.items[i].tcti);

		if (!path || report_has_node(report, path))
			continue;
		show_setting(out, &configured.items[i]);
		evidence(out, path, "not a node of a TPM");
		any = true;
	}
	return found_if(any);
}

/* env_keep takes names, and patterns that end with a star. */
static bool is_kept(const struct list_fact *keeps, const char *name)
{
	for (size_t i = 0; i < keeps->count; i++) {
		const char *keep = ((const char *const *)keeps->items)[i];
		size_t star = strcspn(keep, "*");

		if (keep[star] ? !strncmp(keep, name, star) : !strcmp(keep, name))
			return true;
	}
	return false;
}

static enum rule_status check_sudo(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	struct tcti_settings configured;
	bool any = false;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	NEED_EACH_ANSWER(setting, &report->host->settings, scope);
	tcti_settings_of(report, &configured);
	for (size_t i = 0; i < configured.count; i++) {
		const struct tcti_setting *setting = &configured.items[i];

		if (!setting->is_callers)
			continue;
		NEED(report->host, sudo_keeps);
		if (is_kept(&report->host->sudo_keeps, setting->variable))
			continue;
		show_setting(out, setting);
		evidence(out, "sudoers", "env_keep has no %s", setting->variable);
		say_command(out, "# echo 'Defaults env_keep += \"%s\"' >>/etc/sudoers.d/tpm2-tss",
			    setting->variable);
		any = true;
	}
	return found_if(any);
}

static enum rule_status check_agree(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	struct tcti_settings configured;
	bool differ = false;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	tcti_settings_of(report, &configured);
	for (size_t i = 1; i < configured.count; i++) {
		const struct tcti_setting *a = &configured.items[0], *b = &configured.items[i];
		const char *node_a = tcti_string_node(&a->tcti),
			   *node_b = tcti_string_node(&b->tcti);

		differ |=
			strcmp(a->tcti.name, b->tcti.name) != 0 ||
			strcmp(node_a ? node_a : a->tcti.conf, node_b ? node_b : b->tcti.conf) != 0;
	}
	for (size_t i = 0; differ && i < configured.count; i++)
		show_setting(out, &configured.items[i]);
	return found_if(differ);
}

/* Can module device reach a TPM with this account? */
static bool is_any_node_usable(const struct report *report)
{
	for (size_t t = 0; t < report_count_tpms(report); t++) {
		const struct tpm_report *tpm = report_tpm(report, t);
		const struct node *nodes = tpm->nodes.items;

		for (size_t i = 0; i < tpm->nodes.count; i++)
			if (state_is(&nodes[i].access, ACCESS_OK))
				return true;
	}
	return false;
}

static enum rule_status check_fall_through(const struct report *report,
					   const struct tpm_report *tpm, struct finding_out *out)
{
	const struct abrmd *abrmd = &report->host->abrmd;
	const char *simulator = report_find_tcti_library(report, "swtpm")   ? "swtpm"
				: report_find_tcti_library(report, "mssim") ? "mssim"
									    : NULL;
	struct tcti_settings configured;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	NEED(report->host, tcti_libraries);
	NEED_EACH(tcti_library, &report->host->tcti_libraries, name);
	NEED_ALL_NODES(report);
	NEED(report->host, other_nodes);
	if (report_find_tcti_library(report, "tabrmd")) {
		NEED(abrmd, bus);
		NEED(abrmd, processes);
		/* A bus that does not answer the user gives him no daemon. */
		if (abrmd->bus.value && abrmd->owned.fact.presence != PRESENCE_FAILED) {
			NEED(abrmd, owned);
			NEED(abrmd, activatable);
		}
	}
	tcti_settings_of(report, &configured);
	if (configured.count || report_find_tcti_library(report, "default") ||
	    is_any_node_usable(report) ||
	    (report_find_tcti_library(report, "tabrmd") &&
	     (report_abrmd_runs(report) || is_set(&abrmd->activatable))) ||
	    !simulator)
		return RULE_OK;
	if (report->host->other_nodes.count)
		return skip(out,
			    "only one of this machine's TPMs was examined: run it without -d, -T "
			    "and the variables that name one");
	evidence(out, "settings", "no program has a TCTI configured");
	evidence(out, "nodes", "none that this user may use");
	evidence(out, "modules", "%s, which connects to a simulator on 127.0.0.1:2321", simulator);
	return RULE_FOUND;
}

static enum rule_status check_raw(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	struct tcti_settings configured;
	bool any = false;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	NEED_ALL_NODES(report);
	tcti_settings_of(report, &configured);
	for (size_t i = 0; i < configured.count; i++) {
		const char *path = tcti_string_node(&configured.items[i].tcti);

		if (!path || !report_is_raw_node(report, path))
			continue;
		show_setting(out, &configured.items[i]);
		any = true;
	}
	return found_if(any);
}

static enum rule_status check_debug(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct setting *settings = report->host->settings.items;
	bool any = false;

	(void)tpm;
	NEED(report->host, settings);
	NEED_EACH(setting, &report->host->settings, name);
	for (size_t i = 0; i < report->host->settings.count; i++) {
		const char *name = text_of(&settings[i].name, "");

		if (strcmp(name, "TSS2_LOG") != 0 && strcmp(name, "TSS2_LOGFILE") != 0 &&
		    strcmp(name, "TCTI_PCAP_FILE") != 0)
			continue;
		evidence(out, text_of(&settings[i].source, "setting"), "%s=%s", name,
			 text_of(&settings[i].value, ""));
		any = true;
	}
	return found_if(any);
}

static void tell_holder(struct finding_out *out, const struct holder *holder)
{
	evidence(out, text_of(&holder->node, "node"), "open in process %" PRIu64 ", %s%s%s%s",
		 holder->pid.value,
		 text_of(&holder->executable, text_of(&holder->command, "unknown")),
		 fact_known(&holder->unit.fact) ? " (" : "", text_of(&holder->unit, ""),
		 fact_known(&holder->unit.fact) ? ")" : "");
}

static enum rule_status check_busy(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	const struct holder *holders = report->host->holders.items;
	struct tcti_settings configured;
	bool any = false, raw = false;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	NEED_ALL_NODES(report);
	tcti_settings_of(report, &configured);
	for (size_t i = 0; i < configured.count; i++) {
		const char *path = tcti_string_node(&configured.items[i].tcti);

		if (!path || !report_is_raw_node(report, path))
			continue;
		raw = true;
		NEED(report->host, holders);
		NEED_EACH(holder, &report->host->holders, node);
		for (size_t h = 0; h < report->host->holders.count; h++) {
			if (!text_is(&holders[h].node, path))
				continue;
			show_setting(out, &configured.items[i]);
			tell_holder(out, &holders[h]);
			any = true;
		}
	}
	if (raw && !any && !is_set(&report->host->holders_complete))
		return skip(out, "not every process could be looked at: run it as root");
	return found_if(any);
}

static enum rule_status check_mixed(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct holder *holders = report->host->holders.items;
	const struct holder *abrmd = NULL, *other = NULL;

	(void)tpm;
	NEED(report->host, holders);
	NEED_EACH(holder, &report->host->holders, node);
	NEED_EACH(holder, &report->host->holders, command);
	for (size_t h = 0; h < report->host->holders.count; h++) {
		if (text_is(&holders[h].command, "tpm2-abrmd"))
			abrmd = &holders[h];
		else if (strstr(text_of(&holders[h].node, ""), "rm"))
			other = &holders[h];
	}
	if (abrmd && other) {
		tell_holder(out, abrmd);
		tell_holder(out, other);
		return RULE_FOUND;
	}
	if (is_set(&report->host->holders_complete))
		return RULE_OK;
	NEED(&report->host->abrmd, bus);
	if (report->host->abrmd.bus.value)
		NEED(&report->host->abrmd, owned);
	NEED(&report->host->abrmd, processes);
	if (report_abrmd_runs(report))
		return skip(out, "not every process could be looked at: run it as root");
	return RULE_OK;
}

/* Modules are there, so the loader is; of those that reach this machine's TPM, none is. */
static enum rule_status check_no_module(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	const struct tcti_library *libraries = report->host->tcti_libraries.items;
	struct tcti_settings configured;

	(void)tpm;
	NEED(report, tpms);
	NEED_TCTI_SETTINGS(report);
	NEED(report->host, tcti_libraries);
	NEED_EACH(tcti_library, &report->host->tcti_libraries, name);
	tcti_settings_of(report, &configured);
	if (!report_count_tpms(report) || configured.count || !report->host->tcti_libraries.count ||
	    report_find_tcti_library(report, "device") ||
	    report_find_tcti_library(report, "default") ||
	    report_find_tcti_library(report, "tabrmd"))
		return RULE_OK;
	for (size_t i = 0; i < report->host->tcti_libraries.count; i++)
		evidence(out, "module", "%s", text_of(&libraries[i].path, libraries[i].name.value));
	evidence(out, "loader", "no libtss2-tcti-device.so.0");
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "ENV-001",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_STORAGE | FOR_FAPI | FOR_PKCS11,
	  .title = "a configured TCTI names a module that is not installed",
	  .why = "it fails with \"Could not load tcti\"",
	  .remedy = "fix the name, or install the module (and run ldconfig)",
	  .references = "tpm2-software/tpm2-tools#1238\ntss2-tctildr(7)",
	  .check = check_module },
	{ .id = "ENV-002",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_STORAGE | FOR_FAPI | FOR_PKCS11,
	  .title = "a configured TCTI names a device that is no TPM's",
	  .why = "it cannot reach a TPM",
	  .remedy = "name a node that tpm-probe list shows",
	  .commands = "# tpm-probe list",
	  .references = "tss2-tcti-device(7)",
	  .check = check_path },
	{ .id = "ENV-003",
	  .severity = SEVERITY_WARNING,
	  .title = "the setting is lost under sudo and in services",
	  .why = "what works in this shell then takes another TPM, or none",
	  .remedy = "pass it on, or set it where everybody reads it: Environment= in the unit, "
		    "/etc/environment",
	  .references = "sudoers(5) env_keep",
	  .check = check_sudo },
	{ .id = "ENV-004",
	  .severity = SEVERITY_WARNING,
	  .title = "programs are configured with different TCTIs",
	  .why = "two resource managers, or two TPMs: one program does not find the other's keys",
	  .remedy = "configure all of them with the same",
	  .references = "tpm2-software/tpm2-tss#2427",
	  .check = check_agree },
	{ .id = "ENV-005",
	  .severity = SEVERITY_WARNING,
	  .title = "programs without a TCTI connect to a simulator on 127.0.0.1:2321",
	  .why = "any process that listens there can impersonate the TPM and capture secrets",
	  .remedy = "give the user access to the node, or configure a TCTI",
	  .references = "tss2-tctildr(7)",
	  .check = check_fall_through },
	{ .id = "ENV-006",
	  .severity = SEVERITY_WARNING,
	  .title = "a configured TCTI is the raw node, without a resource manager",
	  .why = "its objects and sessions stay in the TPM until it is full, and nobody else gets in",
	  .remedy = "configure device:/dev/tpmrm0",
	  .references = "tpm2-software/tpm2-tools#1674",
	  .check = check_raw },
	{ .id = "ENV-007",
	  .severity = SEVERITY_INFO,
	  .title = "tpm2-tss writes logs or captures",
	  .why = "a capture holds secrets in the clear; logs slow every command down",
	  .remedy = "unset it when the search is over",
	  .references = "tss2-tcti-pcap(7)",
	  .check = check_debug },
	{ .id = "ENV-008",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_STORAGE | FOR_FAPI | FOR_PKCS11,
	  .title = "a configured TCTI is the raw node, and another program holds it",
	  .why = "the raw node opens once: \"Device or resource busy\"",
	  .remedy = "configure device:/dev/tpmrm0, or tabrmd where that daemon is the holder",
	  .references = "tpm2-software/tpm2-tools#444",
	  .check = check_busy },
	{ .id = "ENV-010",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_STORAGE | FOR_FAPI | FOR_PKCS11,
	  .title = "the TCTI module for the TPM's node is not installed",
	  .why = "programs without a configured TCTI load it to open /dev/tpmrm0, and fail without",
	  .remedy = "install package libtss2-tcti-device0 (Debian) or tpm2-tss, and run ldconfig",
	  .references = "tpm2-software/tpm2-tools#2834\ntss2-tctildr(7)",
	  .check = check_no_module },
	{ .id = "ENV-009",
	  .severity = SEVERITY_WARNING,
	  .title = "two resource managers serve one TPM",
	  .why = "each takes the other's objects and sessions away: random handle errors (0x18b, "
		 "0x1c4)",
	  .remedy = "choose one: stop tpm2-abrmd, or configure every program with tabrmd",
	  .commands = "# systemctl disable --now tpm2-abrmd",
	  .references = "tpm2-abrmd(8)",
	  .check = check_mixed },
};

RULE_TABLE(rules_environment, "environment", rules);
