/* SPDX-License-Identifier: BSD-2-Clause */
/* The waiting thread: one request, one result, two eventfds. */
#include "deadline.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cancel.h"
#include "wait.h"

/* glibc's own need for a thread's stack is in PTHREAD_STACK_MIN; the thread itself needs little. */
#define STACK_SIZE (128 * 1024)

enum request { REQUEST_NONE = 0, REQUEST_EXPECT, REQUEST_STOP };

struct tcti_deadline {
	int fd;
	int wake;  /* eventfd: there is a request */
	int ready; /* eventfd: there is a result */
	pid_t owner;
	pthread_t thread;
	pthread_mutex_t lock; /* guards what follows */
	enum request request;
	int result;
};

/* The thread's sleep until there is a request. */
static enum request next_request(struct tcti_deadline *d)
{
	enum request request;
	uint64_t count;

	for (;;) {
		while (read(d->wake, &count, sizeof(count)) < 0 && errno == EINTR)
			;
		pthread_mutex_lock(&d->lock);
		request = d->request;
		if (request == REQUEST_EXPECT)
			d->request = REQUEST_NONE;
		pthread_mutex_unlock(&d->lock);
		if (request != REQUEST_NONE)
			return request;
	}
}

static void signal_fd(int fd)
{
	const uint64_t one = 1;
	bool cancel = tcti_cancel_hold();

	while (write(fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	tcti_cancel_restore(cancel);
}

static void *run(void *argument)
{
	struct tcti_deadline *d = argument;

	while (next_request(d) == REQUEST_EXPECT) {
		/* A request to stop makes wake readable and so ends this wait, too. */
		int r = tcti_wait_response(d->fd, d->wake, false);

		pthread_mutex_lock(&d->lock);
		d->result = r;
		pthread_mutex_unlock(&d->lock);
		signal_fd(d->ready);
	}
	return NULL;
}

static int start_thread(struct tcti_deadline *d)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	int r = pthread_attr_init(&attributes);

	if (r)
		return -r;
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	/* The signals of the process are the application's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	r = pthread_create(&d->thread, &attributes, run, d);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return -r;
}

int tcti_deadline_start(int fd, struct tcti_deadline **ret_deadline)
{
	struct tcti_deadline *d = calloc(1, sizeof(*d));
	int r;

	if (!d)
		return -ENOMEM;
	d->fd = fd;
	d->owner = getpid();
	d->wake = tcti_fd_above_stdio(eventfd(0, EFD_CLOEXEC));
	if (d->wake < 0) {
		r = -errno;
		goto free_deadline;
	}
	d->ready = tcti_fd_above_stdio(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	if (d->ready < 0) {
		r = -errno;
		goto close_wake;
	}
	pthread_mutex_init(&d->lock, NULL);
	r = start_thread(d);
	if (r < 0)
		goto close_ready;
	*ret_deadline = d;
	return 0;

close_ready:
	pthread_mutex_destroy(&d->lock);
	close(d->ready);
close_wake:
	close(d->wake);
free_deadline:
	free(d);
	return r;
}

static void send_request(struct tcti_deadline *d, enum request request)
{
	pthread_mutex_lock(&d->lock);
	d->request = request;
	pthread_mutex_unlock(&d->lock);
	signal_fd(d->wake);
}

bool tcti_deadline_is_owner(const struct tcti_deadline *deadline)
{
	return deadline->owner == getpid();
}

void tcti_deadline_stop(struct tcti_deadline *deadline)
{
	bool cancel;

	if (!deadline)
		return;
	cancel = tcti_cancel_hold();
	/* A child of fork() has a copy of the memory, and no thread that could be joined. */
	if (tcti_deadline_is_owner(deadline)) {
		send_request(deadline, REQUEST_STOP);
		pthread_join(deadline->thread, NULL);
		pthread_mutex_destroy(&deadline->lock);
	}
	close(deadline->ready);
	close(deadline->wake);
	free(deadline);
	tcti_cancel_restore(cancel);
}

void tcti_deadline_expect(struct tcti_deadline *deadline)
{
	send_request(deadline, REQUEST_EXPECT);
}

int tcti_deadline_fd(const struct tcti_deadline *deadline)
{
	return deadline->ready;
}

int tcti_deadline_wait(struct tcti_deadline *deadline, int timeout_ms)
{
	int r;

	if (!tcti_deadline_is_owner(deadline))
		return -EOWNERDEAD;
	r = tcti_wait_fd(deadline->ready, POLLIN, timeout_ms);
	if (r < 0)
		return r;
	pthread_mutex_lock(&deadline->lock);
	r = deadline->result;
	pthread_mutex_unlock(&deadline->lock);
	return r;
}

void tcti_deadline_clear(struct tcti_deadline *deadline)
{
	bool cancel = tcti_cancel_hold();
	uint64_t count;

	while (read(deadline->ready, &count, sizeof(count)) < 0 && errno == EINTR)
		;
	tcti_cancel_restore(cancel);
}
