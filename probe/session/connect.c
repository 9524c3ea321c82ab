/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening a TPM through a TCTI and collecting what it answers. */
#include "connect.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "rc.h"
#include "simulator.h"
#include "tpm.h"
#include "load-guard.h"

#define MODULE "libtss2-tcti-tpmrm.so.0"

/* Our module: beside the tool in the build tree, else where it was installed. */
static int find_module(char path[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n > 0) {
		self[n] = '\0';
		if (snprintf(path, PATH_MAX, "%s/" MODULE, dirname(self)) < PATH_MAX &&
		    !access(path, R_OK))
			return 0;
	}
	if (snprintf(path, PATH_MAX, "%s/" MODULE, TPM_PROBE_LIBDIR) < PATH_MAX &&
	    !access(path, R_OK))
		return 0;
	return -ENOENT;
}

/* A module that reaches its TPM otherwise than through a node of this machine. */
static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

static int refuse(struct run *run, struct tpm_report *tpm_report, int status, const char *remedy,
		  const char *text)
{
	fact_set_text(run->report, &tpm_report->connection.error_text, text);
	fact_set_text(run->report, &tpm_report->connection.remedy, remedy);
	return status;
}

/* What the answers come to: an exit status, with the reason in the TPM's connection. */
int connect_judge(struct run *run, struct tpm_report *tpm_report, TSS2_RC rc, unsigned int parts)
{
	const struct fact *pcrs = &tpm_report->pcr_values.fact;
	struct connection *connection = &tpm_report->connection;
	struct rc_info info;
	const char *text;

	if (!rc && parts == COLLECT_PCRS && pcrs->presence == PRESENCE_ABSENT)
		return refuse(run, tpm_report, EXIT_UNSUPPORTED,
			      "tpm-probe caps commands lists the commands that it has",
			      arena_printf(&run->report->arena,
					   "%s: this TPM gives no PCR values (TPM2_PCR_Read)",
					   connection->tcti.value));
	if (!rc && parts == COLLECT_PCRS && pcrs->presence == PRESENCE_FAILED)
		rc = pcrs->error;
	if (!rc)
		return EXIT_OK;
	rc_decode(rc, &info);
	connection->error = FACT_NUMBER(rc);
	text = arena_printf(&run->report->arena, "%s: %s answers %s (0x%08x)",
			    connection->tcti.value, info.layer, info.text, rc);
	if (!info.remedy)
		info.remedy = "is it a TPM 2.0 that stands behind this TCTI? TSS2_LOG=tcti+trace "
			      "shows what it answers";
	if (strcmp(info.layer, "TPM") != 0)
		return refuse(run, tpm_report, EXIT_NO_DEVICE, info.remedy, text);
	return refuse(run, tpm_report, rc == TPM2_RC_BAD_TAG ? EXIT_UNSUPPORTED : EXIT_GENERAL,
		      info.remedy, text);
}

void connect_describe(struct run *run, struct tpm_report *tpm_report, const char *tcti,
		      const char *chosen_by)
{
	struct connection *connection = &tpm_report->connection;

	fact_set_bytes(run->report, &connection->tcti, tcti, strlen(tcti));
	fact_set_text(run->report, &connection->chosen_by, chosen_by);
}

int connect_not_opened(struct run *run, struct tpm_report *tpm_report, const char *tcti, TSS2_RC rc)
{
	struct connection *connection = &tpm_report->connection;
	struct rc_info info;

	connection->error = FACT_NUMBER(rc);
	rc_decode(rc, &info);
	return refuse(run, tpm_report, EXIT_NO_DEVICE, rc_remedy_to_open(&info, tcti),
		      arena_printf(&run->report->arena, "cannot open the TCTI \"%s\": %s (0x%08x)",
				   connection->tcti.value, info.text, rc));
}

/* Open and ask one TPM. Returns an exit status, with the reason in the TPM's connection. */
static int ask(struct run *run, struct tpm_report *tpm_report, const char *tcti,
	       const char *chosen_by, unsigned int parts)
{
	struct connection *connection = &tpm_report->connection;
	struct load_guard *work = NULL;
	struct tpm *tpm;
	uint64_t start;
	int status;
	TSS2_RC rc;

	connect_describe(run, tpm_report, tcti, chosen_by);
	status = load_guard_begin(run, tpm_report, &work);
	if (status)
		return status;
	start = now_ns();
	rc = tpm_open(tcti, (int)run->options.timeout_ms, &tpm);
	if (rc) {
		load_guard_end(work);
		return connect_not_opened(run, tpm_report, tcti, rc);
	}
	connection->open_ns = FACT_NUMBER(now_ns() - start);
	tpm_limit_commands(tpm, run->max_commands);
	rc = collect_tpm(run->report, tpm_report, tpm, parts);
	if (!rc)
		load_guard_run(run, tpm_report, tpm, work);
	connection->commands = FACT_NUMBER(tpm_commands(tpm));
	tpm_close(tpm);
	load_guard_end(work);
	return connect_judge(run, tpm_report, rc, parts);
}

int connect_say(struct run *run, const struct tpm_report *tpm_report, int status)
{
	const struct connection *connection = &tpm_report->connection;

	if (!status)
		return EXIT_OK;
	return run_fail(run, status,
			fact_known(&connection->remedy.fact) ? connection->remedy.value : NULL,
			"%s", connection->error_text.value);
}

int connect_tcti(struct run *run, const char *tcti, const char *chosen_by, unsigned int parts)
{
	struct tpm_report *tpm_report = report_add_tpm(run->report);
	int status;

	/* A TCTI says nothing of the kernel's name, nor of nodes. */
	tpm_report->name.fact = tpm_report->nodes.fact = FACT_ABSENT;
	tpm_report->simulator = FACT_NUMBER(0);
	status = ask(run, tpm_report, tcti, chosen_by, parts);
	return connect_say(run, tpm_report, status);
}

