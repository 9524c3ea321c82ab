/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a transport costs, command by command, beside a loop of write, poll and read.
 *
 *   tcti_bench ROUNDS COMMANDS NODE [NAME=MODULE=CONF]...
 *
 *   tcti_bench late NODE NAME=MODULE=CONF...
 *   tcti_bench cold ROUNDS NODE [NAME=MODULE=CONF]...
 *
 * The contenders take turns, ROUNDS times: each opens NODE (the first one, "bare", by open(2)),
 * sends COMMANDS times TPM2_GetRandom as ESAPI does (transmit, size query, receive), and closes.
 * Prints a line for each figure, "NAME METRIC VALUE":
 *   open_ns       median time to open
 *   wall_ns       median time of a command; each begins at a random time, because how long the driver
 *                 sleeps depends on when the next timer interrupt comes
 *   cpu_ns        median CPU time that this process spends on it, one after the other
 *   syscalls      system calls of a command
 *   instructions  instructions that this process executes in user space for a command
 * The last two are counted, not measured, in a traced child: those of 11 commands less those of 1.
 * With "late", on a TPM that takes a second, there is one figure instead:
 *   late_ns       how long after its timeout a receive returned, at most
 * With "cold" each open is the first one of a process of its own, which has just loaded the module,
 * as every command line tool does it, and there is one figure:
 *   cold_open_ns  time to open, mean of the middle half: how many pages a library has in memory
 *		   depends on the address that chance gives it
 * Exit status: 0; 1 a call failed; 2 usage.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <tss2/tss2_tcti.h>
#include <unistd.h>

#define CONTENDERS_MAX 8
#define ROUNDS_MAX     1000
#define FEW	       1
#define MANY	       11

struct contender {
	const char *name, *conf;
	const TSS2_TCTI_INFO *info; /* NULL: bare */
	TSS2_TCTI_CONTEXT *context;
	int fd;
	uint64_t open_ns[ROUNDS_MAX], wall_ns[ROUNDS_MAX], cpu_ns[ROUNDS_MAX];
};

static const uint8_t get_random[] = { 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x7b, 0, 8 };
static uint8_t response[4096];
static const char *node;

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "tcti_bench: ");
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, "\n");
	_exit(1);
}

static uint64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void must(TSS2_RC rc, const struct contender *c, const char *what)
{
	if (rc != TSS2_RC_SUCCESS)
		die("%s: %s: 0x%08x", c->name, what, rc);
}

/* Memory is had before the clock starts. */
static void prepare(struct contender *c)
{
	size_t size = 0;

	if (!c->info)
		return;
	must(c->info->init(NULL, &size, NULL), c, "size");
	c->context = calloc(1, size);
	if (!c->context)
		die("no memory");
}

static void open_contender(struct contender *c)
{
	size_t size = SIZE_MAX;

	if (c->info) {
		must(c->info->init(c->context, &size, c->conf), c, "init");
		return;
	}
	c->fd = open(node, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (c->fd < 0)
		die("%s: %s", node, strerror(errno));
}

static void close_contender(struct contender *c)
{
	if (c->info)
		Tss2_Tcti_Finalize(c->context);
	else
		close(c->fd);
}

static void command(struct contender *c)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLIN };
	size_t size = 0;

	if (!c->info) {
		if (write(c->fd, get_random, sizeof(get_random)) != sizeof(get_random) ||
		    poll(&pfd, 1, -1) != 1 || read(c->fd, response, sizeof(response)) != 20)
			die("%s: %s", node, strerror(errno));
		return;
	}
	must(Tss2_Tcti_Transmit(c->context, sizeof(get_random), get_random), c, "transmit");
	must(Tss2_Tcti_Receive(c->context, &size, NULL, TSS2_TCTI_TIMEOUT_BLOCK), c, "size query");
	must(Tss2_Tcti_Receive(c->context, &size, response, TSS2_TCTI_TIMEOUT_BLOCK), c, "receive");
	if (size != 20)
		die("%s: a response of %zu bytes", c->name, size);
}

static void commands(struct contender *c, unsigned int n)
{
	while (n--)
		command(c);
}

/* Up to a tick of the slowest kernel's clock, 10 ms: the same sequence for every contender. */
static void sleep_random(uint32_t *seed)
{
	struct timespec t = { 0 };

	*seed = *seed * 1664525 + 1013904223;
	t.tv_nsec = (long)((uint64_t)*seed * 10000000 >> 32);
	clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL);
}

static uint64_t wall_time(struct contender *c, unsigned int round, unsigned int n)
{
	uint32_t seed = round;
	uint64_t sum = 0;

	for (unsigned int i = 0; i < n; i++) {
		uint64_t start;

		sleep_random(&seed);
		start = now(CLOCK_MONOTONIC);
		command(c);
		sum += now(CLOCK_MONOTONIC) - start;
	}
	return sum / n;
}

