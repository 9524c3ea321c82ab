/* SPDX-License-Identifier: BSD-2-Clause */
/* Who has a node of a TPM open, and which daemons of tpm2-abrmd run: from /proc. */
#include "host-holders.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "host-text.h"
#include "host.h"

enum { HOLDERS_MAX = 64 };

struct process {
	const char *pid;
	char directory[64]; /* "/proc/PID" */
};

/* Is the character device that a descriptor leads to a TPM's? */
static bool is_tpm_node(const struct root *root, const char *descriptor, const char *target)
{
	char path[128], subsystem[256];
	const char *name;
	struct stat st;

	if (!strncmp(target, "/dev/tpm", 8) || !strncmp(target, "/dev/tcm", 8))
		return true;
	if (root->is_prefix || strncmp(target, "/dev/", 5) != 0 || !strcmp(target, "/dev/null") ||
	    !strncmp(target, "/dev/pts/", 9) || stat(descriptor, &st) < 0 || !S_ISCHR(st.st_mode))
		return false;
	snprintf(path, sizeof(path), "/sys/dev/char/%u:%u/subsystem", major(st.st_rdev),
		 minor(st.st_rdev));
	if (root_readlink(root, path, subsystem, sizeof(subsystem)) < 0)
		return false;
	name = strrchr(subsystem, '/');
	return name && (!strcmp(name, "/tpm") || !strcmp(name, "/tpmrm"));
}

/* The unit at the end of a line "0::/system.slice/tpm2-abrmd.service". */
static void set_unit(struct report *report, const struct root *root, const struct process *process,
		     struct text_fact *fact)
{
	_cleanup_free_ char *text = NULL;
	char path[128], *slash;

	fact->fact = FACT_ABSENT;
	snprintf(path, sizeof(path), "%s/cgroup", process->directory);
	if (root_read_all(root, path, 4096, &text) < 0)
		return;
	text[strcspn(text, "\n")] = '\0';
	slash = strrchr(text, '/');
	if (slash && (strstr(slash, ".service") || strstr(slash, ".scope")))
		fact_set_text(report, fact, slash + 1);
}

static void add_holder(struct report *report, const struct root *root,
		       const struct process *process, const char *node)
{
	struct list_fact *list = &report->host->holders;
	struct holder *holder;
	char path[128], program[4096];

	if (list->count == HOLDERS_MAX)
		return;
	holder = list_append(&report->arena, list, sizeof(*holder));
	fact_set_text(report, &holder->node, node);
	holder->pid = FACT_NUMBER(strtoul(process->pid, NULL, 10));
	snprintf(path, sizeof(path), "%s/comm", process->directory);
	host_read_text(report, root, path, &holder->command);
	snprintf(path, sizeof(path), "%s/exe", process->directory);
	holder->executable.fact = FACT_ABSENT;
	if (root_readlink(root, path, program, sizeof(program)) > 0)
		fact_set_text(report, &holder->executable, program);
	set_unit(report, root, process, &holder->unit);
}

static void look_at_descriptors(struct report *report, const struct root *root,
				const struct process *process)
{
	const struct dirent *entry;
	char path[512];
	DIR *dir;
	int r;

	snprintf(path, sizeof(path), "%s/fd", process->directory);
	r = root_opendir(root, path, &dir);
	if (r == -EACCES || r == -EPERM)
		report->host->holders_complete = FACT_NUMBER(0);
	if (r < 0)
		return;
	while ((entry = readdir(dir))) {
		char target[512];

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "%s/fd/%.32s", process->directory, entry->d_name);
		if (root_readlink(root, path, target, sizeof(target)) > 0 &&
		    is_tpm_node(root, path, target))
			add_holder(report, root, process, target);
	}
	closedir(dir);
}

static void look_for_abrmd(struct report *report, const struct root *root,
			   const struct process *process)
{
	struct abrmd *abrmd = &report->host->abrmd;
	struct text_fact command = { 0 };
	_cleanup_free_ char *text = NULL;
	char path[128];
	ssize_t n;

	snprintf(path, sizeof(path), "%s/comm", process->directory);
	host_read_text(report, root, path, &command);
	if (!fact_known(&command.fact) || strcmp(command.value, "tpm2-abrmd") != 0)
		return;
	abrmd->processes.value++;
	snprintf(path, sizeof(path), "%s/cmdline", process->directory);
	n = root_read_all(root, path, 4096, &text);
	for (ssize_t i = 0; i < n; i++)
		if (!text[i])
			text[i] = ' ';
	if (n > 0)
		fact_set_bytes(report, &abrmd->arguments, text, (size_t)n);
}

void collect_host_holders(struct report *report, const struct root *root)
{
	const struct dirent *entry;
	DIR *dir;
	int r = root_opendir(root, "/proc", &dir);

	report->host->holders.fact =
		r < 0 ? fact_errno(-r) : (struct fact){ .presence = PRESENCE_PRESENT };
	report->host->holders_complete.fact = report->host->abrmd.processes.fact =
		report->host->holders.fact;
	if (r < 0)
		return;
	report->host->holders_complete.value = 1;
	while ((entry = readdir(dir))) {
		struct process process = { .pid = entry->d_name };

		if (strspn(entry->d_name, "0123456789") != strlen(entry->d_name))
			continue;
		snprintf(process.directory, sizeof(process.directory), "/proc/%.32s",
			 entry->d_name);
		look_at_descriptors(report, root, &process);
		look_for_abrmd(report, root, &process);
	}
	closedir(dir);
}
