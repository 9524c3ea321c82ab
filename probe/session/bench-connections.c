/* SPDX-License-Identifier: BSD-2-Clause */
/* From TCTI strings to connections with labels: raw, kernel RM, tabrmd, or the module's name. */
#include "bench-connections.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "connect.h"
#include "select.h"

/* The module's name in "name:conf", be it a path: "libtss2-tcti-swtpm.so.0" is "swtpm". */
static void module_name(const char *tcti, char buffer[64])
{
	static const char prefix[] = "libtss2-tcti-";
	size_t n = strcspn(tcti, ":");
	const char *slash = memrchr(tcti, '/', n), *name = slash ? slash + 1 : tcti;
	char *suffix;

	n -= (size_t)(name - tcti);
	if (n >= 64)
		n = 63;
	memcpy(buffer, name, n);
	buffer[n] = '\0';
	if (!strncmp(buffer, prefix, sizeof(prefix) - 1))
		memmove(buffer, buffer + sizeof(prefix) - 1, n + 1 - (sizeof(prefix) - 1));
	suffix = strstr(buffer, ".so");
	if (suffix)
		*suffix = '\0';
}

const char *tcti_node_named(const char *tcti, char buffer[256])
{
	const char *conf = strchr(tcti, ':');
	char name[64];
	size_t n;

	module_name(tcti, name);
	if (strcmp(name, "device") != 0 && strcmp(name, "tpmrm") != 0)
		return NULL;
	n = conf ? strcspn(conf + 1, ",") : 0;
	if (!n) /* the order in which module device looks; tpmrm looks for its like */
		return access("/dev/tpmrm0", F_OK) == 0 || !strcmp(name, "tpmrm") ? "/dev/tpmrm0"
										  : "/dev/tpm0";
	if (n >= 256 || memchr(conf + 1, '=', n))
		return NULL;
	memcpy(buffer, conf + 1, n);
	buffer[n] = '\0';
	return buffer;
}

static void set_label(struct run *run, struct bench_connections *ways, size_t i, const char *label)
{
	struct bench_connection *connection = &ways->connections[i];

	for (size_t j = 0; j < i; j++)
		if (!strcmp(ways->connections[j].label, label))
			label = arena_printf(&run->report->arena, "%s (%s)", label,
					     connection->tcti);
	fact_set_text(run->report, &connection->record->label, label);
	connection->label = connection->record->label.value;
	connection->has_rm = !strncmp(label, "kernel RM", 9) || !strncmp(label, "tabrmd", 6);
}

/* What sysfs knows of the TPM behind a TCTI that names a node; false: it knows nothing. */
static bool find_device(struct run *run, struct tpmsysfs *ctx, const char *tcti,
			struct tpm_report *tpm_report, bool *ret_raw)
{
	char buffer[256];
	const char *node = tcti_node_named(tcti, buffer);
	struct tpm_report *found;

	if (!node || !ctx || target_find(run, ctx, node, &found, ret_raw) < 0)
		return false;
	*tpm_report = *found;
	fact_set_text(run->report, &tpm_report->connection.node, node);
	tpm_report->connection.kernel_rm = FACT_NUMBER(!*ret_raw);
	return true;
}

/* Several TCTIs, each a TPM of the report. sysfs tells what it knows of theirs. */
static int find_tctis(struct run *run, const char *const *tctis, size_t n, const char *chosen_by,
		      struct bench_connections *ways)
{
	struct arena *arena = &run->report->arena;
	struct tpm_report *tpms = arena_alloc(arena, n * sizeof(*tpms));
	bool raw[BENCH_MAX_CONNECTIONS], known[BENCH_MAX_CONNECTIONS];
	struct tpmsysfs *ctx = NULL;
	int status = target_open_sysfs(run, &ctx);

