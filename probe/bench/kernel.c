/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's trace of a run: reading what the probes wrote, and adding it up. */
#include "kernel.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel-attribute.h"
#include "kernel-probes.h"
#include "library-traceevent.h"
#include "library-tracefs.h"

/* Of one command and what happened since the one before; more is as good as lost. */
#define MAX_EVENTS 8192

struct kernel_trace {
	struct kernel_probes *probes;
	int switch_fd; /* tracing_on */
	struct tracefs_cpu **cpus;
	size_t n_cpus;
	struct kbuffer *page_reader;
	void *page;
	struct kernel_event *events;
	size_t n;
};

static int open_cpus(struct kernel_trace *trace)
{
	struct tracefs_instance *instance = kernel_probes_instance(trace->probes);
	long n = sysconf(_SC_NPROCESSORS_CONF);

	trace->switch_fd = tracefs_instance_file_open(instance, "tracing_on", O_WRONLY | O_CLOEXEC);
	if (n <= 0 || trace->switch_fd < 0)
		return -EIO;
	trace->cpus = calloc((size_t)n, sizeof(void *));
	if (!trace->cpus)
		return -ENOMEM;
	for (int i = 0; i < n; i++) {
		struct tracefs_cpu *cpu = tracefs_cpu_open(instance, i, true);

		/* Not every number has to have a processor. */
		if (cpu)
			trace->cpus[trace->n_cpus++] = cpu;
	}
	return trace->n_cpus > 0 ? 0 : -EIO;
}

static int make_room(struct kernel_trace *trace)
{
	trace->page_reader = tep_kbuffer(kernel_probes_formats(trace->probes));
	trace->page = malloc((size_t)tracefs_cpu_read_size(trace->cpus[0]));
	trace->events = calloc(MAX_EVENTS, sizeof(*trace->events));
	return trace->page_reader && trace->page && trace->events ? 0 : -ENOMEM;
}

int kernel_trace_start(struct kernel_trace **ret_trace, const char **ret_why)
{
	struct kernel_trace *trace = calloc(1, sizeof(*trace));
	int r;

	if (!trace) {
		*ret_why = "out of memory";
		return -ENOMEM;
	}
	if (!library_load(&library_tracefs) || !library_load(&library_traceevent)) {
		*ret_why = "libtracefs.so.1 or libtraceevent.so.1 is missing (Debian: apt-get "
			   "install libtracefs1)";
		free(trace);
		return -ENOPKG;
	}
	trace->switch_fd = -1;
	r = kernel_probes_new(&trace->probes, ret_why);
	if (r < 0) {
		free(trace);
		return r;
	}
	r = open_cpus(trace);
	if (r == 0)
		r = make_room(trace);
	if (r < 0) {
		*ret_why = r == -ENOMEM ? "out of memory"
					: "the kernel does not hand out its trace (trace_pipe_raw)";
		kernel_trace_stop(trace);
		return r;
	}
	*ret_trace = trace;
	return 0;
}

void kernel_trace_stop(struct kernel_trace *trace)
{
	if (!trace)
		return;
	for (size_t i = 0; i < trace->n_cpus; i++)
		tracefs_cpu_close(trace->cpus[i]);
	if (trace->switch_fd >= 0)
		close(trace->switch_fd);
	kernel_probes_free(trace->probes);
	kbuffer_free(trace->page_reader);
	free(trace->cpus);
	free(trace->page);
	free(trace->events);
	free(trace);
}

/* ---- Reading ---------------------------------------------------------------------------------- */
static void add(struct kernel_trace *trace, struct kernel_event event)
{
	/* The last place says that there was no more room. */
	if (trace->n == MAX_EVENTS) {
		event.edge = KERNEL_LOST;
		event.ns = UINT64_MAX;
		trace->n--;
	}
	trace->events[trace->n++] = event;
}

static void add_record(struct kernel_trace *trace, void *data, int size, uint64_t ns)
{
	struct tep_handle *formats = kernel_probes_formats(trace->probes);
	struct tep_record record = { .ts = ns, .data = data, .size = size };
	const struct kernel_probe *probe =
		kernel_probes_find(trace->probes, tep_data_type(formats, &record));
	struct kernel_event event = { .ns = ns };
	unsigned long long argument = 0;

	if (!probe)
		return;
	event.thread = tep_data_pid(formats, &record);
	event.edge = probe->edge;
	event.role = probe->role;
	if (probe->argument && tep_read_number_field(probe->argument, data, &argument) == 0) {
		event.command = be32toh((uint32_t)argument);
		event.idle = probe->role == KERNEL_RM && argument == 0;
	}
	add(trace, event);
}