static int no_module(struct run *run)
{
	return run_fail(run, EXIT_GENERAL, "build it with make, or install it",
			"the module " MODULE
			" is neither beside the tool nor in " TPM_PROBE_LIBDIR);
}

int connect_unknown_node_tcti(struct run *run, const char *path, char **ret_tcti)
{
	char module[PATH_MAX];

	if (find_module(module) < 0)
		return no_module(run);
	if (asprintf(ret_tcti, "%s:%s", module, path) < 0)
		abort();
	return EXIT_OK;
}

int connect_unknown_node(struct run *run, const char *path, unsigned int parts)
{
	_cleanup_free_ char *tcti = NULL;
	int status = connect_unknown_node_tcti(run, path, &tcti);

	return status || !tcti ? status : connect_tcti(run, tcti, "--device", parts);
}

int connect_start_simulator(struct run *run, struct simulator **ret_simulator, char **ret_tcti,
			    struct tpm_report **ret_tpm_report)
{
	struct tpm_report *tpm_report;
	struct simulator *simulator;
	char module[PATH_MAX];
	int r;

	if (find_module(module) < 0)
		return no_module(run);
	r = simulator_start(&simulator);
	if (r < 0)
		return run_fail(run, EXIT_NO_DEVICE,
				r == -ENOENT ? "install the package swtpm" : NULL,
				"cannot start a simulator (swtpm): %s", strerror(-r));
	run->report->simulator = FACT_NUMBER(1);
	tpm_report = report_add_tpm(run->report);
	tpm_report->simulator = FACT_NUMBER(1);
	tpm_report->nodes.fact = FACT_ABSENT;
	fact_set_text(run->report, &tpm_report->name, "simulator");
	fact_set_text(run->report, &tpm_report->kind, "simulator");
	if (asprintf(ret_tcti, "%s:fd=%d", module, simulator_fd(simulator)) < 0)
		abort();
	*ret_simulator = simulator;
	*ret_tpm_report = tpm_report;
	return EXIT_OK;
}

int connect_simulator(struct run *run, unsigned int parts)
{
	struct tpm_report *tpm_report = NULL;
	struct simulator *simulator = NULL;
	_cleanup_free_ char *tcti = NULL;
	int status;

	status = connect_start_simulator(run, &simulator, &tcti, &tpm_report);
	if (status || !simulator)
		return status;
	status = ask(run, tpm_report, tcti, "--simulator", parts);
	simulator_stop(simulator);
	return connect_say(run, tpm_report, status);
}

/* The node through which a TPM is to be reached: the RM's, unless the raw one was named. */
static const struct node *choose_node(const struct tpm_report *tpm_report, bool raw)
{
	return tpm_report_node(tpm_report, raw ? "tpm" : "tpmrm");
}

int connect_node_tcti(struct run *run, struct tpm_report *tpm_report, bool raw, const char *path,
		      char **ret_tcti)
{
	const struct node *node = choose_node(tpm_report, raw);
	struct arena *arena = &run->report->arena;
	char module[PATH_MAX];
	const char *access;

	if (fact_known(&tpm_report->device.version_major.fact) &&
	    tpm_report->device.version_major.value == 1)
		return refuse(run, tpm_report, EXIT_UNSUPPORTED,
			      "switch it to TPM 2.0 in the firmware's setup, if it offers that; "
			      "tpm-probe list shows what sysfs tells of it",
			      arena_printf(arena, "%s is a TPM 1.2: it has no TPM 2.0 commands",
					   tpm_report->name.value));
	if (!node)
		return refuse(run, tpm_report, EXIT_NO_DEVICE,
			      arena_printf(arena,
					   "the raw node is exclusive, so it is opened only when "
					   "named: tpm-probe -d /dev/%s",
					   tpm_report->name.value),
			      arena_printf(arena, "%s has no kernel resource manager node",
					   tpm_report->name.value));
	if (!path)
		path = fact_known(&node->path.fact) ? node->path.value : NULL;
	access = fact_known(&node->access.fact) ? node->access.value : "ok";
	if (strcmp(access, "ok") != 0)
		return refuse(run, tpm_report,
			      strcmp(access, "no node") ? EXIT_DENIED : EXIT_NO_DEVICE,
			      node->remedy.value,
			      arena_printf(arena, "%s: %s (owner %s, group %s, mode %04o)",
					   path ? path : node->name.value,
					   strcmp(access, "no node") ? "permission denied"
								     : "no node in /dev",
					   node->owner.value ? node->owner.value : "-",
					   node->group.value ? node->group.value : "-",
					   (unsigned int)node->mode.value));
	if (find_module(module) < 0)
		return refuse(run, tpm_report, EXIT_GENERAL, "build it with make, or install it",
			      "the module " MODULE
			      " is neither beside the tool nor in " TPM_PROBE_LIBDIR);
	if (asprintf(ret_tcti, "%s:%s", module, path) < 0)
		abort();
	fact_set_text(run->report, &tpm_report->connection.node, path);
	tpm_report->connection.kernel_rm = FACT_NUMBER(!raw);
	return EXIT_OK;
}

int connect_node(struct run *run, struct tpm_report *tpm_report, bool raw, const char *path,
		 const char *chosen_by, unsigned int parts)
{
	_cleanup_free_ char *tcti = NULL;
	int status = connect_node_tcti(run, tpm_report, raw, path, &tcti);

	if (!status && tcti)
		status = ask(run, tpm_report, tcti, chosen_by, parts);
	return status;
}
