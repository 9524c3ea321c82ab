/* SPDX-License-Identifier: BSD-2-Clause */
/* Making probes and instance, and taking them away: this run's, and those of killed ones. */
#include "kernel-probes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "tpm_probe_"
#define KINDS  (TRACEFS_DYNEVENT_KPROBE | TRACEFS_DYNEVENT_KRETPROBE)
/* For each processor. A command makes some 10 to 80 events of 20 to 28 bytes. */
#define BUFFER_KIB    64
#define MAX_NAME      64
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct function {
	const char *name;
	enum kernel_role role;
	bool required;
};

/* Not tpm_dev_transmit: it is static, and compilers give it another name or none. */
static const struct function functions[] = {
	{ "tpm_transmit", KERNEL_TRANSMIT, true }, { "tpm2_prepare_space", KERNEL_RM, true },
	{ "tpm2_commit_space", KERNEL_RM, true },  { "tpm_chip_start", KERNEL_CHIP, false },
	{ "tpm_chip_stop", KERNEL_CHIP, false },
};

/*
 * How drivers hand over a command and fetch the response; each is of use only with the other.
 * tpm_tis_send() is no good: with an interrupt it waits for the response. tpm_tis_send_data() returns
 * when the last byte is in the FIFO, one register write ahead of the start.
 */
static const struct {
	const char *send, *receive;
} drivers[] = {
	{ "crb_send", "crb_recv" },
	{ "tpm_tis_send_data", "tpm_tis_recv" },
	{ "vtpm_proxy_tpm_op_send", "vtpm_proxy_tpm_op_recv" },
};

#define MAX_PROBES (2 * (ARRAY_SIZE(functions) + 2 * ARRAY_SIZE(drivers)))

struct kernel_probes {
	char name[32]; /* of group and instance */
	struct tracefs_instance *instance;
	struct tep_handle *formats;
	struct tracefs_dynevent *events[MAX_PROBES];
	struct kernel_probe probes[MAX_PROBES];
	size_t n;
};

static const char *why_refused(int errnum)
{
	switch (errnum) {
	case EACCES:
		return "tracing the kernel needs root: sudo tpm-probe bench --kernel";
	case EPERM:
		return "the kernel is locked down (/sys/kernel/security/lockdown): it lets nobody trace it";
	case ENOENT:
		return "this kernel has no tpm_transmit, tpm2_prepare_space or tpm2_commit_space: its TPM "
		       "subsystem is not loaded, older than Linux 4.12, or compiled without them";
	default:
		return "the kernel refuses the probes: see error_log in the tracing folder";
	}
}

static int refuse(int errnum, const char **ret_why)
{
	*ret_why = why_refused(errnum);
	return -errnum;
}

/* ---- What killed runs have left --------------------------------------------------------------- */
static bool is_left_over(const char *name)
{
	char *end;
	long pid;

	if (strncmp(name, PREFIX, strlen(PREFIX)))
		return false;
	pid = strtol(name + strlen(PREFIX), &end, 10);
	if (*end || pid <= 0)
		return false;
	return pid == getpid() || (kill((pid_t)pid, 0) < 0 && errno == ESRCH);
}

/* One that is in use, by a process that this PID namespace does not show, cannot be removed, and
 * then its probes are busy too. */
static void remove_instance(const char *name)
{
	struct tracefs_instance *instance = tracefs_instance_create(name);

	if (!instance)
		return;
	tracefs_instance_destroy(instance);
	tracefs_instance_free(instance);
}

static void remove_left_over(void)
{
	char **instances = tracefs_instances("^" PREFIX "[0-9]+$");
	struct tracefs_dynevent **events = tracefs_dynevent_get_all(KINDS, NULL);
	char *group;

	for (char **name = instances; name && *name; name++)
		if (is_left_over(*name))
			remove_instance(*name);
	for (struct tracefs_dynevent **event = events; event && *event; event++) {
		group = NULL;
		tracefs_dynevent_info(*event, &group, NULL, NULL, NULL, NULL);
		if (group && is_left_over(group))
			tracefs_dynevent_destroy(*event, false);
		free(group);
	}
	tracefs_list_free(instances);
	tracefs_dynevent_list_free(events);
}

/* ---- This run's ------------------------------------------------------------------------------- */
static int add(struct kernel_probes *probes, const char *function, enum kernel_role role,
	       enum kernel_edge edge, const char *arguments)
{
	struct tracefs_dynevent *event;
	char name[MAX_NAME];
	int saved;

	snprintf(name, sizeof(name), "%s_%s", function, edge == KERNEL_ENTER ? "enter" : "leave");
	event = edge == KERNEL_ENTER
			? tracefs_kprobe_alloc(probes->name, name, function, arguments)
			: tracefs_kretprobe_alloc(probes->name, name, function, arguments, 0);
	if (!event)
		return -errno;
	errno = EIO;
	if (tracefs_dynevent_create(event) < 0) {
		saved = errno;
		tracefs_dynevent_free(event);
		return -saved;
	}
	probes->events[probes->n] = event;
	probes->probes[probes->n++] = (struct kernel_probe){ .role = role, .edge = edge };
	return 0;
}

static void drop_last(struct kernel_probes *probes)
{
	probes->n--;
	tracefs_dynevent_destroy(probes->events[probes->n], true);
	tracefs_dynevent_free(probes->events[probes->n]);
}

