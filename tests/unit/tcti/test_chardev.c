/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/chardev.c: the I/O core. Most tests run on each kind of far end. */
#include "chardev_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "wait.h"

static void test_exchange(void **state)
{
	OPEN(b, state, REPLY(first), REPLY(second));
	assert_exchange(&b, first);
	assert_exchange(&b, second);
	bench_close(&b, 2);
}

/* One write, one poll, one read; and no command by opening. */
static void test_system_calls(void **state)
{
	OPEN(b, state, REPLY(first));
	assert_int_equal(inject_count(INJECT_WRITE), 0);
	assert_exchange(&b, first);
	if (kind->is_node) {
		assert_int_equal(inject_count(INJECT_WRITE), 1);
		assert_int_equal(inject_count(INJECT_READ), 1);
	}
	assert_int_equal(inject_count(INJECT_POLL), 1);
	bench_close(&b, 1);
}

static void test_longest(void **state)
{
	static const struct fake_step steps[] = {
		{ .expect = longest,
		  .expect_size = TCTI_MESSAGE_SIZE,
		  .reply = longest,
		  .reply_size = TCTI_MESSAGE_SIZE },
		REPLY(first),
	};
	struct bench b;

	bench_open(&b, *state, steps, 2);
	assert_int_equal(tcti_chardev_transmit(&b.dev, longest, TCTI_MESSAGE_SIZE), 0);
	assert_response(&b, longest, TCTI_MESSAGE_SIZE, -1);
	assert_exchange(&b, first);
	bench_close(&b, 2);
}

/* Refused before the TPM sees it, and the device stays usable. */
static void test_bad_commands(void **state)
{
	uint8_t buf[TCTI_MESSAGE_SIZE + 1] = { 0 };

	OPEN(b, state, REPLY(first));
	for (size_t size = 0; size < TCTI_HEADER_SIZE; size++) {
		assert_int_equal(tcti_chardev_transmit(&b.dev, command, size), -EINVAL);
		assert_says(&b, "shorter than a header");
	}
	memcpy(buf, command, sizeof(command));
	assert_int_equal(tcti_chardev_transmit(&b.dev, buf, 11), -EINVAL);
	assert_says(&b, "11 bytes, its header states 10");
	assert_int_equal(tcti_chardev_transmit(&b.dev, says_more, sizeof(says_more)), -EINVAL);
	assert_int_equal(tcti_chardev_transmit(&b.dev, says_nine, sizeof(says_nine)), -EINVAL);
	memcpy(buf, (uint8_t[]){ 0x80, 0x01, 0, 0, 0x10, 1 }, 6);
	assert_int_equal(tcti_chardev_transmit(&b.dev, buf, sizeof(buf)), -EINVAL);
	assert_exchange(&b, first);
	bench_close(&b, 1);
}

/* Nobody has taken the response. */
static void test_close_holding(void **state)
{
	OPEN(b, state, REPLY(first));
	assert_int_equal(transmit(&b), 0);
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), 0);
	assert_memory_equal(b.dev.response, first, sizeof(first));
	bench_close(&b, 1);
}

static void test_sequence(void **state)
{
	OPEN(b, state, REPLY(first));
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), -EPROTO);
	assert_says(&b, "no command was sent");
	assert_int_equal(transmit(&b), 0);
	assert_int_equal(transmit(&b), -EPROTO);
	assert_says(&b, "one is in flight");
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), 0);
	assert_int_equal(transmit(&b), -EPROTO);
	assert_response(&b, first, 10, -1);
	tcti_chardev_release(&b.dev);
	bench_close(&b, 1);
	assert_int_equal(transmit(&b), -EPROTO);
	assert_says(&b, "closed");
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), -EPROTO);
	assert_int_equal(tcti_chardev_poll_fd(&b.dev), -ENODEV);
}

static void test_timeouts(void **state)
{
	int64_t start;

	OPEN(b, state, HELD(first), REPLY(second));
	assert_int_equal(transmit(&b), 0);
	assert_int_equal(tcti_chardev_receive(&b.dev, 0), -EAGAIN);
	start = tcti_now_ms();
	assert_int_equal(tcti_chardev_receive(&b.dev, 30), -EAGAIN);
	assert_true(tcti_now_ms() - start >= 30);
	fake_tpm_release(b.fake);
	assert_response(&b, first, 10, DAY_MS);
	assert_exchange(&b, second);
	bench_close(&b, 2);
}

static void test_poll_fd(void **state)
{
	struct pollfd pfd = { .events = POLLIN };

	/* The third step keeps the far end open. */
	OPEN(b, state, HELD(first), HELD(second), REPLY(first));
	pfd.fd = tcti_chardev_poll_fd(&b.dev);
	assert_int_equal(poll(&pfd, 1, 0), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(transmit(&b), 0);
		assert_int_equal(tcti_chardev_poll_fd(&b.dev), pfd.fd);
		assert_int_equal(poll(&pfd, 1, 0), 0);
		assert_int_equal(tcti_chardev_receive(&b.dev, 0), -EAGAIN);
		fake_tpm_release(b.fake);
		assert_int_equal(poll(&pfd, 1, -1), 1);
		assert_response(&b, i ? second : first, 10, 0);
		assert_int_equal(poll(&pfd, 1, 0), 0);
	}
	bench_close(&b, 2);
}

