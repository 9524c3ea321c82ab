/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process may do to a TCTI context that it has open: one trial each, on a kernel's node.
 *
 *   tcti_process TRIAL MODULE NODE
 *
 *   fork     parent and child go on with the context; each asks for another number of bytes
 *   threads  two threads, each with a context of its own
 *   cancel   a thread is cancelled while it waits; another takes the response
 *   signals  every millisecond one whose handler does not restart system calls
 *   unload   the module is unloaded while a thread of it waits
 *   closed   stdin, stdout and stderr are closed
 *   nofile   no descriptor is left
 *
 * cancel and unload want a TPM that takes a second or more for a command. Each is done without a timeout and with
 * one, where a thread of the module waits. Exit status: 0; 1 and a line on stderr; 2 usage.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <tss2/tss2_tcti.h>
#include <unistd.h>

#define COMMANDS   60
#define TIMEOUT_MS 20000

static const TSS2_TCTI_INFO *info;
static const char *node;
static void *module;
/* Where failures are told: stderr may be closed. */
static int report_fd = STDERR_FILENO;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vdprintf(report_fd, fmt, args);
	va_end(args);
	dprintf(report_fd, "\n");
	_exit(1);
}

static TSS2_TCTI_CONTEXT *open_context(void)
{
	TSS2_TCTI_CONTEXT *context;
	size_t size = 0;
	TSS2_RC rc;

	info->init(NULL, &size, NULL);
	context = calloc(1, size);
	rc = context ? info->init(context, &size, node) : TSS2_TCTI_RC_MEMORY;
	if (rc)
		fail("%s: 0x%08x", node, rc);
	return context;
}

static void send_random(TSS2_TCTI_CONTEXT *context, uint8_t n)
{
	const uint8_t command[] = { 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x7b, 0, n };
	TSS2_RC rc = Tss2_Tcti_Transmit(context, sizeof(command), command);

	if (rc)
		fail("transmit: 0x%08x", rc);
}

static void receive_random(TSS2_TCTI_CONTEXT *context, uint8_t n, int timeout_ms)
{
	uint8_t response[4096];
	size_t size = sizeof(response);
	TSS2_RC rc = Tss2_Tcti_Receive(context, &size, response, timeout_ms);

	if (rc)
		fail("receive with timeout %d: 0x%08x", timeout_ms, rc);
	if (size != 12U + n || response[11] != n)
		fail("asked for %u bytes, got a response of %zu", n, size);
}

static void ask_random(TSS2_TCTI_CONTEXT *context, uint8_t n, int timeout_ms)
{
	for (int i = 0; i < COMMANDS; i++) {
		send_random(context, n);
		receive_random(context, n, timeout_ms);
	}
}

static void try_fork(int timeout_ms)
{
	TSS2_TCTI_CONTEXT *context = open_context();
	int status;
	pid_t child;

	send_random(context, 8);
	receive_random(context, 8, timeout_ms);
	child = fork();
	ask_random(context, child ? 8 : 4, timeout_ms);
	Tss2_Tcti_Finalize(context);
	if (!child)
		_exit(0);
	if (waitpid(child, &status, 0) != child || status)
		fail("the child failed");
	free(context);
}

struct user {
	uint8_t n;
	int timeout_ms;
};

static void *use_context(void *arg)
{
	const struct user *user = arg;
	TSS2_TCTI_CONTEXT *context = open_context();

	ask_random(context, user->n, user->timeout_ms);
	Tss2_Tcti_Finalize(context);
	free(context);
	return NULL;
}

static void try_threads(int timeout_ms)
{
	struct user users[] = { { 8, timeout_ms }, { 4, timeout_ms } };
	pthread_t threads[2];

	for (int i = 0; i < 2; i++) {
		if (pthread_create(&threads[i], NULL, use_context, &users[i]))
			fail("no thread");
	}
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
}

struct waiter {
	TSS2_TCTI_CONTEXT *context;
	int timeout_ms;
	int started; /* a pipe's end for writing */
};

static void *wait_for_cancel(void *arg)
{
	const struct waiter *waiter = arg;

	send_random(waiter->context, 8);
	if (write(waiter->started, "", 1) != 1)
		fail("pipe: %s", strerror(errno));
	receive_random(waiter->context, 8, waiter->timeout_ms);
	return NULL;
}

static void try_cancel(int timeout_ms)
{
	struct waiter waiter = { .context = open_context(), .timeout_ms = timeout_ms };
	pthread_t thread;
	int ends[2];
	void *result;
	char c;

	if (pipe(ends))
		fail("pipe: %s", strerror(errno));
	waiter.started = ends[1];
	if (pthread_create(&thread, NULL, wait_for_cancel, &waiter) || read(ends[0], &c, 1) != 1)
		fail("no thread");
	pthread_cancel(thread);
	pthread_join(thread, &result);
	if (result != PTHREAD_CANCELED)
		fail("the thread was not cancelled");
	receive_random(waiter.context, 8, timeout_ms);
	send_random(waiter.context, 4);
	receive_random(waiter.context, 4, timeout_ms);
	Tss2_Tcti_Finalize(waiter.context);
	free(waiter.context);
	close(ends[0]);
	close(ends[1]);
}