static void run_round(struct contender *c, unsigned int round, unsigned int n)
{
	uint64_t wall, cpu;

	wall = now(CLOCK_MONOTONIC);
	open_contender(c);
	c->open_ns[round] = now(CLOCK_MONOTONIC) - wall;
	command(c);
	cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	commands(c, n);
	c->cpu_ns[round] = (now(CLOCK_PROCESS_CPUTIME_ID) - cpu) / n;
	c->wall_ns[round] = wall_time(c, round, n);
	close_contender(c);
}

/* How often a child that executes n commands stops for the tracer, between its two signals. */
static unsigned long count_stops(struct contender *c, unsigned int n, enum __ptrace_request request)
{
	unsigned long stops = 0;
	bool counting = false;
	pid_t child = fork();
	int status;

	if (child < 0)
		die("fork: %s", strerror(errno));
	if (!child) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		open_contender(c);
		/* The first one binds, allocates and fills caches. */
		command(c);
		raise(SIGUSR1);
		commands(c, n);
		raise(SIGUSR1);
		close_contender(c);
		_exit(0);
	}
	while (waitpid(child, &status, 0) == child && !WIFEXITED(status)) {
		if (WIFSIGNALED(status))
			die("%s: the traced child died of signal %d", c->name, WTERMSIG(status));
		if (WSTOPSIG(status) == SIGUSR1)
			counting = !counting;
		else if (counting)
			stops++;
		if (ptrace(counting ? request : PTRACE_CONT, child, NULL, NULL) < 0)
			die("ptrace: %s", strerror(errno));
	}
	if (WEXITSTATUS(status))
		die("%s: the traced child failed", c->name);
	return stops;
}

static double per_command(struct contender *c, enum __ptrace_request request)
{
	return (double)(count_stops(c, MANY, request) - count_stops(c, FEW, request)) /
	       (MANY - FEW);
}

/* The TPM is at work all the time, and its answer comes in the end. */
static uint64_t lateness(struct contender *c)
{
	static const int timeouts_ms[] = { 0, 1, 10, 50, 200 };
	size_t size = sizeof(response);
	uint64_t worst = 0;

	open_contender(c);
	must(Tss2_Tcti_Transmit(c->context, sizeof(get_random), get_random), c, "transmit");
	for (size_t i = 0; i < sizeof(timeouts_ms) / sizeof(timeouts_ms[0]); i++) {
		uint64_t start = now(CLOCK_MONOTONIC), took;

		if (Tss2_Tcti_Receive(c->context, &size, response, timeouts_ms[i]) !=
		    TSS2_TCTI_RC_TRY_AGAIN)
			die("%s: no TRY_AGAIN after %d ms", c->name, timeouts_ms[i]);
		took = now(CLOCK_MONOTONIC) - start;
		if (took < (uint64_t)timeouts_ms[i] * 1000000)
			die("%s: TRY_AGAIN %ju ns after the call, too early for %d ms", c->name,
			    (uintmax_t)took, timeouts_ms[i]);
		took -= (uint64_t)timeouts_ms[i] * 1000000;
		worst = took > worst ? took : worst;
	}
	must(Tss2_Tcti_Receive(c->context, &size, response, TSS2_TCTI_TIMEOUT_BLOCK), c, "receive");
	close_contender(c);
	return worst;
}

/* What a process of cold_time() does. */
static int print_first_open(struct contender *c)
{
	uint64_t start, end;

	prepare(c);
	/* The clock's own first call is none of it. */
	now(CLOCK_MONOTONIC);
	start = now(CLOCK_MONOTONIC);
	open_contender(c);
	end = now(CLOCK_MONOTONIC);
	close_contender(c);
	return printf("%ju\n", (uintmax_t)(end - start)) < 0;
}

