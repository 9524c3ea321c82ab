/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: may programs open the node? */
#include "advice.h"
#include "device.h"
#include "host.h"

enum { GROUP_RW = 0060, OTHERS_RW = 0006 };

static const struct node *node_at(const struct tpm_report *tpm, size_t i)
{
	return i < tpm->nodes.count ? (const struct node *)tpm->nodes.items + i : NULL;
}

static void tell_node(struct finding_out *out, const struct node *node)
{
	evidence(out, text_of(&node->path, text_of(&node->name, "node")),
		 "owner %s, group %s, mode %04" PRIo64, text_of(&node->owner, "?"),
		 text_of(&node->group, "?"), node->mode.value);
}

/* Would membership in the node's group help? */
static bool group_helps(const struct node *node)
{
	return (node->mode.value & GROUP_RW) == GROUP_RW && !text_is(&node->group, "root");
}

static enum rule_status check_group(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct account *account = &report->host->account;
	const struct node *rm = tpm_report_node(tpm, "tpmrm");

	NEED_NODES(tpm);
	if (!rm)
		return RULE_OK;
	NEED(rm, access);
	if (rm->access.state == ACCESS_OK)
		out->pass = arena_printf(out->arena, "this user may open %s",
					 text_of(&rm->path, text_of(&rm->name, "the node")));
	if (rm->access.state != ACCESS_DENIED)
		return RULE_OK;
	NEED(rm, mode);
	NEED(rm, group);
	if (group_helps(rm)) {
		NEED_ANSWER(account, database_groups);
		if (list_has(&account->database_groups, rm->group.value))
			return RULE_OK; /* PRM-002 */
	}
	tell_node(out, rm);
	evidence(out, "user", "%s", text_of(&account->user, "this user"));
	if (!group_helps(rm)) {
		say_remedy(out, "give the node a group that may use it: udev rules for TPM nodes "
				"(package tpm-udev or tpm2-tss) do that, see PRM-003");
		return RULE_FOUND;
	}
	say_join_group(out, &rm->group);
	return RULE_FOUND;
}

static enum rule_status check_login(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct account *account = &report->host->account;
	const struct node *rm = tpm_report_node(tpm, "tpmrm");

	NEED_NODES(tpm);
	if (!rm)
		return RULE_OK;
	NEED(rm, access);
	if (rm->access.state == ACCESS_OK)
		return RULE_OK;
	NEED(rm, group);
	NEED(account, groups);
	NEED(account, database_groups);
	if (!list_has(&account->database_groups, rm->group.value) ||
	    list_has(&account->groups, rm->group.value))
		return RULE_OK;
	tell_node(out, rm);
	evidence(out, "group database", "%s is in group %s", text_of(&account->user, "the user"),
		 rm->group.value);
	evidence(out, "this process", "does not carry group %s", rm->group.value);
	if (plain_word(&rm->group))
		say_command(out, "# newgrp %s", rm->group.value);
	return RULE_FOUND;
}

static enum rule_status check_rules(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct node *rm = tpm_report_node(tpm, "tpmrm");
	const struct udev_rules *rules = report->host->udev_rules.items;
	bool any = false;

	NEED_NODES(tpm);
	if (!rm)
		return RULE_OK;
	NEED(rm, access);
	if (rm->access.state == ACCESS_NO_NODE)
		return RULE_OK; /* DEV-004 */
	NEED(rm, mode);
	NEED(rm, group);
	if (group_helps(rm))
		return RULE_OK;
	NEED_ANSWER(rm, acl);
	NEED(report->host, udev_rules);
	if (rm->acl.count)
		return RULE_OK;
	tell_node(out, rm);
	for (size_t i = 0; i < report->host->udev_rules.count; i++) {
		if (!is_set(&rules[i].tpmrm))
			continue;
		any = true;
		evidence(out, "udev rules", "%s has rules for tpmrm",
			 text_of(&rules[i].path, "a file"));
	}
	if (fact_known(&report->host->container.fact)) {
		say_remedy(
			out,
			"the nodes of a container are the host's: give them a group there, and the "
			"container that group");
		return RULE_FOUND;
	}
	if (!any) {
		evidence(out, "udev rules", "no file has rules for tpmrm");
		say_remedy(out, "install the rules: package tpm-udev (Debian) or tpm2-tss, or "
				"tpm-probe's own 60-tpm-probe.rules");
		return RULE_FOUND;
	}
	if (is_clear(&report->host->account.tss_group)) {
		evidence(out, "/etc/group", "no group tss, to which the rules give the node");
		say_remedy(out,
			   "make the group that the rules name, then let udev apply them again");
		say_command(out, "systemd-sysusers");
	}
	say_command(out, "udevadm control --reload");
	say_command(out,
		    "udevadm trigger --action=add --subsystem-match=tpm --subsystem-match=tpmrm");
	return RULE_FOUND;
}