	if (status)
		return status;
	for (size_t i = 0; i < n; i++) {
		known[i] = find_device(run, ctx, tctis[i], &tpms[i], &raw[i]);
		if (!known[i])
			tpms[i].name.fact = FACT_ABSENT;
	}
	tpmsysfs_free(ctx);
	run->report->tpms = (struct list_fact){
		.fact.presence = PRESENCE_PRESENT, .items = tpms, .count = n, .capacity = n
	};
	ways->n = n;
	for (size_t i = 0; i < n; i++) {
		char name[64];

		ways->connections[i].tcti = arena_strdup(arena, tctis[i]);
		ways->connections[i].record = &tpms[i].bench;
		connect_describe(run, &tpms[i], tctis[i], chosen_by);
		module_name(tctis[i], name);
		set_label(run, ways, i,
			  known[i] ? (raw[i] ? "raw" : "kernel RM")
			  : !strcmp(name, "tpmrm") && !strstr(tctis[i], "fd=") ? "kernel RM"
									       : name);
	}
	return EXIT_OK;
}

static int use_one(struct run *run, struct bench_connections *ways, struct tpm_report *tpm_report,
		   const char *tcti, const char *chosen_by, const char *label)
{
	struct list_fact *tpms = &run->report->tpms;

	*tpms = (struct list_fact){
		.fact.presence = PRESENCE_PRESENT, .items = tpm_report, .count = 1, .capacity = 1
	};
	ways->n = 1;
	ways->connections[0].tcti = arena_strdup(&run->report->arena, tcti);
	ways->connections[0].record = &tpm_report->bench;
	connect_describe(run, tpm_report, tcti, chosen_by);
	set_label(run, ways, 0, label);
	return EXIT_OK;
}

/* --device, or the machine's first TPM, through the resource manager. */
static int find_discovered(struct run *run, struct bench_connections *ways)
{
	const char *device = run->options.device;
	struct tpm_report *tpm_report = NULL;
	_cleanup_free_ char *tcti = NULL;
	struct tpmsysfs *ctx = NULL;
	bool raw = false;
	int r = 0, status = target_open_sysfs(run, &ctx);

	if (status)
		return status;
	if (device)
		r = target_find(run, ctx, device, &tpm_report, &raw);
	else
		tpm_report = target_first(run->report);
	tpmsysfs_free(ctx);
	if (r == -ENODEV && strchr(device, '/')) {
		status = connect_unknown_node_tcti(run, device, &tcti);
		return status ? status
			      : use_one(run, ways, report_add_tpm(run->report), tcti, "--device",
					"node");
	}
	if (r < 0)
		return target_not_found(run, device, r);
	if (!tpm_report)
		return target_none(run);
	status = connect_node_tcti(run, tpm_report, raw,
				   device && strchr(device, '/') ? device : NULL, &tcti);
	if (status)
		return connect_say(run, tpm_report, status);
	return use_one(run, ways, tpm_report, tcti, device ? "--device" : "discovery",
		       raw ? "raw" : "kernel RM");
}

static int find_simulator(struct run *run, struct bench_connections *ways)
{
	_cleanup_free_ char *tcti = NULL;
	struct tpm_report *tpm_report;
	int status = connect_start_simulator(run, &ways->simulator, &tcti, &tpm_report);

	return status ? status : use_one(run, ways, tpm_report, tcti, "--simulator", "simulator");
}

int bench_connections_find(struct run *run, struct bench_connections *ret_ways)
{
	const struct option_texts *tctis = &run->options.tctis;
	const char *variable, *tcti;
	struct bench_connections ways = { 0 };
	int status;

	ways.connections = calloc(tctis->count + 1, sizeof(*ways.connections));
	if (!ways.connections)
		abort();
	if (run->options.simulator)
		status = find_simulator(run, &ways);
	else if (tctis->count)
		status = find_tctis(run, tctis->texts, tctis->count, "--tcti", &ways);
	else if (!run->options.device && (variable = target_variable(&tcti)))
		status = find_tctis(run, &tcti, 1, variable, &ways);
	else
		status = find_discovered(run, &ways);
	if (status)
		bench_connections_clear(&ways);
	else
		*ret_ways = ways;
	return status;
}

void bench_connections_clear(struct bench_connections *ways)
{
	simulator_stop(ways->simulator);
	free(ways->connections);
	*ways = (struct bench_connections){ 0 };
}