/* Both edges or none. */
static int add_function(struct kernel_probes *probes, const char *function, enum kernel_role role,
			const char *arguments)
{
	int r = add(probes, function, role, KERNEL_ENTER, arguments);

	if (r < 0)
		return r;
	r = add(probes, function, role, KERNEL_LEAVE, NULL);
	if (r < 0)
		drop_last(probes);
	return r;
}

/*
 * tpm_transmit(chip, buf, size) since Linux 5.1, which has brought tpm_chip_start too. Not every
 * architecture can name an argument.
 */
static int add_transmit(struct kernel_probes *probes, bool has_buffer)
{
	int r = -ENOTSUP;

	if (has_buffer)
		r = add_function(probes, "tpm_transmit", KERNEL_TRANSMIT, "command=+6($arg2):u32");
	return r == 0 ? 0 : add_function(probes, "tpm_transmit", KERNEL_TRANSMIT, NULL);
}

static int add_all(struct kernel_probes *probes)
{
	bool has_chip_start = false;
	size_t n;
	int r;

	/* From the end: tpm_chip_start comes ahead of tpm_transmit. */
	for (size_t i = ARRAY_SIZE(functions); i-- > 0;) {
		const struct function *function = &functions[i];

		r = function->role == KERNEL_TRANSMIT
			    ? add_transmit(probes, has_chip_start)
			    : add_function(probes, function->name, function->role, NULL);
		if (r < 0 && function->required)
			return r;
		has_chip_start |= r == 0 && !strcmp(function->name, "tpm_chip_start");
	}
	for (size_t i = 0; i < ARRAY_SIZE(drivers); i++) {
		n = probes->n;
		if (add_function(probes, drivers[i].send, KERNEL_SEND, NULL) == 0 &&
		    add_function(probes, drivers[i].receive, KERNEL_RECEIVE, NULL) < 0)
			while (probes->n > n)
				drop_last(probes);
	}
	return 0;
}

static int read_formats(struct kernel_probes *probes)
{
	const char *const systems[] = { probes->name, NULL };
	struct tep_event *event;

	probes->formats = tracefs_local_events_system(tracefs_tracing_dir(), systems);
	if (!probes->formats)
		return -EIO;
	for (size_t i = 0; i < probes->n; i++) {
		event = tracefs_dynevent_get_event(probes->formats, probes->events[i]);
		if (!event)
			return -EIO;
		probes->probes[i].id = event->id;
		probes->probes[i].command = tep_find_field(event, "command");
	}
	return 0;
}

static int make_instance(struct kernel_probes *probes)
{
	errno = EIO;
	probes->instance = tracefs_instance_create(probes->name);
	if (!probes->instance ||
	    tracefs_instance_set_buffer_size(probes->instance, BUFFER_KIB, -1) < 0 ||
	    tracefs_instance_file_write(probes->instance, "trace_clock", "mono") < 0)
		return -errno;
	return 0;
}

/* Never by tracefs_tracing_dir() alone, which mounts. */
static int find_tracefs(const char **ret_why)
{
	const char *dir;

	if (tracefs_tracing_dir_is_mounted(false, &dir) <= 0) {
		*ret_why = "tracefs is not mounted: mount -t tracefs nodev /sys/kernel/tracing";
		return -ENOENT;
	}
	if (access(dir, R_OK | W_OK | X_OK) < 0)
		return refuse(errno, ret_why);
	if (!tracefs_file_exists(NULL, "kprobe_events")) {
		*ret_why = "this kernel cannot place probes in itself (CONFIG_KPROBE_EVENTS)";
		return -ENOTSUP;
	}
	return 0;
}

int kernel_probes_new(struct kernel_probes **ret_probes, const char **ret_why)
{
	struct kernel_probes *probes;
	int r = find_tracefs(ret_why);

	if (r < 0)
		return r;
	probes = calloc(1, sizeof(*probes));
	if (!probes)
		return refuse(ENOMEM, ret_why);
	snprintf(probes->name, sizeof(probes->name), PREFIX "%d", getpid());
	remove_left_over();
	r = add_all(probes);
	if (r == 0)
		r = read_formats(probes);
	if (r == 0)
		r = make_instance(probes);
	if (r == 0 && tracefs_event_enable(probes->instance, probes->name, NULL) < 0)
		r = -EIO;
	if (r < 0) {
		kernel_probes_free(probes);
		return refuse(-r, ret_why);
	}
	*ret_probes = probes;
	return 0;
}

void kernel_probes_free(struct kernel_probes *probes)
{
	if (!probes)
		return;
	if (probes->instance) {
		tracefs_event_disable(probes->instance, probes->name, NULL);
		tracefs_instance_destroy(probes->instance);
		tracefs_instance_free(probes->instance);
	}
	while (probes->n > 0)
		drop_last(probes);
	tep_free(probes->formats);
	free(probes);
}

struct tracefs_instance *kernel_probes_instance(const struct kernel_probes *probes)
{
	return probes->instance;
}

struct tep_handle *kernel_probes_formats(const struct kernel_probes *probes)
{
	return probes->formats;
}

const struct kernel_probe *kernel_probes_find(const struct kernel_probes *probes, int id)
{
	for (size_t i = 0; i < probes->n; i++)
		if (probes->probes[i].id == id)
			return &probes->probes[i];
	return NULL;
}