static enum rule_status check_raw(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const struct node *raw = tpm_report_node(tpm, "tpm");

	(void)report;
	NEED_NODES(tpm);
	if (!raw || state_is(&raw->access, ACCESS_NO_NODE))
		return RULE_OK;
	NEED(raw, mode);
	NEED(raw, group);
	if (!group_helps(raw))
		return RULE_OK;
	tell_node(out, raw);
	if (plain_word(&raw->path) && !strncmp(raw->path.value, "/dev/", 5))
		say_command(out, "chmod g-rw %s", raw->path.value);
	return RULE_FOUND;
}

static enum rule_status check_lsm(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const struct node *rm = tpm_report_node(tpm, "tpmrm");

	(void)report;
	NEED_NODES(tpm);
	if (!rm)
		return RULE_OK;
	NEED(rm, access);
	if (rm->access.state != ACCESS_DENIED_LSM)
		return RULE_OK;
	tell_node(out, rm);
	evidence(out, "kernel", "refuses although owner, group and mode allow it");
	return RULE_FOUND;
}

static enum rule_status check_world(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct node *node;
	bool any = false;

	(void)report;
	NEED_NODES(tpm);
	for (size_t i = 0; (node = node_at(tpm, i)); i++) {
		if (state_is(&node->access, ACCESS_NO_NODE))
			continue;
		NEED(node, mode);
		if (!(node->mode.value & OTHERS_RW))
			continue;
		tell_node(out, node);
		if (plain_word(&node->path) && !strncmp(node->path.value, "/dev/", 5))
			say_command(out, "chmod o-rw %s", node->path.value);
		any = true;
	}
	return found_if(any);
}

static enum rule_status check_tag(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const struct node *node;
	bool any = false;

	NEED_NODES(tpm);
	NEED_ANSWER(report->host, container);
	if (fact_known(&report->host->container.fact))
		return RULE_OK; /* the host's udevd and systemd know the node */
	for (size_t i = 0; (node = node_at(tpm, i)); i++) {
		NEED(node, tags);
		if (list_has(&node->tags, "systemd"))
			continue;
		evidence(out, text_of(&node->path, text_of(&node->name, "node")),
			 "no udev tag systemd");
		any = true;
	}
	if (any) {
		say_command(out, "# echo 'SUBSYSTEM==\"tpm|tpmrm\", TAG+=\"systemd\"' "
				 ">/etc/udev/rules.d/61-tpm-systemd.rules");
		say_command(out, "udevadm control --reload");
		say_command(out, "udevadm trigger --action=add --subsystem-match=tpm "
				 "--subsystem-match=tpmrm");
	}
	return found_if(any);
}

/* "comm=\"charon\"" of an audit record; NULL: it is not there. */
static const char *quoted_after(struct arena *arena, const char *line, const char *key)
{
	const char *at = strstr(line, key);

	if (!at)
		return NULL;
	at += strlen(key);
	return arena_printf(arena, "%.*s", (int)strcspn(at, "\""), at);
}

static bool show_denials(struct finding_out *out, const struct list_fact *log, const char *source)
{
	enum { SHOWN = 3 };
	const char *const *lines = log->items;
	size_t n = 0;

	for (size_t i = 0; i < log->count; i++) {
		bool apparmor = strstr(lines[i], "apparmor=\"DENIED\"") != NULL;
		const char *profile, *comm;

		if (!strstr(lines[i], "tpm") || (!apparmor && !strstr(lines[i], "avc:")) ||
		    (!apparmor && !strstr(lines[i], "denied")) || n++ >= SHOWN)
			continue;
		evidence(out, source, "%s", lines[i]);
		profile = quoted_after(out->arena, lines[i], "profile=\"");
		comm = quoted_after(out->arena, lines[i], "comm=\"");
		if (apparmor)
			say_command(
				out,
				"# AppArmor, profile %s: add the rule \"/dev/tpmrm0 rw,\" and load "
				"it with apparmor_parser -r",
				profile ? profile : "PROFILE");
		else
			say_command(out,
				    "# SELinux: ausearch -m avc -c '%s' | audit2allow -M tpm-local",
				    comm ? comm : "PROGRAM");
	}
	return n;
}

