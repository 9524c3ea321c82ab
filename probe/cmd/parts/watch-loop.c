/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What watch waits for: samples, hot plug, signals, keys, and a reader that goes away. It never waits
 * for a TPM itself.
 */
#include "watch-loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"
#include "doctor.h"
#include "examine.h"
#include "watch-targets.h"
#include "worker.h"

#define NS_PER_MS      1000000U
#define BUSY_NS	       1000000000U /* a command that takes longer is worth telling */
#define SETTLE_NS      50000000U   /* a TPM comes with several events */
#define USUAL_LIMIT_MS 10000	   /* unless --timeout says otherwise */

enum { TICK_MS = 1000 };

void watch_renew_now(struct watch_run *watch)
{
	watch->now.ns = now_ns();
	clock_gettime(CLOCK_REALTIME, &watch->now.wall);
}

static void look_soon(struct watch_run *watch)
{
	if (watch->hotplug && !watch->look_ns)
		watch->look_ns = watch->now.ns + SETTLE_NS;
}

static void take_sample(struct watch_run *watch, struct watch_tpm *tpm, struct watch_sample *sample)
{
	struct report *report = sample->report;

	fact_set_text(report, &report_tpm(report, 0)->name, tpm->name);
	examine_report(watch->run, report);
	watch_take(&watch->model, &watch->now, tpm, sample);
	/* Where the events of a hot unplug are not heard of. */
	if (sample->availability == WATCH_NO_ANSWER)
		look_soon(watch);
	watch_sample_clear(sample);
}

static void take_samples(struct watch_run *watch)
{
	struct watch_sample sample;

	for (size_t i = 0; i < watch->model.count; i++) {
		struct watch_tpm *tpm = watch->model.tpms[i];

		if (tpm->worker && worker_take(tpm->worker, &sample))
			take_sample(watch, tpm, &sample);
	}
}

static void take_hotplug_events(struct watch_run *watch)
{
	enum { MANY = 256 }; /* a monitor that fails for ever must not hold us */
	enum hotplug_event what;
	unsigned int number;

	for (int i = 0; i < MANY && (what = hotplug_next(watch->hotplug, &number)); i++) {
		struct watch_tpm *tpm;
		char name[32];

		if (what == HOTPLUG_ENUMERATE) {
			look_soon(watch);
			continue;
		}
		snprintf(name, sizeof(name), "tpm%u", number);
		tpm = watch_find(&watch->model, name);
		if (tpm && tpm->availability != WATCH_GONE)
			watch_targets_lose(watch, tpm);
	}
}

/* Those that are being asked for long. */
static void judge_waiting(struct watch_run *watch)
{
	long limit_ms = watch->run->options.timeout_ms > 0 ? watch->run->options.timeout_ms
							   : USUAL_LIMIT_MS;

	for (size_t i = 0; i < watch->model.count; i++) {
		struct watch_tpm *tpm = watch->model.tpms[i];
		uint64_t since = tpm->worker ? worker_asking_since_ns(tpm->worker) : 0;
		uint64_t waited = since && since < watch->now.ns ? watch->now.ns - since : 0;

		if (waited > (uint64_t)limit_ms * NS_PER_MS)
			watch_set_availability(&watch->model, &watch->now, tpm, WATCH_NO_ANSWER,
					       "a command has been waiting for its answer for too "
					       "long");
		else if (waited > BUSY_NS && (tpm->availability == WATCH_ANSWERING ||
					      tpm->availability == WATCH_PRESENT))
			watch_set_availability(&watch->model, &watch->now, tpm, WATCH_BUSY,
					       "a command is waiting for its answer");
	}
}

static void stop_for_a_while(struct watch_run *watch)
{
	if (watch->screen)
		screen_suspend(watch->screen);
	kill(getpid(), SIGSTOP);
	if (watch->screen)
		screen_resume(watch->screen);
}

static void take_signal(struct watch_run *watch)
{
	struct signalfd_siginfo info;

	while (read(watch->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGTSTP:
			stop_for_a_while(watch);
			break;
		case SIGCONT:
		case SIGWINCH:
			if (watch->screen)
				screen_spoil(watch->screen);
			break;
		default:
			watch->signal = (int)info.ssi_signo;
			watch->quit = true;
		}
	}
}

