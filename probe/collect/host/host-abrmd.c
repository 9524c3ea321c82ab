/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tpm2-abrmd, as the bus, systemd and its files tell. Nobody is started: the bus is asked about
 * names, and systemd only about units that it has loaded, each without activation.
 */
#include "host-abrmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bus-policy.h"
#include "cleanup.h"
#include "host-text.h"
#include "host.h"
#include "library-systemd.h"

#define NAME	   "com.intel.tss2.Tabrmd"
#define TIMEOUT_US 2000000

static void unref_bus(sd_bus **bus)
{
	if (*bus)
		sd_bus_flush_close_unref(*bus);
}

static void unref_message(sd_bus_message **message)
{
	sd_bus_message_unref(*message);
}

static void free_error(sd_bus_error *error)
{
	sd_bus_error_free(error);
}

#define _cleanup_message_ _cleanup_(unref_message)
#define _cleanup_error_	  _cleanup_(free_error)

/* Call a method with at most one text, and start nobody for it. */
static int call(sd_bus *bus, const char *destination, const char *path, const char *interface,
		const char *member, const char *text, sd_bus_message **ret_reply)
{
	_cleanup_error_ sd_bus_error error = SD_BUS_ERROR_NULL;
	_cleanup_message_ sd_bus_message *message = NULL;
	int r = sd_bus_message_new_method_call(bus, &message, destination, path, interface, member);

	if (r >= 0)
		r = sd_bus_message_set_auto_start(message, 0);
	if (r >= 0 && text)
		r = sd_bus_message_append(message, "s", text);
	return r < 0 ? r : sd_bus_call(bus, message, TIMEOUT_US, &error, ret_reply);
}

static int call_bus(sd_bus *bus, const char *member, const char *text, sd_bus_message **ret_reply)
{
	return call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
		    member, text, ret_reply);
}

static void ask_owned(struct report *report, sd_bus *bus)
{
	struct number_fact *fact = &report->host->abrmd.owned;
	_cleanup_message_ sd_bus_message *reply = NULL;
	int owned = 0, r = call_bus(bus, "NameHasOwner", NAME, &reply);

	if (r >= 0)
		r = sd_bus_message_read(reply, "b", &owned);
	*fact = FACT_NUMBER(owned != 0);
	if (r < 0)
		fact->fact = fact_errno(-r);
}

static void ask_activatable(struct report *report, sd_bus *bus)
{
	struct number_fact *fact = &report->host->abrmd.activatable;
	_cleanup_message_ sd_bus_message *reply = NULL;
	const char *name;
	int r = call_bus(bus, "ListActivatableNames", NULL, &reply);

	if (r >= 0)
		r = sd_bus_message_enter_container(reply, 'a', "s");
	*fact = FACT_NUMBER(0);
	while (r >= 0 && (r = sd_bus_message_read(reply, "s", &name)) > 0)
		fact->value |= !strcmp(name, NAME);
	if (r < 0)
		fact->fact = fact_errno(-r);
}

/* "active", "failed" ...; absent: systemd has not loaded such a unit. */
static void ask_unit(struct report *report, sd_bus *bus, const char *unit, struct text_fact *fact)
{
	static const char systemd[] = "org.freedesktop.systemd1";
	_cleanup_message_ sd_bus_message *reply = NULL, *property = NULL;
	_cleanup_message_ sd_bus_message *message = NULL;
	const char *path, *state;
	int r = call(bus, systemd, "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager",
		     "GetUnit", unit, &reply);

	/* Refused by name, or systemd is not on the bus: there is no such unit. */
	fact->fact = FACT_ABSENT;
	if (r < 0 || sd_bus_message_read(reply, "o", &path) < 0)
		return;
	r = sd_bus_message_new_method_call(bus, &message, systemd, path,
					   "org.freedesktop.DBus.Properties", "Get");
	if (r >= 0)
		r = sd_bus_message_append(message, "ss", "org.freedesktop.systemd1.Unit",
					  "ActiveState");
	if (r >= 0)
		r = sd_bus_call(bus, message, TIMEOUT_US, NULL, &property);
	if (r >= 0)
		r = sd_bus_message_read(property, "v", "s", &state);
	if (r < 0)
		fact->fact = fact_errno(-r);
	else
		fact_set_text(report, fact, state);
}

static void ask_bus(struct report *report)
{
	struct abrmd *abrmd = &report->host->abrmd;
	_cleanup_(unref_bus) sd_bus *bus = NULL;
	int r = library_load(&library_systemd) ? sd_bus_open_system(&bus) : -ENOPKG;

	abrmd->bus = FACT_NUMBER(r >= 0);
	if (r < 0) {
		abrmd->owned.fact = abrmd->activatable.fact = abrmd->unit_state.fact =
			abrmd->device_state.fact = fact_errno(-r);
		return;
	}
	ask_owned(report, bus);
	ask_activatable(report, bus);
	ask_unit(report, bus, "tpm2-abrmd.service", &abrmd->unit_state);
	ask_unit(report, bus, "dev-tpm0.device", &abrmd->device_state);
}

/* In the order of the daemon's system.conf; each adds to those before it. */
static void read_policy(struct report *report, const struct root *root)
{
	static const char *const paths[] = { "/usr/share/dbus-1/system.d/tpm2-abrmd.conf",
					     "/etc/dbus-1/system.d/tpm2-abrmd.conf",
					     "/etc/dbus-1/system-local.conf" };
	enum { OWN_FILES = 2 };
	struct abrmd *abrmd = &report->host->abrmd;
	_cleanup_(bus_policy_clear) struct bus_policy policy = { 0 };

	abrmd->policy.fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		_cleanup_free_ char *text = NULL;
		ssize_t n = root_read_all(root, paths[i], HOST_FILE_MAX, &text);

		if (n >= 0 && (bus_policy_add(&policy, text, (size_t)n) > 0 || i < OWN_FILES))
			fact_set_text(report, &abrmd->policy, paths[i]);
	}
	if (!fact_known(&abrmd->policy.fact))
		return;
	abrmd->policy_users.fact = abrmd->policy_groups.fact = abrmd->policy.fact;
	for (size_t i = 0; i < policy.count; i++) {
		const struct policy_rule *rule = &policy.rules[i];
		const char *name = *rule->name ? rule->name : "*";

		if (rule->allow && bus_policy_decides(&policy, i))
			host_add_text(report,
				      rule->subject == POLICY_GROUP ? &abrmd->policy_groups
								    : &abrmd->policy_users,
				      name, strlen(name));
	}
}

/* Of a daemon that does not run: what its unit would start. */
static void read_unit(struct report *report, const struct root *root)
{
	static const char *const paths[] = { "/etc/systemd/system/tpm2-abrmd.service",
					     "/usr/lib/systemd/system/tpm2-abrmd.service",
					     "/lib/systemd/system/tpm2-abrmd.service" };
	struct text_fact *fact = &report->host->abrmd.arguments;

	if (fact_known(&fact->fact))
		return;
	fact->fact = FACT_ABSENT;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		_cleanup_free_ char *text = NULL;
		char *command;

		if (root_read_all(root, paths[i], HOST_FILE_MAX, &text) < 0)
			continue;
		command = strstr(text, "\nExecStart=");
		if (command) {
			command += strlen("\nExecStart=");
			fact_set_bytes(report, fact, command, strcspn(command, "\n"));
		}
		return;
	}
}

void collect_host_abrmd(struct report *report, const struct root *root)
{
	if (!root->is_prefix)
		ask_bus(report);
	read_policy(report, root);
	read_unit(report, root);
}
