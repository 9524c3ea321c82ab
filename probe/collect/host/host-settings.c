/* SPDX-License-Identifier: BSD-2-Clause */
/* Variables by which programs find a TPM: in the caller's environment, and in what sets them. */
#include "host-settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host-text.h"
#include "host.h"
#include "settings.h"
#include "writer.h"

enum { SETTINGS_MAX = 256, FILES_MAX = 512 };

/* A file that sets variables, and for whom. */
struct place {
	const char *path;
	enum settings_syntax syntax;
	const char *scope;
};

static struct setting *add_setting(struct report *report, const struct setting_span *span,
				   const char *source)
{
	struct list_fact *list = &report->host->settings;
	struct setting *setting;

	if (list->count >= SETTINGS_MAX)
		return NULL;
	setting = list_append(&report->arena, list, sizeof(*setting));
	fact_set_text(report, &setting->name, span->name);
	fact_set_value(report, &setting->value, span->value, span->size);
	fact_set_text(report, &setting->source, source);
	setting->scope.fact = setting->fault.fact = setting->writer.fact = FACT_ABSENT;
	return setting;
}

static const char *scope_of(const struct place *place, const struct setting_span *span)
{
	bool manager = place->syntax == SETTINGS_MANAGER &&
		       memmem(span->before, span->before_size, "Manager", strlen("Manager"));

	return manager ? "systemd" : place->scope;
}

static void scan_file(struct report *report, const struct root *root, const struct place *place);

/* The files that a unit takes variables from. */
static void scan_environment_files(struct report *report, const struct root *root, const char *text,
				   const char *scope)
{
	const char *path;
	size_t size;

	while (settings_next_file(&text, &path, &size)) {
		struct place place = { arena_clean(&report->arena, path, size),
				       SETTINGS_ENVIRONMENT, scope };

		scan_file(report, root, &place);
	}
}

static size_t line_of(const char *text, const char *at)
{
	size_t line = 1;

	while ((text = memchr(text, '\n', (size_t)(at - text)))) {
		line++;
		text++;
	}
	return line;
}

static void scan_file(struct report *report, const struct root *root, const struct place *place)
{
	_cleanup_free_ char *text = NULL;
	struct setting_span span;
	const char *at, *writer = NULL;
	bool looked = false;

	if (root_read_all(root, place->path, HOST_FILE_MAX, &text) < 0)
		return;
	at = text;
	while (settings_next(text, &at, &span)) {
		struct setting *setting =
			add_setting(report, &span,
				    arena_printf(&report->arena, "%s:%zu", place->path,
						 line_of(text, span.value)));

		if (!setting)
			return;
		if (!looked && !root->is_prefix)
			writer = writer_of(report, place->path);
		looked = true;
		fact_set_text(report, &setting->writer, writer);
		if (root->is_prefix)
			setting->writer.fact = (struct fact){ 0 };
		fact_set_text(report, &setting->scope, scope_of(place, &span));
		fact_set_text(report, &setting->fault, settings_fault(place->syntax, text, &span));
	}
	if (place->syntax == SETTINGS_UNIT)
		scan_environment_files(report, root, text, place->scope);
}

