/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: tpm2-abrmd, the resource manager in user space. */
#include <stdlib.h>

#include "advice.h"
#include "tcti.h"

#define NAME "com.intel.tss2.Tabrmd"

static void tell_setting(struct finding_out *out, const struct tcti_setting *setting)
{
	evidence(out, setting->source, "%s=%s", setting->variable, setting->value);
}

static enum rule_status check_bus(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const struct abrmd *abrmd = &report->host->abrmd;
	struct tcti_setting setting;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	if (!is_abrmd_configured(report, &setting))
		return RULE_OK;
	NEED(abrmd, bus);
	if (is_set(&abrmd->bus)) {
		NEED(abrmd, owned);
		NEED(abrmd, activatable);
	}
	if (is_set(&abrmd->owned) || is_set(&abrmd->activatable))
		return RULE_OK;
	tell_setting(out, &setting);
	evidence(out, "D-Bus system bus", "%s",
		 is_set(&abrmd->bus) ? NAME " has no owner and cannot be activated"
				     : "does not answer");
	return RULE_FOUND;
}

static enum rule_status check_unit(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	const struct abrmd *abrmd = &report->host->abrmd;

	(void)tpm;
	NEED_ANSWER(abrmd, arguments);
	if (!fact_known(&abrmd->arguments.fact))
		return RULE_OK; /* not installed */
	NEED_ANSWER(abrmd, unit_state);
	NEED(&report->host->account, tss_user);
	if (text_is(&abrmd->unit_state, "failed"))
		evidence(out, "tpm2-abrmd.service", "failed");
	else if (is_set(&report->host->account.tss_user) || is_set(&abrmd->owned))
		return RULE_OK;
	if (is_clear(&report->host->account.tss_user))
		evidence(out, "/etc/passwd", "no user tss, whom the daemon runs as");
	return RULE_FOUND;
}

static enum rule_status check_policy(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct abrmd *abrmd = &report->host->abrmd;
	const struct account *account = &report->host->account;
	const struct text_fact tss = { .fact.presence = PRESENCE_PRESENT, .value = "tss" };
	struct tcti_setting setting;

	(void)tpm;
	NEED_TCTI_SETTINGS(report);
	if (!is_abrmd_configured(report, &setting))
		return RULE_OK;
	NEED_ANSWER(abrmd, policy);
	if (!fact_known(&abrmd->policy.fact))
		return RULE_OK; /* no policy, no daemon: ABR-001 */
	NEED(abrmd, policy_users);
	NEED(abrmd, policy_groups);
	NEED(account, groups);
	NEED_ANSWER(account, user);
	if (list_has(&abrmd->policy_users, text_of(&account->user, "")) ||
	    list_has(&abrmd->policy_users, "*") ||
	    lists_meet(&account->groups, &abrmd->policy_groups))
		return RULE_OK;
	tell_setting(out, &setting);
	for (size_t i = 0; i < abrmd->policy_groups.count; i++)
		evidence(out, abrmd->policy.value, "group %s may send",
			 ((const char *const *)abrmd->policy_groups.items)[i]);
	evidence(out, "user", "%s is in none of them", text_of(&account->user, "this user"));
	if (list_has(&abrmd->policy_groups, "tss"))
		say_join_group(out, &tss);
	return RULE_FOUND;
}

static enum rule_status check_device(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct abrmd *abrmd = &report->host->abrmd;

	(void)tpm;
	NEED(report, tpms);
	NEED_ANSWER(abrmd, arguments);
	if (!fact_known(&abrmd->arguments.fact) || !report_count_tpms(report))
		return RULE_OK;
	NEED_ANSWER(abrmd, unit_state);
	NEED_ANSWER(abrmd, device_state);
	if (!fact_known(&abrmd->unit_state.fact) || text_is(&abrmd->unit_state, "active") ||
	    text_is(&abrmd->device_state, "active"))
		return RULE_OK;
	evidence(out, "tpm2-abrmd.service", "%s, and requires dev-tpm0.device",
		 abrmd->unit_state.value);
	evidence(out, "dev-tpm0.device", "%s",
		 text_of(&abrmd->device_state, "systemd does not know it"));
	return RULE_FOUND;
}

static enum rule_status check_versions(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const struct tcti_library *libraries = report->host->tcti_libraries.items;
	const struct abrmd *abrmd = &report->host->abrmd;
	size_t n = 0;

	(void)tpm;
	NEED(report->host, tcti_libraries);
	NEED_EACH(tcti_library, &report->host->tcti_libraries, name);
	NEED_EACH(tcti_library, &report->host->tcti_libraries, path);
	NEED(abrmd, processes);
	for (size_t i = 0; i < report->host->tcti_libraries.count; i++)
		n += text_is(&libraries[i].name, "tabrmd") &&
		     strstr(text_of(&libraries[i].path, ""), ".so.0") != NULL;
	if (n < 2 && abrmd->processes.value < 2)
		return RULE_OK;
	for (size_t i = 0; n > 1 && i < report->host->tcti_libraries.count; i++)
		if (text_is(&libraries[i].name, "tabrmd"))
			evidence(out, "module", "%s", text_of(&libraries[i].path, "?"));
	if (abrmd->processes.value > 1)
		evidence(out, "/proc", "%" PRIu64 " daemons run", abrmd->processes.value);
	return RULE_FOUND;
}