/* Signals end no wait: each call goes on where it was. */
static void test_interrupted(void **state)
{
	OPEN(b, state, REPLY(first), REPLY(second));
	inject_errno(INJECT_POLL, 1, EINTR);
	inject_errno(INJECT_POLL, 2, EINTR);
	if (kind->is_node) {
		inject_errno(INJECT_WRITE, 1, EINTR);
		inject_errno(INJECT_READ, 1, EINTR);
		inject_errno(INJECT_READ, 2, EINTR);
	}
	assert_exchange(&b, first);
	assert_exchange(&b, second);
	bench_close(&b, 2);
}

/* A stream may bring a response in pieces. */
static void test_pieces(void **state)
{
	struct pollfd pfd;

	OPEN(b, state, SPLIT(first, 1), SPLIT(second, 9), SPLIT(first, 6));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(transmit(&b), 0);
		pfd = (struct pollfd){ .fd = b.dev.fd, .events = POLLIN };
		assert_int_equal(poll(&pfd, 1, -1), 1);
		assert_int_equal(tcti_chardev_receive(&b.dev, 0), -EAGAIN);
		assert_int_equal(tcti_chardev_receive(&b.dev, 20), -EAGAIN);
		if (i == 2)
			break;
		fake_tpm_release(b.fake);
		assert_response(&b, i ? second : first, 10, -1);
	}
	assert_int_equal(b.dev.received, 6);
	bench_close(&b, 3);
}

/* What comes behind a response is no answer to the next command. */
static void test_unasked(void **state)
{
	static const uint8_t both[] = { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, 1,
					0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, 9 };
	const struct kind *kind = *state;
	const struct fake_step steps[] = { { .reply = both,
					     .reply_size = sizeof(both),
					     .part = kind->type == SOCK_STREAM ? 0 : 10 },
					   REPLY(second) };
	struct pollfd pfd = { .events = POLLIN };
	struct bench b;

	bench_open(&b, kind, steps, 2);
	assert_int_equal(transmit(&b), 0);
	if (kind->type == SOCK_STREAM) {
		assert_int_equal(tcti_chardev_receive(&b.dev, -1), -EBADMSG);
		assert_says(&b, "20 bytes received, its header states 10");
	} else {
		assert_response(&b, first, 10, -1);
		pfd.fd = b.dev.fd;
		assert_int_equal(poll(&pfd, 1, -1), 1);
	}
	assert_exchange(&b, second);
	bench_close(&b, 2);
}

static void test_far_end_closes(void **state)
{
	OPEN(b, state, { .action = FAKE_CLOSE });
	assert_int_equal(transmit(&b), 0);
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), kind->is_node ? -ENOMSG : -EPIPE);
	assert_int_equal(transmit(&b), -EPIPE);
	assert_says(&b, "the TPM is gone");
	assert_int_equal(transmit(&b), -EPIPE);
	bench_close(&b, 1);
}

/* ---- Opening ------------------------------------------------------------------------------------ */

static void test_adopt(void **state)
{
	struct tcti_chardev dev = { 0 };
	struct fake_tpm *fake;
	int file;

	(void)state;
	fake = fake_tpm_new(SOCK_STREAM, NULL, 0);
	inject_reset();
	assert_int_equal(tcti_chardev_adopt(&dev, fake_tpm_fd(fake)), 0);
	assert_int_not_equal(dev.fd, fake_tpm_fd(fake));
	assert_int_equal(fcntl(dev.fd, F_GETFD), FD_CLOEXEC);
	tcti_chardev_close(&dev);
	/* The caller's own is still open. */
	assert_true(fcntl(fake_tpm_fd(fake), F_GETFD) >= 0);
	fake_tpm_end(fake);

	file = open("/dev/null", O_RDWR | O_CLOEXEC);
	assert_int_equal(tcti_chardev_adopt(&dev, file), -ENOTTY);
	assert_non_null(strstr(dev.error.text, "neither a socket nor a TPM's"));
	close(file);
	assert_int_equal(tcti_chardev_adopt(&dev, file), -EBADF);
	assert_int_equal(tcti_chardev_adopt(&dev, -1), -EBADF);
	assert_int_equal(dev.state, TCTI_CHARDEV_CLOSED);
	tcti_chardev_close(&dev);
}

/* Closing while the TPM works leaves nothing behind. */
static void test_close_in_flight(void **state)
{
	OPEN(b, state, REPLY(first));
	assert_int_equal(transmit(&b), 0);
	assert_true(tcti_chardev_poll_fd(&b.dev) >= 0);
	bench_close(&b, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_ALL(test_exchange),	     ON_ALL(test_system_calls),
		ON_ALL(test_longest),	     ON_ALL(test_bad_commands),
		ON_ALL(test_sequence),	     ON_ALL(test_timeouts),
		ON_ALL(test_poll_fd),	     ON_ALL(test_interrupted),
		ON_ALL(test_far_end_closes), ON_ALL(test_close_in_flight),
		ON_SOCKETS(test_unasked),    ON(stream, test_pieces),
		ON_ALL(test_close_holding),  cmocka_unit_test(test_adopt),
	};

	/* A write to a socket that has no far end: a node gives an errno alone. */
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