/* Every file of a directory. scope: NULL: each is a unit, and called so. */
static void scan_directory(struct report *report, const struct root *root, const char *directory,
			   const char *suffix, enum settings_syntax syntax, const char *scope)
{
	struct root_names names;

	if (root_list(root, directory, suffix, FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		char path[4096];
		struct place place = { path, syntax, scope ? scope : names.names[i] };

		if (snprintf(path, sizeof(path), "%s/%s", directory, names.names[i]) <
		    (int)sizeof(path))
			scan_file(report, root, &place);
	}
	root_names_free(&names);
}

/* The drop-ins of units: NAME.service.d/ */
static void scan_drop_ins(struct report *report, const struct root *root, const char *directory)
{
	struct root_names names;

	if (root_list(root, directory, ".service.d", FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		char path[4096], *name = names.names[i];

		if (snprintf(path, sizeof(path), "%s/%s", directory, name) >= (int)sizeof(path))
			continue;
		name[strlen(name) - strlen(".d")] = '\0';
		scan_directory(report, root, path, ".conf", SETTINGS_UNIT, name);
	}
	root_names_free(&names);
}

/* Of the hundreds of units that a distribution has, those that have to do with TPMs by their name. */
static void scan_vendor_units(struct report *report, const struct root *root, const char *directory)
{
	static const char *const words[] = { "tpm", "keylime", "parsec", "attest" };
	struct root_names names;

	if (root_list(root, directory, ".service", FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		char path[4096];
		struct place place = { path, SETTINGS_UNIT, names.names[i] };

		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
			if (!strstr(names.names[i], words[w]))
				continue;
			if (snprintf(path, sizeof(path), "%s/%s", directory, names.names[i]) <
			    (int)sizeof(path))
				scan_file(report, root, &place);
			break;
		}
	}
	root_names_free(&names);
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
			host_add_text(report, &report->host->sudo_keeps, words, n);
		words += n + 1;
	}
}

static int scan_sudoers(struct report *report, const struct root *root, const char *path)
{
	_cleanup_free_ char *text = NULL;
	const char *at, *words;
	size_t size;
	ssize_t n = root_read_all(root, path, HOST_FILE_MAX, &text);

	if (n < 0)
		return (int)n;
	report->host->sudo_keeps.fact.presence = PRESENCE_PRESENT;
	at = text;
	while (settings_next_kept(&at, &words, &size))
		add_kept(report, words, size);
	return 0;
}

static void collect_sudoers(struct report *report, const struct root *root)
{
	int r = scan_sudoers(report, root, "/etc/sudoers");
	struct root_names names;

	if (r < 0) {
		report->host->sudo_keeps.fact = fact_errno(-r);
		return;
	}
	if (root_list(root, "/etc/sudoers.d", "", FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		char path[4096];

		if (snprintf(path, sizeof(path), "/etc/sudoers.d/%s", names.names[i]) <
		    (int)sizeof(path))
			scan_sudoers(report, root, path);
	}
	root_names_free(&names);
}

static void collect_own_environment(struct report *report)
{
	for (size_t i = 0; settings_names[i]; i++) {
		const char *value = getenv(settings_names[i]);
		struct setting_span span = { .name = settings_names[i], .value = value };

		/* tpm-probe sets that itself, and it hides nothing of what others do. */
		if (!value ||
		    (!strcmp(settings_names[i], "TSS2_LOG") && !strcmp(value, "tcti+none")))
			continue;
		span.size = strlen(value);
		add_setting(report, &span, "environment");
	}
}

/* In each group a later file prevails over an earlier one. */
void collect_host_settings(struct report *report, const struct root *root)
{
	static const struct place files[] = {
		{ "/etc/environment", SETTINGS_PAM, "login shells" },
		{ "/etc/set-environment", SETTINGS_SHELL, "login shells" },
		{ "/etc/profile", SETTINGS_SHELL, "login shells" },
		{ "/etc/systemd/system.conf", SETTINGS_MANAGER, "units" },
	};

	report->host->settings.fact.presence = PRESENCE_PRESENT;
	if (!root->is_prefix)
		collect_own_environment(report);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		scan_file(report, root, &files[i]);
	scan_directory(report, root, "/etc/profile.d", ".sh", SETTINGS_SHELL, "login shells");
	scan_directory(report, root, "/etc/systemd/system.conf.d", ".conf", SETTINGS_MANAGER,
		       "units");
	scan_directory(report, root, "/usr/lib/environment.d", ".conf", SETTINGS_ENVIRONMENT,
		       "user units");
	scan_directory(report, root, "/etc/environment.d", ".conf", SETTINGS_ENVIRONMENT,
		       "user units");
	scan_vendor_units(report, root, "/usr/lib/systemd/system");
	scan_drop_ins(report, root, "/usr/lib/systemd/system");
	scan_directory(report, root, "/etc/systemd/system", ".service", SETTINGS_UNIT, NULL);
	scan_drop_ins(report, root, "/etc/systemd/system");
	collect_sudoers(report, root);
}