static void read_page(struct kernel_trace *trace)
{
	struct kbuffer *reader = trace->page_reader;
	unsigned long long ns;
	void *data;

	if (kbuffer_load_subbuffer(reader, trace->page) < 0)
		return;
	if (kbuffer_missed_events(reader) != 0)
		add(trace,
		    (struct kernel_event){ .ns = kbuffer_timestamp(reader), .edge = KERNEL_LOST });
	for (data = kbuffer_read_event(reader, &ns); data; data = kbuffer_next_event(reader, &ns))
		add_record(trace, data, kbuffer_event_size(reader), ns);
}

static int by_time(const void *a, const void *b)
{
	const struct kernel_event *x = a, *y = b;

	return (x->ns > y->ns) - (x->ns < y->ns);
}

static void switch_trace(const struct kernel_trace *trace, const char *to)
{
	/* What cannot be switched off goes on: then only our own reading is in it too. */
	if (write(trace->switch_fd, to, 1) < 0)
		return;
}

/* Off meanwhile: to read is a system call of this thread's, and so would never come to an end. */
static void read_events(struct kernel_trace *trace)
{
	trace->n = 0;
	switch_trace(trace, "0");
	for (size_t i = 0; i < trace->n_cpus; i++)
		while (tracefs_cpu_read(trace->cpus[i], trace->page, true) > 0)
			read_page(trace);
	switch_trace(trace, "1");
	qsort(trace->events, trace->n, sizeof(*trace->events), by_time);
}

void kernel_trace_skip(struct kernel_trace *trace)
{
	read_events(trace);
}

/* ---- Adding up -------------------------------------------------------------------------------- */
void kernel_trace_take(struct kernel_trace *trace, const struct command_times *times,
		       struct kernel_sums *sums)
{
	struct kernel_split split;
	uint64_t covered;

	read_events(trace);
	if (!kernel_attribute(trace->events, trace->n, times, &split))
		return;
	sums->samples++;
	sums->split += split.has_tpm;
	sums->counted += split.has_contexts;
	if (!split.has_calls)
		split.user_ns = times->transmit - times->begin + times->end - times->received;
	covered = split.user_ns + split.call_ns + split.rm_ns + split.driver_ns + split.tpm_ns;
	sums->called += split.has_calls;
	sums->user_ns += split.user_ns;
	sums->call_ns += split.call_ns;
	sums->rm_ns += split.rm_ns;
	sums->driver_ns += split.driver_ns;
	sums->tpm_ns += split.tpm_ns;
	sums->rest_ns += times->end - times->begin - covered;
	sums->context_loads += split.context_loads;
	sums->context_saves += split.context_saves;
}

static struct number_fact mean(uint64_t sum, uint64_t n)
{
	return FACT_NUMBER((sum + n / 2) / n);
}

void kernel_trace_summarise(const struct kernel_sums *sums, struct bench_kernel *ret_kernel)
{
	uint64_t n = sums->samples;
	struct bench_kernel kernel = { .traced = FACT_NUMBER(n) };

	if (n > 0) {
		kernel.user_ns = mean(sums->user_ns, n);
		kernel.system_calls_ns = mean(sums->call_ns, n);
		kernel.rest_ns = mean(sums->rest_ns, n);
		kernel.rm_ns = mean(sums->rm_ns, n);
		kernel.driver_ns = mean(sums->driver_ns, n);
		kernel.tpm_ns = mean(sums->tpm_ns, n);
		kernel.context_loads = FACT_REAL((double)sums->context_loads / (double)n);
		kernel.context_saves = FACT_REAL((double)sums->context_saves / (double)n);
	}
	if (sums->split < n)
		kernel.tpm_ns.fact = FACT_ABSENT;
	if (sums->called < n) {
		kernel.system_calls_ns.fact = FACT_ABSENT;
		if (n > 0)
			kernel.rest_ns = mean(sums->rest_ns + sums->call_ns, n);
	}
	if (sums->counted < n) {
		kernel.context_loads.fact = FACT_ABSENT;
		kernel.context_saves.fact = FACT_ABSENT;
	}
	*ret_kernel = kernel;
}