static volatile sig_atomic_t alarms;

static void count_alarm(int number)
{
	(void)number;
	alarms++;
}

static void try_signals(int timeout_ms)
{
	const struct itimerval every = { { 0, 1000 }, { 0, 1000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { .sa_handler = count_alarm };
	TSS2_TCTI_CONTEXT *context = open_context();

	alarms = 0;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	ask_random(context, 8, timeout_ms);
	while (alarms < 20)
		ask_random(context, 4, timeout_ms);
	setitimer(ITIMER_REAL, &never, NULL);
	Tss2_Tcti_Finalize(context);
	free(context);
}

static void try_unload(int timeout_ms)
{
	TSS2_TCTI_CONTEXT *context = open_context();
	TSS2_TCTI_POLL_HANDLE handle = { .fd = -1 };
	size_t count = 1;

	if (timeout_ms >= 0 && Tss2_Tcti_GetPollHandles(context, &handle, &count))
		fail("no poll handle");
	send_random(context, 8);
	dlclose(module);
	/* The module's thread still has the response to see. */
	if (timeout_ms >= 0 && poll(&handle, 1, TIMEOUT_MS) != 1)
		fail("the poll handle did not become readable");
}

static void try_closed(int timeout_ms)
{
	TSS2_TCTI_CONTEXT *context;

	if (report_fd == STDERR_FILENO)
		report_fd = dup(STDERR_FILENO);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		close(fd);
	context = open_context();
	send_random(context, 8);
	receive_random(context, 8, timeout_ms);
	/* It says so on stderr. */
	if (Tss2_Tcti_Transmit(context, 4, (const uint8_t *)"what") != TSS2_TCTI_RC_BAD_VALUE)
		fail("what is no command was sent");
	ask_random(context, 4, timeout_ms);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			fail("descriptor %d is open", fd);
	}
	Tss2_Tcti_Finalize(context);
	free(context);
}

static void try_nofile(int timeout_ms)
{
	TSS2_TCTI_CONTEXT *context = open_context(), *other;
	struct rlimit old, none;
	uint8_t response[64];
	size_t size = 0, count = 1;
	TSS2_TCTI_POLL_HANDLE handle;
	int free_fd;

	/* Up to the lowest that is free: poll(2) refuses more descriptors than the limit. */
	free_fd = dup(STDIN_FILENO);
	close(free_fd);
	getrlimit(RLIMIT_NOFILE, &old);
	none = old;
	none.rlim_cur = (rlim_t)free_fd;
	setrlimit(RLIMIT_NOFILE, &none);
	info->init(NULL, &size, NULL);
	other = calloc(1, size);
	if (!other || info->init(other, &size, node) != TSS2_TCTI_RC_IO_ERROR)
		fail("opened with no descriptor left");
	ask_random(context, 8, TSS2_TCTI_TIMEOUT_BLOCK);
	if (Tss2_Tcti_GetPollHandles(context, &handle, &count) != TSS2_TCTI_RC_IO_ERROR)
		fail("a poll handle with no descriptor left");
	send_random(context, 8);
	size = sizeof(response);
	if (timeout_ms >= 0 &&
	    Tss2_Tcti_Receive(context, &size, response, timeout_ms) != TSS2_TCTI_RC_TRY_AGAIN)
		fail("a timeout with no descriptor left");
	setrlimit(RLIMIT_NOFILE, &old);
	receive_random(context, 8, timeout_ms);
	ask_random(context, 4, timeout_ms);
	Tss2_Tcti_Finalize(context);
	free(context);
	free(other);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(int timeout_ms);
	} trials[] = {
		{ "fork", try_fork },	    { "threads", try_threads }, { "cancel", try_cancel },
		{ "signals", try_signals }, { "unload", try_unload },	{ "closed", try_closed },
		{ "nofile", try_nofile },
	};

	for (size_t i = 0; argc == 4 && i < sizeof(trials) / sizeof(trials[0]); i++) {
		TSS2_TCTI_INFO_FUNC get_info = NULL;

		if (strcmp(argv[1], trials[i].name) != 0)
			continue;
		node = argv[3];
		for (int round = 0; round < 2; round++) {
			module = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
			if (module)
				get_info =
					(TSS2_TCTI_INFO_FUNC)dlsym(module, TSS2_TCTI_INFO_SYMBOL);
			if (!get_info)
				fail("%s", dlerror());
			info = get_info();
			trials[i].run(round ? TIMEOUT_MS : TSS2_TCTI_TIMEOUT_BLOCK);
		}
		return 0;
	}
	fprintf(stderr, "usage: tcti_process TRIAL MODULE NODE\n");
	return 2;
}
