/* SPDX-License-Identifier: BSD-2-Clause */
/* watch: the TPMs as they are now, on a screen or as a line for each event. */
#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cleanup.h"
#include "event-line.h"
#include "output.h"
#include "render-json.h"
#include "watch-loop.h"
#include "watch-targets.h"

#define LEAST_NS 100000000U
#define MOST_NS	 3600000000000U

#define AT(member) offsetof(struct watch_options, member)
static const struct option_row rows[] = {
	{ "interval", 0, OPTION_DURATION, AT(interval_ns), "TIME", NULL,
	  .help = "poll interval, 100ms to 1h (2s); a TPM gets 2 commands each time, 1 more the first "
		  "time, never more than 3 an interval" },
	{ "count", 0, OPTION_NUMBER, AT(count), "N", NULL, .help = "end after N times" },
};
static const struct watch_options defaults = { .interval_ns = 2000000000 };
static const struct option_group group = OPTION_GROUP(rows, struct watch_options, &defaults);

static int check_options(struct run *run, const struct watch_options *watch)
{
	const struct options *options = &run->options;

	if (options->from || options->sysroot)
		return run_fail(run, EXIT_USAGE, "tpm-probe doctor reads what was saved",
				"watch looks at the TPMs of this machine as they are now: it goes "
				"with neither --from nor --sysroot");
	if (watch->interval_ns < LEAST_NS || watch->interval_ns > MOST_NS)
		return run_fail(run, EXIT_USAGE, NULL,
				"--interval: the time is not from 100ms to 1h");
	return EXIT_OK;
}

static void emit(void *arg, const struct watch_event *event)
{
	struct watch_run *watch = arg;
	int r = 0;

	if (watch->on_screen || watch->write_error)
		return;
	errno = 0;
	if (!output_is_text(watch->run))
		r = render_json_line(&watch_event_type, event, stdout);
	else
		print_event_line(event, &watch->now.wall, stdout);
	if (!r && fflush(stdout))
		r = errno ? -errno : -EIO;
	watch->write_error = r;
}

/* In a thread of a TCTI nobody is there to take them. */
static int block_signals(struct watch_run *watch)
{
	static const int numbers[] = {
		SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH
	};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&set, numbers[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	watch->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	watch->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return watch->signal_fd < 0 || watch->wake_fd < 0 ? -errno : 0;
}

/* What tpm2-tss logs would be written across the screen, and says what the events say. */
static void quiet_libraries(bool on_screen)
{
	setenv("TSS2_LOG", "all+none", on_screen && isatty(STDERR_FILENO));
}

static void choose_output(struct watch_run *watch)
{
	watch->on_screen = output_is_text(watch->run) && screen_is_possible();
	watch->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	quiet_libraries(watch->on_screen);
}

/* Once there is nothing more to say beside it. */
static int open_screen(struct watch_run *watch)
{
	int r = watch->on_screen ? screen_open(&watch->screen) : 0;

	return r < 0 ? run_fail(watch->run, EXIT_GENERAL, "tpm-probe watch -o json",
				"cannot draw on this terminal: %s", strerror(-r))
		     : EXIT_OK;
}

static const char *why_ended(const struct watch_run *watch, bool begun)
{
	if (!begun)
		return "nothing to watch";
	if (watch->signal)
		return strsignal(watch->signal);
	return watch->quit ? "told to" : "--count";
}

/* The reader of a pipe may go when it has seen enough. */
static int judge_end(struct watch_run *watch)
{
	bool any = false;

	if (watch->write_error && watch->write_error != -EPIPE)
		return run_written(EXIT_OK, watch->write_error);
	for (size_t i = 0; i < watch->model.count; i++)
		any |= watch->model.tpms[i]->sampled;
	if (watch->options->count && !watch->quit && !any && !watch->write_error)
		return run_fail(watch->run, EXIT_NO_DEVICE, "tpm-probe doctor says why",
				"no TPM has answered");
	return EXIT_OK;
}

/* As whoever sent it expects: the shell sees 128 and its number, systemd a clean end. */
static void end_by(int number)
{
	sigset_t set;

	signal(number, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static int watch_all(struct watch_run *watch)
{
	int status;
	bool begun;

	watch_renew_now(watch);
	watch_begin(&watch->model, &watch->now, watch->options->interval_ns, TPM_PROBE_VERSION,
		    emit, watch);
	status = watch_targets_open(watch);
	if (!status)
		status = open_screen(watch);
	begun = !status;
	if (begun)
		watch_loop(watch);
	watch_renew_now(watch);
	screen_close(watch->screen);
	if (begun)
		status = judge_end(watch);
	watch_targets_close(watch);
	watch_end(&watch->model, &watch->now, why_ended(watch, begun));
	return status;
}

static int run_watch(struct run *run)
{
	struct watch_run watch = {
		.run = run, .options = cmd_options(run, &group), .signal_fd = -1, .wake_fd = -1
	};
	int status = check_options(run, watch.options), r;

	if (status)
		return status;
	r = block_signals(&watch);
	if (r < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot wait for signals: %s",
				strerror(-r));
	choose_output(&watch);
	status = watch_all(&watch);
	close(watch.wake_fd);
	close(watch.signal_fd);
	if (watch.signal)
		end_by(watch.signal);
	return status;
}

const struct cmd cmd_watch = {
	.name = "watch",
	.operands = "",
	.help = "every TPM as it is now, until interrupted",
	.options = { &group },
	.examples = { { "watch", "a screen; q ends it" },
		      { "watch --interval 500ms --count 10", "ten times, every half second" },
		      { "watch -o json", "a line for each event, for programs" } },
	.shows = OUTPUT_EVENTS,
	.run = run_watch,
	.several_tctis = true,
};