static void take_keys(struct watch_run *watch)
{
	enum { CTRL_L = 'L' & 0x1f };
	int key;

	while ((key = screen_key(watch->screen))) {
		if (key == 'q' || key == 'Q')
			watch->quit = true;
		else if (key == CTRL_L)
			screen_spoil(watch->screen);
	}
}

static void draw(struct watch_run *watch)
{
	struct line_form form = { .utf8 = watch->utf8, .colour = run_colours(watch->run) };
	struct watch_frame frame;
	size_t height;

	screen_size(watch->screen, &form.width, &height);
	/* A character in the last column leaves some terminals waiting to wrap. */
	form.width = form.width > 21 ? form.width - 1 : 20;
	watch_layout(&watch->model, &watch->now, watch->options->interval_ns, &form, height,
		     &frame);
	watch->write_error = screen_draw(watch->screen, &frame);
}

/* With --count: every TPM that is asked was asked so often. */
static bool is_done(struct watch_run *watch)
{
	if (!watch->options->count)
		return false;
	for (size_t i = 0; i < watch->model.count; i++) {
		struct worker *worker = watch->model.tpms[i]->worker;

		if (worker && !worker_is_done(worker))
			return false;
	}
	return true;
}

/* Countdowns and long waits go on between samples. */
static int timeout_ms(const struct watch_run *watch)
{
	int timeout = watch->model.count ? TICK_MS : -1;
	uint64_t left_ms;

	if (!watch->look_ns)
		return timeout;
	left_ms = watch->look_ns > watch->now.ns ? (watch->look_ns - watch->now.ns) / NS_PER_MS + 1
						 : 0;
	return timeout < 0 || left_ms < TICK_MS ? (int)left_ms : timeout;
}

enum { FD_WAKE, FD_SIGNAL, FD_KEYS, FD_OUTPUT, FD_PLUG, N_FDS = FD_PLUG + HOTPLUG_FDS };

static void wait_for_something(struct watch_run *watch, struct pollfd fds[N_FDS])
{
	int hotplug_descriptors[HOTPLUG_FDS] = { -1, -1 };
	eventfd_t count;

	if (watch->hotplug)
		hotplug_fds(watch->hotplug, hotplug_descriptors);
	fds[FD_WAKE] = (struct pollfd){ .fd = watch->wake_fd, .events = POLLIN };
	fds[FD_SIGNAL] = (struct pollfd){ .fd = watch->signal_fd, .events = POLLIN };
	fds[FD_KEYS] = (struct pollfd){ .fd = watch->screen ? screen_keys_fd(watch->screen) : -1,
					.events = POLLIN };
	/* Only whether the reader has gone. */
	fds[FD_OUTPUT] = (struct pollfd){ .fd = STDOUT_FILENO };
	for (int i = 0; i < HOTPLUG_FDS; i++)
		fds[FD_PLUG + i] =
			(struct pollfd){ .fd = hotplug_descriptors[i], .events = POLLIN };
	if (poll(fds, N_FDS, timeout_ms(watch)) < 0)
		for (int i = 0; i < N_FDS; i++)
			fds[i].revents = 0;
	if (fds[FD_WAKE].revents)
		eventfd_read(watch->wake_fd, &count);
}

static void take_everything(struct watch_run *watch, const struct pollfd fds[N_FDS])
{
	watch_renew_now(watch);
	if (fds[FD_OUTPUT].revents & (POLLERR | POLLHUP))
		watch->quit = true;
	if (fds[FD_SIGNAL].revents)
		take_signal(watch);
	if (fds[FD_KEYS].revents & POLLIN)
		take_keys(watch);
	if (fds[FD_KEYS].revents & (POLLHUP | POLLERR | POLLNVAL))
		watch->quit = true;
	if (watch->hotplug)
		take_hotplug_events(watch);
	if (watch->look_ns && watch->look_ns <= watch->now.ns) {
		watch->look_ns = 0;
		watch_targets_look(watch);
	}
	take_samples(watch);
	judge_waiting(watch);
}

void watch_loop(struct watch_run *watch)
{
	struct pollfd fds[N_FDS];

	while (!watch->quit && !watch->write_error && !is_done(watch)) {
		if (watch->screen)
			draw(watch);
		wait_for_something(watch, fds);
		take_everything(watch, fds);
	}
}
