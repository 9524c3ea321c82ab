/* SPDX-License-Identifier: BSD-2-Clause */
/* How a TPM is reached: the TCTI, and what stands at its end. */
#include "target.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "connection.h"
#include "device.h"

#define MODULE "libtss2-tcti-tpmrm.so.0"

/* Our module, beside the tool in the build tree, else where it was installed; NULL: nowhere. */
static const char *find_module(struct arena *arena)
{
	char self[PATH_MAX], *path;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n > 0) {
		self[n] = '\0';
		path = arena_printf(arena, "%s/" MODULE, dirname(self));
		if (!access(path, R_OK))
			return path;
	}
	path = arena_printf(arena, "%s/" MODULE, TPM_PROBE_LIBDIR);
	return access(path, R_OK) ? NULL : path;
}

static void set_tcti(struct run *run, struct target *target, const char *tcti)
{
	struct connection *connection = target->tpm_report->connection;

	target->tcti = tcti;
	fact_set_value(run->report, &connection->tcti, tcti, strlen(tcti));
	fact_set_text(run->report, &connection->chosen_by, target->chosen_by);
}

static void set_node(struct run *run, struct target *target, const char *path, bool raw)
{
	struct connection *connection = target->tpm_report->connection;

	target->node = path;
	target->has_rm = !raw;
	target->label = raw ? "raw" : "kernel RM";
	fact_set_text(run->report, &connection->node, path);
	connection->kernel_rm = FACT_NUMBER(!raw);
}

static void refuse(struct run *run, struct target *target, enum exit_status status,
		   const char *remedy, const char *text)
{
	struct connection *connection = target->tpm_report->connection;

	target->status = status;
	fact_set_text(run->report, &connection->error_text, text);
	fact_set_text(run->report, &connection->remedy, remedy);
}

void target_set_own(struct run *run, struct target *target, const char *conf)
{
	struct arena *arena = &run->report->arena;
	const char *module = find_module(arena);

	if (module)
		set_tcti(run, target, arena_printf(arena, "%s:%s", module, conf));
	else
		refuse(run, target, EXIT_GENERAL, "build it with make, or install it",
		       "the module " MODULE " is neither beside the tool nor in " TPM_PROBE_LIBDIR);
}

void target_set_node(struct run *run, struct target *target, bool raw, const char *path)
{
	const struct tpm_report *tpm_report = target->tpm_report;
	const struct node *node = tpm_report_node(tpm_report, raw ? "tpm" : "tpmrm");
	const struct number_fact *version = &tpm_report->device->version_major;
	const char *name = text_of(&tpm_report->name, "?");
	struct arena *arena = &run->report->arena;

	if (run->options.sysroot) {
		target->status = EXIT_USAGE;
		return;
	}
	if (fact_known(&version->fact) && version->value == 1) {
		refuse(run, target, EXIT_UNSUPPORTED,
		       "switch it to TPM 2.0 in the firmware's setup, if it offers that; "
		       "tpm-probe list shows what sysfs tells of it",
		       arena_printf(arena, "%s is a TPM 1.2: it has no TPM 2.0 commands", name));
		return;
	}
	if (!node) {
		refuse(run, target, EXIT_NO_DEVICE,
		       arena_printf(arena,
				    "the raw node is exclusive, so it is opened only when "
				    "named: tpm-probe -d /dev/%s",
				    name),
		       arena_printf(arena, "%s has no kernel resource manager node", name));
		return;
	}
	if (!path)
		path = text_of(&node->path, NULL);
	if (fact_known(&node->access.fact) && node->access.state != ACCESS_OK) {
		bool missing = node->access.state == ACCESS_NO_NODE;

		refuse(run, target, missing ? EXIT_NO_DEVICE : EXIT_DENIED,
		       text_of(&node->remedy, NULL),
		       arena_printf(arena, "%s: %s (owner %s, group %s, mode %04o)",
				    path ? path : text_of(&node->name, "?"),
				    missing ? "no node in /dev" : "permission denied",
				    text_of(&node->owner, "-"), text_of(&node->group, "-"),
				    (unsigned int)node->mode.value));
		return;
	}
	set_node(run, target, path, raw);
	target_set_own(run, target, path);
}

void target_set_tcti(struct run *run, struct target *target, const char *tcti,
		     const struct tcti_lead *lead, bool no_raw)
{
	bool raw = lead->node && text_is(&lead->node->class_name, "tpm");
	struct tcti_string string;

	if (raw && no_raw) {
		target_set_node(run, target, false, NULL);
		return;
	}
	if (lead->node) {
		set_node(run, target, lead->path, raw);
	} else if (tcti_string_parse_inner(tcti, &string)) {
		target->label = arena_strdup(&run->report->arena, string.module);
		target->has_rm = lead->kind == TCTI_LEADS_TO_ABRMD;
	}
	set_tcti(run, target, arena_strdup(&run->report->arena, tcti));
}
