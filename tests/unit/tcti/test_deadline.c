/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "deadline.h"
#include "entries.h"
#include "wait.h"

static unsigned int threads_at_start;

/* A node stands at fds[0]; what its TPM answers is written to fds[1]. */
struct fixture {
	int fds[2];
	struct tcti_deadline *deadline;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, f->fds), 0);
	assert_int_equal(tcti_deadline_start(f->fds[0], &f->deadline), 0);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	tcti_deadline_stop(f->deadline);
	close(f->fds[0]);
	close(f->fds[1]);
	free(f);
	return 0;
}

static int readable(const struct fixture *f, int timeout_ms)
{
	struct pollfd pfd = { .fd = tcti_deadline_fd(f->deadline), .events = POLLIN };

	return poll(&pfd, 1, timeout_ms);
}

static void answer(const struct fixture *f)
{
	assert_int_equal(send(f->fds[1], "answer", 6, 0), 6);
}

static void test_nothing_yet(void **state)
{
	struct fixture *f = *state;
	int64_t start;

	tcti_deadline_expect(f->deadline);
	assert_int_equal(readable(f, 0), 0);
	assert_int_equal(tcti_deadline_wait(f->deadline, 0), -EAGAIN);
	start = tcti_now_ms();
	assert_int_equal(tcti_deadline_wait(f->deadline, 30), -EAGAIN);
	assert_true(tcti_now_ms() - start >= 30);
	/* What came too late for one wait is there for the next. */
	answer(f);
	assert_int_equal(tcti_deadline_wait(f->deadline, -1), POLLIN);
}

static void test_readable_from_answer_to_clear(void **state)
{
	struct fixture *f = *state;
	char buf[16];

	for (int i = 0; i < 3; i++) {
		tcti_deadline_expect(f->deadline);
		answer(f);
		assert_int_equal(readable(f, -1), 1);
		assert_int_equal(tcti_deadline_wait(f->deadline, 0), POLLIN);
		assert_int_equal(tcti_deadline_wait(f->deadline, -1), POLLIN);
		assert_int_equal(readable(f, 0), 1);
		assert_int_equal(read(f->fds[0], buf, sizeof(buf)), 6);
		tcti_deadline_clear(f->deadline);
		assert_int_equal(readable(f, 0), 0);
	}
}

static void test_far_end_gone(void **state)
{
	struct fixture *f = *state;

	tcti_deadline_expect(f->deadline);
	shutdown(f->fds[1], SHUT_RDWR);
	assert_true(tcti_deadline_wait(f->deadline, -1) & (POLLIN | POLLHUP));
}

static volatile sig_atomic_t n_signals;
static pid_t signal_taker;

static void on_signal(int number)
{
	(void)number;
	n_signals++;
	signal_taker = gettid();
}

/* Signals are the application's, and they move no deadline. */
static void test_signals(void **state)
{
	struct fixture *f = *state;
	const struct sigaction action = { .sa_handler = on_signal };
	const struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, never = { 0 };
	struct sigaction before;
	int64_t start;

	sigaction(SIGALRM, &action, &before);
	setitimer(ITIMER_REAL, &often, NULL);
	tcti_deadline_expect(f->deadline);
	start = tcti_now_ms();
	assert_int_equal(tcti_deadline_wait(f->deadline, 50), -EAGAIN);
	assert_true(tcti_now_ms() - start >= 50);
	setitimer(ITIMER_REAL, &never, NULL);
	sigaction(SIGALRM, &before, NULL);
	assert_true(n_signals > 0);
	assert_int_equal(signal_taker, getpid());
}

static void test_stop_in_every_state(void **state)
{
	unsigned int n_fds = entries("/proc/self/fd");
	struct tcti_deadline *deadline;
	int fds[2];

	(void)state;
	wait_threads(threads_at_start);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
		assert_int_equal(tcti_deadline_start(fds[0], &deadline), 0);
		assert_int_equal(entries("/proc/self/task"), threads_at_start + 1);
		if (i > 0)
			tcti_deadline_expect(deadline);
		if (i > 1)
			assert_int_equal(send(fds[1], "answer", 6, 0), 6);
		if (i > 2)
			assert_int_equal(tcti_deadline_wait(deadline, -1), POLLIN);
		tcti_deadline_stop(deadline);
		close(fds[0]);
		close(fds[1]);
		assert_int_equal(entries("/proc/self/fd"), n_fds);
		wait_threads(threads_at_start);
	}
	tcti_deadline_stop(NULL);
}

static void test_child_has_no_thread(void **state)
{
	struct fixture *f = *state;
	int status;
	pid_t child;

	tcti_deadline_expect(f->deadline);
	child = fork();
	if (child == 0) {
		int r = tcti_deadline_wait(f->deadline, -1);

		tcti_deadline_stop(f->deadline);
		_exit(r == -EOWNERDEAD ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	/* The parent's goes on. */
	answer(f);
	assert_int_equal(tcti_deadline_wait(f->deadline, -1), POLLIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_yet, setup, teardown),
		cmocka_unit_test_setup_teardown(test_readable_from_answer_to_clear, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_far_end_gone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_signals, setup, teardown),
		cmocka_unit_test(test_stop_in_every_state),
		cmocka_unit_test_setup_teardown(test_child_has_no_thread, setup, teardown),
	};

	threads_at_start = threads_before();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
