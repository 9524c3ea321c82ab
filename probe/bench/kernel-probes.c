/* SPDX-License-Identifier: BSD-2-Clause */
/* Making probes and instance, and taking them away: this run's, and those of killed ones. */
#include "kernel-probes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "tpm_probe_"
#define KINDS  (TRACEFS_DYNEVENT_KPROBE | TRACEFS_DYNEVENT_KRETPROBE)
/* For each processor. A command makes some 16 to 90 events of 20 to 72 bytes. */
#define BUFFER_KIB    64
#define MAX_NAME      64
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Not tpm_dev_transmit: it is static, and compilers give it another name or none. The arguments are
 * tpm_transmit's since Linux 5.1, which has brought tpm_chip_start too.
 */
#define NEWEST 0 /* place of tpm_chip_start */
static const struct function {
	const char *name;
	enum kernel_role role;
	bool required;
	const char *argument;
} functions[] = {
	{ "tpm_chip_start", KERNEL_CHIP, false, NULL },
	{ "tpm_chip_stop", KERNEL_CHIP, false, NULL },
	{ "tpm_transmit", KERNEL_TRANSMIT, true, "argument=+6($arg2):u32" },
	{ "tpm2_prepare_space", KERNEL_RM, true, "argument=$arg2:u64" },
	{ "tpm2_commit_space", KERNEL_RM, true, "argument=$arg2:u64" },
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

/* Every system call of one thread. Of the kernel, and so neither made nor removed. */
static const struct {
	const char *name;
	enum kernel_edge edge;
} calls[] = { { "sys_enter", KERNEL_ENTER }, { "sys_exit", KERNEL_LEAVE } };
#define CALLS "raw_syscalls"
/* The number of /proc/self/ns/pid in which the kernel's numbers of threads are everybody's
 * (include/linux/proc_ns.h). */
#define FIRST_PID_NAMESPACE 0xeffffffc

struct kernel_probes {
	char name[32]; /* of group and instance */
	struct tracefs_instance *instance;
	struct tep_handle *formats;
	struct tracefs_dynevent *events[MAX_PROBES];
	struct kernel_probe probes[MAX_PROBES];
	size_t n;
	struct kernel_probe calls[ARRAY_SIZE(calls)];
	size_t n_calls;
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
		return "the kernel refuses the probes: see error_log in the tracing directory";
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
	char **instances = tracefs_instances("^" PREFIX);
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
	tracefs_dynevent_destroy(probes->events[probes->n], false);
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

/* Not every architecture can name an argument. */
static int add_with_argument(struct kernel_probes *probes, const struct function *function,
			     bool is_known)
{
	int r = -ENOTSUP;

	if (function->argument && is_known)
		r = add_function(probes, function->name, function->role, function->argument);
	return r == 0 ? 0 : add_function(probes, function->name, function->role, NULL);
}

static int add_all(struct kernel_probes *probes)
{
	bool is_known = false;
	size_t n;
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(functions); i++) {
		r = add_with_argument(probes, &functions[i], is_known);
		if (r < 0 && functions[i].required)
			return r;
		is_known |= r == 0 && i == NEWEST;
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

static struct tep_event *read_event(struct kernel_probes *probes, const char *group,
				    const char *name)
{
	struct tep_event *event = NULL;
	int size;
	char *text = tracefs_event_file_read(NULL, group, name, "format", &size);

	if (text && tep_parse_event(probes->formats, text, (unsigned long)size, group) == 0)
		event = tep_find_event_by_name(probes->formats, group, name);
	free(text);
	return event;
}

static int read_format(struct kernel_probes *probes, size_t i)
{
	struct tep_event *event = NULL;
	char *group = NULL, *name = NULL;
	int r = -EIO;

	tracefs_dynevent_info(probes->events[i], &group, &name, NULL, NULL, NULL);
	if (group && name)
		event = read_event(probes, group, name);
	if (event) {
		probes->probes[i].id = event->id;
		probes->probes[i].argument = tep_find_field(event, "argument");
		r = 0;
	}
	free(name);
	free(group);
	return r;
}

/* tracefs_local_events_system() would read the kernel's whole symbol table too. */
static int read_formats(struct kernel_probes *probes)
{
	int size, r = 0;
	char *text = tracefs_instance_file_read(NULL, "events/header_page", &size);

	probes->formats = tep_alloc();
	if (!text || !probes->formats ||
	    tep_parse_header_page(probes->formats, text, (unsigned long)size, sizeof(long)) < 0)
		r = -EIO;
	else
		tep_set_long_size(probes->formats, tep_get_header_page_size(probes->formats));
	free(text);
	for (size_t i = 0; r == 0 && i < probes->n; i++)
		r = read_format(probes, i);
	return r;
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

/* tracefs_event_enable() would look at every event that there is, as does the removal by force. */
static int enable(struct kernel_probes *probes)
{
	char file[64];

	snprintf(file, sizeof(file), "events/%s/enable", probes->name);
	errno = EIO;
	return tracefs_instance_file_write(probes->instance, file, "1") < 0 ? -errno : 0;
}

/* Not every kernel tells of them, and in a namespace of its own a thread does not know its number. */
static void enable_calls(struct kernel_probes *probes)
{
	struct tracefs_instance *instance = probes->instance;
	struct tep_event *event;
	char filter[64];
	struct stat st;

	if (stat("/proc/self/ns/pid", &st) < 0 || st.st_ino != FIRST_PID_NAMESPACE)
		return;
	snprintf(filter, sizeof(filter), "common_pid == %d", gettid());
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		event = read_event(probes, CALLS, calls[i].name);
		if (!event ||
		    tracefs_event_file_write(instance, CALLS, calls[i].name, "filter", filter) <
			    0 ||
		    tracefs_event_file_write(instance, CALLS, calls[i].name, "enable", "1") < 0)
			return;
		probes->calls[probes->n_calls++] = (struct kernel_probe){ .id = event->id,
									  .role = KERNEL_CALL,
									  .edge = calls[i].edge };
	}
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
	if (r == 0)
		r = enable(probes);
	if (r < 0) {
		kernel_probes_free(probes);
		return refuse(-r, ret_why);
	}
	enable_calls(probes);
	*ret_probes = probes;
	return 0;
}

void kernel_probes_free(struct kernel_probes *probes)
{
	if (!probes)
		return;
	if (probes->instance) {
		/* Which disables the events. */
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
	for (size_t i = 0; i < probes->n_calls; i++)
		if (probes->calls[i].id == id)
			return &probes->calls[i];
	return NULL;
}
