/* SPDX-License-Identifier: BSD-2-Clause */
/* Variables by which programs find a TPM: in the caller's environment, and in what sets them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host.h"
#include "settings.h"

enum { SETTINGS_MAX = 256, FILES_MAX = 512 };

static void add_setting(struct report *report, const char *name, const char *value, size_t size,
			const char *source)
{
	struct list_fact *list = &report->host.settings;
	struct setting *setting;

	if (list->count >= SETTINGS_MAX)
		return;
	setting = list_append(&report->arena, list, sizeof(*setting));
	fact_set_text(report, &setting->name, name);
	fact_set_bytes(report, &setting->value, value, size);
	fact_set_text(report, &setting->source, source);
}

static void scan_file(struct report *report, const struct rooted *root, const char *path)
{
	_cleanup_free_ char *text = NULL;
	struct setting_span setting;
	const char *at;

	if (rooted_read(root, path, HOST_FILE_MAX, &text) < 0)
		return;
	at = text;
	while (settings_next(&at, &setting))
		add_setting(report, setting.name, setting.value, setting.size, path);
}

static void scan_folder(struct report *report, const struct rooted *root, const char *folder,
			const char *suffix)
{
	struct rooted_names names;

	if (rooted_list(root, folder, suffix, FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		char path[4096];

		if (snprintf(path, sizeof(path), "%s/%s", folder, names.names[i]) <
		    (int)sizeof(path))
			scan_file(report, root, path);
	}
	rooted_names_free(&names);
}

/* Drop-ins of units: /etc/systemd/system/NAME.service.d/ */
static void scan_drop_ins(struct report *report, const struct rooted *root, const char *folder)
{
	struct rooted_names names;

	if (rooted_list(root, folder, ".d", FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		char path[4096];

		if (snprintf(path, sizeof(path), "%s/%s", folder, names.names[i]) <
		    (int)sizeof(path))
			scan_folder(report, root, path, ".conf");
	}
	rooted_names_free(&names);
}

static void add_kept(struct report *report, const char *words, size_t size)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_*";
	const char *end = words + size;

	while (words < end) {
		size_t n = strspn(words, letters);

		if (n > (size_t)(end - words))
			n = (size_t)(end - words);
		if (n)
			host_add_text(report, &report->host.sudo_keeps, words, n);
		words += n + 1;
	}
}

static int scan_sudoers(struct report *report, const struct rooted *root, const char *path)
{
	_cleanup_free_ char *text = NULL;
	const char *at, *words;
	size_t size;
	ssize_t n = rooted_read(root, path, HOST_FILE_MAX, &text);

	if (n < 0)
		return (int)n;
	report->host.sudo_keeps.fact.presence = PRESENCE_PRESENT;
	at = text;
	while (settings_next_kept(&at, &words, &size))
		add_kept(report, words, size);
	return 0;
}

static void collect_sudoers(struct report *report, const struct rooted *root)
{
	int r = scan_sudoers(report, root, "/etc/sudoers");
	struct rooted_names names;

	if (r < 0) {
		report->host.sudo_keeps.fact = fact_errno(-r);
		return;
	}
	if (rooted_list(root, "/etc/sudoers.d", "", FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		char path[4096];

		if (snprintf(path, sizeof(path), "/etc/sudoers.d/%s", names.names[i]) <
		    (int)sizeof(path))
			scan_sudoers(report, root, path);
	}
	rooted_names_free(&names);
}

void collect_host_settings(struct report *report, const struct rooted *root)
{
	static const char *const files[] = { "/etc/environment", "/etc/profile",
					     "/etc/set-environment", "/etc/systemd/system.conf" };

	report->host.settings.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; settings_names[i] && !root->is_prefix; i++) {
		const char *value = getenv(settings_names[i]);

		if (value)
			add_setting(report, settings_names[i], value, strlen(value), "environment");
	}
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		scan_file(report, root, files[i]);
	scan_folder(report, root, "/etc/environment.d", ".conf");
	scan_folder(report, root, "/usr/lib/environment.d", ".conf");
	scan_folder(report, root, "/etc/profile.d", ".sh");
	scan_folder(report, root, "/etc/systemd/system", ".service");
	scan_drop_ins(report, root, "/etc/systemd/system");
	collect_sudoers(report, root);
}