/* contender: "bare", or as in argv. */
static uint64_t cold_time(const char *contender)
{
	char *argv[] = { (char *)"tcti_bench", (char *)"first", (char *)node, (char *)contender,
			 NULL };
	char *const environment[] = { NULL };
	posix_spawn_file_actions_t actions;
	int output[2], status;
	uintmax_t ns = 0;
	FILE *lines;
	pid_t pid;

	if (pipe2(output, O_CLOEXEC) < 0)
		die("pipe: %s", strerror(errno));
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
	errno = posix_spawn(&pid, "/proc/self/exe", &actions, NULL, argv, environment);
	if (errno)
		die("posix_spawn: %s", strerror(errno));
	posix_spawn_file_actions_destroy(&actions);
	close(output[1]);
	lines = fdopen(output[0], "r");
	if (!lines || fscanf(lines, "%ju", &ns) != 1)
		die("%s: no time of the first open", contender);
	fclose(lines);
	if (waitpid(pid, &status, 0) != pid || status)
		die("%s: the process of the first open failed", contender);
	return ns;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static uint64_t median(uint64_t *values, unsigned int n)
{
	qsort(values, n, sizeof(values[0]), compare);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static uint64_t middle_mean(uint64_t *values, unsigned int n)
{
	uint64_t sum = 0;

	qsort(values, n, sizeof(values[0]), compare);
	for (unsigned int i = n / 4; i < n - n / 4; i++)
		sum += values[i];
	return sum / (n - n / 4 * 2);
}

static void load(struct contender *c, char *text)
{
	TSS2_TCTI_INFO_FUNC get_info = NULL;
	char *module, *conf;
	void *handle;

	c->name = strsep(&text, "=");
	module = strsep(&text, "=");
	conf = text;
	if (!module || !conf)
		die("%s: not NAME=MODULE=CONF", c->name);
	c->conf = *conf ? conf : NULL;
	handle = dlopen(module, RTLD_NOW | RTLD_LOCAL);
	if (handle)
		get_info = (TSS2_TCTI_INFO_FUNC)dlsym(handle, TSS2_TCTI_INFO_SYMBOL);
	if (!get_info)
		die("%s", dlerror());
	c->info = get_info();
}

static int run_cold(unsigned int rounds, unsigned int n_contenders, char **names)
{
	static uint64_t cold_ns[CONTENDERS_MAX][ROUNDS_MAX];

	for (unsigned int round = 0; round < rounds; round++) {
		uint32_t seed = round;

		for (unsigned int i = 0; i < n_contenders; i++) {
			sleep_random(&seed);
			cold_ns[i][round] = cold_time(names[i]);
		}
	}
	for (unsigned int i = 0; i < n_contenders; i++)
		printf("%.*s cold_open_ns %ju\n", (int)strcspn(names[i], "="), names[i],
		       (uintmax_t)middle_mean(cold_ns[i], rounds));
	return 0;
}

int main(int argc, char **argv)
{
	static struct contender contenders[CONTENDERS_MAX] = { { .name = "bare" } };
	unsigned int rounds, n, n_contenders = 1;

	if (argc == 4 && !strcmp(argv[1], "first")) {
		node = argv[2];
		if (strcmp(argv[3], "bare") != 0)
			load(&contenders[0], argv[3]);
		return print_first_open(&contenders[0]);
	}
	if (argc > 3 && argc - 3 <= CONTENDERS_MAX && !strcmp(argv[1], "cold")) {
		rounds = (unsigned int)atoi(argv[2]);
		node = argv[3];
		if (rounds < 1 || rounds > ROUNDS_MAX)
			die("ROUNDS is 1 to %d", ROUNDS_MAX);
		argv[3] = (char *)"bare";
		return run_cold(rounds, (unsigned int)argc - 3, argv + 3);
	}
	if (argc > 3 && argc - 3 < CONTENDERS_MAX && !strcmp(argv[1], "late")) {
		node = argv[2];
		for (int i = 3; i < argc; i++) {
			load(&contenders[i - 3], argv[i]);
			prepare(&contenders[i - 3]);
			printf("%s late_ns %ju\n", contenders[i - 3].name,
			       (uintmax_t)lateness(&contenders[i - 3]));
			free(contenders[i - 3].context);
		}
		return 0;
	}
	if (argc < 4 || argc - 4 >= CONTENDERS_MAX) {
		fprintf(stderr, "usage: tcti_bench ROUNDS COMMANDS NODE [NAME=MODULE=CONF]...\n"
				"       tcti_bench late NODE NAME=MODULE=CONF...\n"
				"       tcti_bench cold ROUNDS NODE [NAME=MODULE=CONF]...\n");
		return 2;
	}
	rounds = (unsigned int)atoi(argv[1]);
	n = (unsigned int)atoi(argv[2]);
	node = argv[3];
	if (rounds < 1 || rounds > ROUNDS_MAX || n < 1)
		die("ROUNDS is 1 to %d, COMMANDS at least 1", ROUNDS_MAX);
	for (int i = 4; i < argc; i++)
		load(&contenders[n_contenders++], argv[i]);
	for (unsigned int i = 0; i < n_contenders; i++)
		prepare(&contenders[i]);
	for (unsigned int round = 0; round < rounds; round++) {
		for (unsigned int i = 0; i < n_contenders; i++)
			run_round(&contenders[i], round, n);
	}
	for (unsigned int i = 0; i < n_contenders; i++) {
		struct contender *c = &contenders[i];

		printf("%s open_ns %ju\n", c->name, (uintmax_t)median(c->open_ns, rounds));
		printf("%s wall_ns %ju\n", c->name, (uintmax_t)median(c->wall_ns, rounds));
		printf("%s cpu_ns %ju\n", c->name, (uintmax_t)median(c->cpu_ns, rounds));
		/* Each system call stops twice. */
		printf("%s syscalls %g\n", c->name, per_command(c, PTRACE_SYSCALL) / 2);
		printf("%s instructions %g\n", c->name, per_command(c, PTRACE_SINGLESTEP));
		free(c->context);
	}
	return 0;
}