static enum rule_status check_denial(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct host *host = report->host;
	bool any;

	(void)tpm;
	any = show_denials(out, &host->kernel_log, text_of(&host->kernel_log_source, "kernel log"));
	any |= show_denials(out, &host->audit_log, "/var/log/audit/audit.log");
	if (any)
		return RULE_FOUND;
	NEED(host, kernel_log);
	NEED_ANSWER(host, audit_log);
	return RULE_OK;
}

static const struct rule rules[] = {
	{ .id = "PRM-001",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM,
	  .stops = FOR_STORAGE | FOR_ATTESTATION | FOR_FAPI | FOR_PKCS11,
	  .title = "this user may not open the resource manager's node",
	  .why = "every program of this user fails with \"Permission denied\"",
	  .remedy = "add the user to the node's group, and log in again",
	  .references = "tpm2-software/tpm2-tools#1238",
	  .check = check_group },
	{ .id = "PRM-002",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM,
	  .stops = FOR_STORAGE | FOR_ATTESTATION | FOR_FAPI | FOR_PKCS11,
	  .title = "the user is in the node's group, but this login is older than that",
	  .why = "a process keeps the groups that it got at login",
	  .remedy = "log out and in again",
	  .references = "newgrp(1)",
	  .check = check_login },
	{ .id = "PRM-003",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM,
	  .stops = FOR_FAPI | FOR_PKCS11,
	  .title = "only root may use the resource manager's node",
	  .why = "programs of other users fail; that is the kernel's default, where no udev rule says "
		 "otherwise",
	  .remedy = "let udev apply its rules again",
	  .references = "tpm2-software/tpm2-abrmd#172",
	  .check = check_rules },
	{ .id = "PRM-004",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM,
	  .title = "a group may open the raw node",
	  .why = "who opens the raw node keeps everybody else out, the resource manager of user "
		 "space too, and can send any command",
	  .remedy = "take the node from the group; if it is back after a boot, fix the udev rule: "
		    "user tss owns tpm0, group tss may use only tpmrm0",
	  .references = "tpm2-software/tpm2-tss#1449",
	  .check = check_raw },
	{ .id = "PRM-005",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM,
	  .stops = FOR_STORAGE | FOR_ATTESTATION | FOR_FAPI | FOR_PKCS11,
	  .title = "owner and mode allow it, yet the kernel refuses the node",
	  .why = "a security module, the device cgroup of a service, or a mount with nodev",
	  .remedy = "a service: DeviceAllow=/dev/tpmrm0 rw, no PrivateDevices=yes; SELinux: "
		    "ausearch -m avc -c PROGRAM",
	  .commands = "# systemctl edit UNIT: [Service] DeviceAllow=/dev/tpmrm0 rw",
	  .references = "tpm2-software/tpm2-tss#2292\nsystemd.resource-control(5) DeviceAllow=",
	  .check = check_lsm },
	{ .id = "PRM-008",
	  .severity = SEVERITY_ERROR,
	  .title = "a security module refused a program the TPM",
	  .why = "SELinux or AppArmor decides by the program's domain or profile, also for root: that "
		 "program cannot use the TPM",
	  .remedy = "add a rule for the node to the program's policy, where it is to use the TPM",
	  .references = "fedora-selinux/selinux-policy#1356\nroddhjav/apparmor.d#1162",
	  .check = check_denial },
	{ .id = "PRM-006",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM,
	  .title = "everybody may open the TPM",
	  .why = "any user, and any service that was broken into, can lock the TPM out, clear it "
		 "where no password is set, or use its keys",
	  .remedy = "take the permission from others, and fix the udev rule that gave it",
	  .references = "tpm2-tss: dist/tpm-udev.rules",
	  .check = check_world },
	{ .id = "PRM-007",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM,
	  .title = "systemd does not know the node: its udev tag is missing",
	  .why = "dev-tpm0.device and dev-tpmrm0.device never appear; units that wait for them fail "
		 "(ABR-004)",
	  .remedy = "let udev apply its rules again; where they do not set TAG+=\"systemd\", add a "
		    "rule that does",
	  .references = "systemd.device(5)",
	  .check = check_tag },
};

RULE_TABLE(rules_permissions, "permissions", rules);
