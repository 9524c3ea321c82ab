/* SPDX-License-Identifier: BSD-2-Clause */
/* What this machine and its users are called, so that a report for others is without it. */
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cleanup.h"
#include "identifiers.h"
#include "root.h"

enum { FILE_MAX = 1 << 20, FIRST_USER = 1000, NOBODY = 65534 };

/* "web1.example.org" is also known as "web1". */
static void add_host(struct redactor *redactor, char *name)
{
	redactor_add(redactor, name);
	name[strcspn(name, ".")] = '\0';
	redactor_add(redactor, name);
}

static void add_files(struct redactor *redactor, const struct root *root)
{
	static const char *const files[] = {
		"/etc/machine-id",
		"/var/lib/dbus/machine-id",
		"/sys/class/dmi/id/product_serial",
		"/sys/class/dmi/id/product_uuid",
		"/sys/class/dmi/id/board_serial",
		"/sys/class/dmi/id/chassis_serial",
		"/sys/class/dmi/id/chassis_asset_tag",
		"/sys/class/dmi/id/board_asset_tag",
		"/proc/sys/kernel/random/boot_id",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		_cleanup_free_ char *text = NULL;

		if (root_read_all(root, files[i], FILE_MAX, &text) >= 0) {
			text[strcspn(text, "\n")] = '\0';
			redactor_add(redactor, text);
		}
	}
}

static void add_hostname(struct redactor *redactor, const struct root *root)
{
	_cleanup_free_ char *text = NULL;

	if (root_read_all(root, "/etc/hostname", FILE_MAX, &text) < 0)
		return;
	text[strcspn(text, " \t\n")] = '\0';
	add_host(redactor, text);
}

/* "name:x:1000:1000:Full Name,room:/home/name:/bin/sh": people, and no accounts of services. */
static void add_user(struct redactor *redactor, char *line)
{
	char *fields[5] = { 0 };
	unsigned long uid;

	for (size_t i = 0; i < 5; i++) {
		fields[i] = strsep(&line, ":");
		if (!fields[i])
			return;
	}
	uid = strtoul(fields[2], NULL, 10);
	if (uid < FIRST_USER || uid == NOBODY)
		return;
	redactor_add(redactor, fields[0]);
	fields[4][strcspn(fields[4], ",")] = '\0';
	redactor_add(redactor, fields[4]);
}

static void add_users(struct redactor *redactor, const struct root *root)
{
	_cleanup_free_ char *text = NULL;
	char *line, *rest;

	if (root_read_all(root, "/etc/passwd", FILE_MAX, &text) < 0)
		return;
	rest = text;
	while ((line = strsep(&rest, "\n")))
		add_user(redactor, line);
}

static void add_caller(struct redactor *redactor)
{
	static const char *const variables[] = { "USER", "LOGNAME", "SUDO_USER", "HOSTNAME" };
	struct utsname uts;

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i]);

		if (value && !redact_account_is_known(value))
			redactor_add(redactor, value);
	}
	if (!uname(&uts))
		add_host(redactor, uts.nodename);
}

void collect_identifiers(struct redactor *redactor, const char *prefix)
{
	struct root root;

	if (!prefix)
		add_caller(redactor);
	if (root_open(&root, prefix) < 0)
		return;
	add_hostname(redactor, &root);
	add_files(redactor, &root);
	add_users(redactor, &root);
	root_close(&root);
}
