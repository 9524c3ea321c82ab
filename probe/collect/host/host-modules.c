/* SPDX-License-Identifier: BSD-2-Clause */
/* TCTI modules where the loader looks, and udev rules about TPMs. */
#include "host-modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "host-text.h"
#include "host.h"

enum { FOLDERS_MAX = 32, FILES_MAX = 4096 };

/* Directories, each once, however many names it has. */
struct directories {
	dev_t devices[FOLDERS_MAX];
	ino_t inodes[FOLDERS_MAX];
	size_t count;
};

static bool is_new(struct directories *directories, const struct root *root, const char *path)
{
	struct stat st;

	if (root_stat(root, path, &st) < 0 || directories->count == FOLDERS_MAX)
		return false;
	for (size_t i = 0; i < directories->count; i++)
		if (directories->devices[i] == st.st_dev && directories->inodes[i] == st.st_ino)
			return false;
	directories->devices[directories->count] = st.st_dev;
	directories->inodes[directories->count++] = st.st_ino;
	return true;
}

/* libtss2-tcti-default.so is a link of the administrator's to the module that he wants. */
static void set_target(struct report *report, const struct root *root, struct tcti_library *library)
{
	char target[4096];
	ssize_t n = root_readlink(root, library->path.value, target, sizeof(target));
	const char *slash = n < 0 ? NULL : strrchr(target, '/');

	fact_set_text(report, &library->target, n < 0 ? NULL : slash ? slash + 1 : target);
}

static void add_modules(struct report *report, const struct root *root, const char *directory,
			struct directories *directories)
{
	static const char prefix[] = "libtss2-tcti-";
	struct root_names names;

	if (!is_new(directories, root, directory) ||
	    root_list(root, directory, "", FILES_MAX, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.names[i], *dot = strstr(name, ".so");
		struct tcti_library *library;

		/* The program's own name: libtss2-tcti-device.so.0, not .so.0.0.0. */
		if (strncmp(name, prefix, sizeof(prefix) - 1) != 0 || !dot ||
		    (strcmp(dot, ".so.0") != 0 && strcmp(dot, ".so") != 0))
			continue;
		library = list_append(&report->arena, &report->host->tcti_libraries,
				      sizeof(*library));
		fact_set_bytes(report, &library->name, name + sizeof(prefix) - 1,
			       (size_t)(dot - name) - sizeof(prefix) + 1);
		fact_set_text(report, &library->path,
			      arena_printf(&report->arena, "%s/%s", directory, name));
		set_target(report, root, library);
	}
	root_names_free(&names);
}

/* The directories that a file of ld.so.conf lists, one a line. */
static void add_configured(struct report *report, const struct root *root, const char *path,
			   struct directories *directories)
{
	_cleanup_free_ char *text = NULL;
	char *rest, *line;

	if (root_read_all(root, path, HOST_FILE_MAX, &text) < 0)
		return;
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		line[strcspn(line, "# \t")] = '\0';
		if (*line == '/')
			add_modules(report, root, line, directories);
	}
}

static void collect_modules(struct report *report, const struct root *root)
{
	static const char *const usual[] = { "/lib", "/usr/lib", "/lib64", "/usr/lib64",
					     "/run/current-system/sw/lib" };
	struct directories directories = { 0 };
	struct root_names names;

	report->host->tcti_libraries.fact.presence = PRESENCE_PRESENT;
	add_configured(report, root, "/etc/ld.so.conf", &directories);
	if (root_list(root, "/etc/ld.so.conf.d", ".conf", 64, &names) >= 0) {
		for (size_t i = 0; i < names.count; i++) {
			char path[4096];

			if (snprintf(path, sizeof(path), "/etc/ld.so.conf.d/%s", names.names[i]) <
			    (int)sizeof(path))
				add_configured(report, root, path, &directories);
		}
		root_names_free(&names);
	}
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		add_modules(report, root, usual[i], &directories);
}

static bool has(const char *line, size_t n, const char *text)
{
	return memmem(line, n, text, strlen(text)) != NULL;
}

/* Does a line that sets owner, group or mode match in this way? */
static bool gives_access(const char *text, const char *const *matches)
{
	size_t n;

	for (const char *line = text; *line; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		if (*line == '#' ||
		    (!has(line, n, "MODE") && !has(line, n, "GROUP") && !has(line, n, "OWNER")))
			continue;
		for (size_t i = 0; matches[i]; i++)
			if (has(line, n, matches[i]))
				return true;
	}
	return false;
}

static void add_rules(struct report *report, const char *path, const char *text)
{
	static const char *const tpm[] = { "\"tpm[0-9", "\"tpm*\"", "\"tpm0\"",
					   "SUBSYSTEM==\"tpm\"", NULL };
	static const char *const tpmrm[] = { "\"tpmrm", "\"tpm*\"", NULL };
	struct udev_rules *rules;
	bool for_tpm = gives_access(text, tpm), for_tpmrm = gives_access(text, tpmrm);

	if (!for_tpm && !for_tpmrm)
		return;
	rules = list_append(&report->arena, &report->host->udev_rules, sizeof(*rules));
	fact_set_text(report, &rules->path, path);
	rules->tpm = FACT_NUMBER(for_tpm);
	rules->tpmrm = FACT_NUMBER(for_tpmrm);
}

/* A file of an earlier directory hides one of its name in a later one. */
static bool is_hidden(const struct root_names *earlier, size_t n, const char *name)
{
	for (size_t f = 0; f < n; f++)
		for (size_t i = 0; i < earlier[f].count; i++)
			if (!strcmp(earlier[f].names[i], name))
				return true;
	return false;
}

static void collect_rules(struct report *report, const struct root *root)
{
	static const char *const directories[] = { "/etc/udev/rules.d", "/run/udev/rules.d",
						   "/usr/local/lib/udev/rules.d",
						   "/usr/lib/udev/rules.d", "/lib/udev/rules.d" };
	enum { N = sizeof(directories) / sizeof(directories[0]) };
	struct root_names names[N] = { 0 };
	struct directories seen = { 0 };

	report->host->udev_rules.fact.presence = PRESENCE_PRESENT;
	for (size_t f = 0; f < N; f++) {
		if (!is_new(&seen, root, directories[f]) ||
		    root_list(root, directories[f], ".rules", FILES_MAX, &names[f]) < 0)
			continue;
		for (size_t i = 0; i < names[f].count; i++) {
			_cleanup_free_ char *text = NULL;
			char path[4096];

			if (is_hidden(names, f, names[f].names[i]) ||
			    snprintf(path, sizeof(path), "%s/%s", directories[f],
				     names[f].names[i]) >= (int)sizeof(path) ||
			    root_read_all(root, path, HOST_FILE_MAX, &text) < 0)
				continue;
			add_rules(report, path, text);
		}
	}
	for (size_t f = 0; f < N; f++)
		root_names_free(&names[f]);
}

void collect_host_modules(struct report *report, const struct root *root)
{
	collect_modules(report, root);
	collect_rules(report, root);
}