/* The number behind an option of a command line, or otherwise. */
static unsigned long option_of(const char *arguments, const char *option, unsigned long otherwise)
{
	const char *p = strstr(arguments, option);

	if (!p)
		return otherwise;
	p += strlen(option);
	p += strspn(p, "= ");
	return *p >= '0' && *p <= '9' ? strtoul(p, NULL, 10) : otherwise;
}

static enum rule_status check_limits(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	/* tpm2-abrmd(8): defaults, and what the daemon refuses to go beyond */
	static const struct {
		const char *option;
		unsigned long standard, max;
	} limits[] = { { "--max-connections", 27, 100 },
		       { "--max-transients", 27, 100 },
		       { "--max-sessions", 4, 64 } };
	const struct abrmd *abrmd = &report->host->abrmd;
	bool any = false;

	(void)tpm;
	NEED_ANSWER(abrmd, arguments);
	if (!fact_known(&abrmd->arguments.fact))
		return RULE_OK;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		unsigned long n =
			option_of(abrmd->arguments.value, limits[i].option, limits[i].standard);

		if (n >= limits[i].standard && n <= limits[i].max)
			continue;
		evidence(out, "command line", "%s %lu (the default is %lu, at most %lu)",
			 limits[i].option, n, limits[i].standard, limits[i].max);
		any = true;
	}
	return found_if(any);
}

static const struct rule rules[] = {
	{ .id = "ABR-001",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_STORAGE | FOR_FAPI | FOR_PKCS11,
	  .title = "a program is configured for tpm2-abrmd, which is not on the bus",
	  .why = "it fails with \"The name com.intel.tss2.Tabrmd was not provided\"",
	  .remedy =
		  "install and enable the daemon, or configure the program with device:/dev/tpmrm0",
	  .commands = "# systemctl enable --now tpm2-abrmd",
	  .references = "tpm2-software/tpm2-abrmd#491",
	  .check = check_bus },
	{ .id = "ABR-002",
	  .severity = SEVERITY_ERROR,
	  .title = "tpm2-abrmd is installed and cannot run",
	  .why = "programs that are configured with tabrmd wait for it and fail",
	  .remedy = "look at its log; it needs the user tss, and /dev/tpm0 owned by it (PRM-003)",
	  .commands = "# systemctl status tpm2-abrmd",
	  .references = "tpm2-software/tpm2-abrmd#737",
	  .check = check_unit },
	{ .id = "ABR-003",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_STORAGE | FOR_FAPI | FOR_PKCS11,
	  .title = "D-Bus policy denies this user access to tpm2-abrmd",
	  .why = "CreateConnection fails with AccessDenied",
	  .remedy = "join a group that the bus policy names, and log in again",
	  .references = "tpm2-abrmd: dist/tpm2-abrmd.conf",
	  .check = check_policy },
	{ .id = "ABR-004",
	  .severity = SEVERITY_ERROR,
	  .title = "tpm2-abrmd waits for dev-tpm0.device, which does not come",
	  .why = "\"Dependency failed for TPM2 ABRMD\"",
	  .remedy = "the udev rule for tpm0 needs TAG+=\"systemd\": PRM-007",
	  .commands = "udevadm trigger --action=add --subsystem-match=tpm\n"
		      "systemctl restart tpm2-abrmd",
	  .references = "tpm2-abrmd: dist/tpm2-abrmd.service.in",
	  .check = check_device },
	{ .id = "ABR-005",
	  .severity = SEVERITY_ERROR,
	  .title = "there are two of tpm2-abrmd: daemons, or client modules",
	  .why = "a client of another version fails: \"expected to return 1 handles, received 2\"",
	  .remedy = "keep the one that belongs to the daemon that runs",
	  .references = "tpm2-software/tpm2-abrmd#764",
	  .check = check_versions },
	{ .id = "ABR-006",
	  .severity = SEVERITY_WARNING,
	  .title = "tpm2-abrmd's limits are below its defaults or above its maximum",
	  .why = "programs are refused connections or sessions; beyond the maximum it does not "
		 "start",
	  .remedy = "take the options away, or raise them",
	  .commands = "# systemctl edit tpm2-abrmd",
	  .references = "tpm2-abrmd(8)\ntpm2-abrmd: src/tabrmd-defaults.h",
	  .check = check_limits },
};

RULE_TABLE(rules_abrmd, "abrmd", rules);
