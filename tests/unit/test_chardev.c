/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/chardev.c: the I/O core. Most tests run on each kind of far end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chardev.h"
#include "fake_tpm.h"
#include "inject.h"
#include "wait.h"

#define NODE "/dev/tpmrm9"

/* What a TPM is reached through. */
static const struct kind {
	const char *name;
	int type;
	bool is_node;
} stream = { "stream", SOCK_STREAM, false }, packets = { "packets", SOCK_SEQPACKET, false },
  node = { "node", SOCK_SEQPACKET, true };

/* A command of 10 bytes, and responses that tell themselves apart by their code. */
#define MESSAGE(code)                                  \
	{                                              \
		0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, code \
	}
static const uint8_t command[] = MESSAGE(0x44);
static const uint8_t first[] = MESSAGE(1), second[] = MESSAGE(2);
static const uint8_t says_more[] = { 0x80, 0x01, 0, 0, 0, 11, 0, 0, 0, 3 };
static const uint8_t says_nine[] = { 0x80, 0x01, 0, 0, 0, 9, 0, 0, 0, 3 };
static const uint8_t cut_header[] = { 0x80, 0x01, 0, 0, 0, 10 };
static uint8_t longest[TCTI_MESSAGE_SIZE + 1] = { 0x80, 0x01, 0, 0, 0x10, 0, 0, 0, 0, 5 };

#define REPLY(bytes)                                        \
	{                                                   \
		.reply = bytes, .reply_size = sizeof(bytes) \
	}
#define HELD(bytes)                                                              \
	{                                                                        \
		.action = FAKE_HOLD, .reply = bytes, .reply_size = sizeof(bytes) \
	}
#define SPLIT(bytes, first)                                                                     \
	{                                                                                       \
		.action = FAKE_HOLD, .reply = bytes, .reply_size = sizeof(bytes), .part = first \
	}

/* One open device with a script behind it. */
struct bench {
	struct fake_tpm *fake;
	struct tcti_chardev dev;
};

static void bench_open(struct bench *b, const struct kind *kind, const struct fake_step *steps,
		       size_t n_steps)
{
	memset(b, 0, sizeof(*b));
	b->fake = fake_tpm_new(kind->type, steps, n_steps);
	inject_reset();
	if (kind->is_node) {
		inject_node(NODE, fake_tpm_fd(b->fake), 0);
		assert_int_equal(tcti_chardev_open(&b->dev, NODE), 0);
	} else {
		assert_int_equal(tcti_chardev_adopt(&b->dev, fake_tpm_fd(b->fake)), 0);
	}
	assert_int_equal(b->dev.state, TCTI_CHARDEV_IDLE);
}

#define OPEN(b, state, ...)                                      \
	static const struct fake_step steps[] = { __VA_ARGS__ }; \
	const struct kind *kind = *(state);                      \
	struct bench b;                                          \
	bench_open(&b, kind, steps, sizeof(steps) / sizeof(steps[0]))

/* n: how many commands have reached the TPM. */
static void bench_close(struct bench *b, int n)
{
	tcti_chardev_close(&b->dev);
	assert_int_equal(b->dev.state, TCTI_CHARDEV_CLOSED);
	tcti_chardev_close(&b->dev);
	assert_int_equal(fake_tpm_end(b->fake), n);
}

static int transmit(struct bench *b)
{
	return tcti_chardev_transmit(&b->dev, command, sizeof(command));
}

static void assert_response(struct bench *b, const uint8_t *response, size_t size, int timeout_ms)
{
	assert_int_equal(tcti_chardev_receive(&b->dev, timeout_ms), 0);
	assert_int_equal(b->dev.response_size, size);
	assert_memory_equal(b->dev.response, response, size);
	/* It stays until it is released. */
	assert_int_equal(tcti_chardev_receive(&b->dev, 0), 0);
	tcti_chardev_release(&b->dev);
	assert_int_equal(b->dev.state, TCTI_CHARDEV_IDLE);
}

static void assert_exchange(struct bench *b, const uint8_t response[10])
{
	assert_int_equal(transmit(b), 0);
	assert_response(b, response, 10, -1);
}

static void assert_says(const struct bench *b, const char *what)
{
	if (!strstr(b->dev.error.text, what))
		fail_msg("\"%s\" is not in: %s", what, b->dev.error.text);
}

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
	assert_says(&b, "11 bytes, its header says 10");
	assert_int_equal(tcti_chardev_transmit(&b.dev, says_more, sizeof(says_more)), -EINVAL);
	assert_int_equal(tcti_chardev_transmit(&b.dev, says_nine, sizeof(says_nine)), -EINVAL);
	memcpy(buf, (uint8_t[]){ 0x80, 0x01, 0, 0, 0x10, 1 }, 6);
	assert_int_equal(tcti_chardev_transmit(&b.dev, buf, sizeof(buf)), -EINVAL);
	assert_exchange(&b, first);
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
	assert_response(&b, first, 10, 60000);
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
		assert_int_equal(poll(&pfd, 1, 60000), 1);
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

	OPEN(b, state, SPLIT(first, 1), SPLIT(second, 9));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(transmit(&b), 0);
		pfd = (struct pollfd){ .fd = b.dev.fd, .events = POLLIN };
		assert_int_equal(poll(&pfd, 1, -1), 1);
		assert_int_equal(tcti_chardev_receive(&b.dev, 0), -EAGAIN);
		assert_int_equal(tcti_chardev_receive(&b.dev, 20), -EAGAIN);
		fake_tpm_release(b.fake);
		assert_response(&b, i ? second : first, 10, -1);
	}
	bench_close(&b, 2);
}

/* After each, the next command gets its own answer. */
static void test_malformed(void **state)
{
	static const struct {
		const uint8_t *bytes;
		size_t size;
		const char *says;
		bool in_streams; /* else: a stream waits for the rest */
	} rows[] = {
		{ cut_header, sizeof(cut_header), "6 bytes, shorter than a header", false },
		{ says_more, sizeof(says_more), "10 bytes received, its header says 11", false },
		{ says_nine, sizeof(says_nine), "its header says 9", true },
		{ longest, sizeof(longest), "4097 bytes, more than 4096", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct fake_step steps[] = {
			{ .reply = rows[i].bytes, .reply_size = rows[i].size }, REPLY(second)
		};
		const struct kind *kind = *state;
		struct bench b;

		if (kind->type == SOCK_STREAM && !rows[i].in_streams)
			continue;
		/* A driver never hands out more than its buffer holds. */
		if (kind->is_node && rows[i].size > TCTI_MESSAGE_SIZE)
			continue;
		bench_open(&b, kind, steps, 2);
		assert_int_equal(transmit(&b), 0);
		assert_int_equal(tcti_chardev_receive(&b.dev, -1), -EBADMSG);
		assert_says(&b, "malformed response");
		assert_says(&b, rows[i].says);
		assert_exchange(&b, second);
		bench_close(&b, 2);
	}
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
		assert_says(&b, "20 bytes received, its header says 10");
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

/* ---- What the kernel says, on a node ------------------------------------------------------------ */

static void test_write_errors(void **state)
{
	static const int rows[] = { EPIPE,  ENODEV, ENXIO, EIO,	   ETIME,     EFAULT,
				    ENOMEM, EINVAL, E2BIG, EAGAIN, ECANCELED, ENOSPC };

	OPEN(b, state, REPLY(first));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		inject_errno(INJECT_WRITE, 1, rows[i]);
		assert_int_equal(transmit(&b), -rows[i]);
		assert_says(&b, "sending the command");
		assert_int_equal(b.dev.state, TCTI_CHARDEV_IDLE);
	}
	/* A driver takes a command as a whole. */
	inject_value(INJECT_WRITE, 1, 5);
	assert_int_equal(transmit(&b), -EIO);
	assert_exchange(&b, first);
	bench_close(&b, 1);
}

/* The command runs; its answer, however late, is not taken for that to the next. */
static void test_poll_errors(void **state)
{
	OPEN(b, state, HELD(first), REPLY(second));
	assert_int_equal(transmit(&b), 0);
	inject_errno(INJECT_POLL, 1, ENOMEM);
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), -ENOMEM);
	assert_int_equal(b.dev.state, TCTI_CHARDEV_IDLE);
	fake_tpm_release(b.fake);
	assert_exchange(&b, second);
	bench_close(&b, 2);
}

/* The driver gives its answer up with the errno: the next command goes out at once. */
static void test_read_errors(void **state)
{
	static const int rows[] = { EPIPE, ENODEV, EIO, ETIME, ENOMEM, EINVAL, ECANCELED, EFAULT };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct fake_step steps[] = { REPLY(first), REPLY(second) };
		uint8_t rest[20];
		struct bench b;

		bench_open(&b, &node, steps, 2);
		assert_int_equal(transmit(&b), 0);
		inject_errno(INJECT_READ, 1, rows[i]);
		assert_int_equal(tcti_chardev_receive(&b.dev, -1), -rows[i]);
		assert_says(&b, "reading the response");
		/* The real driver has none any more then. */
		assert_int_equal(recv(b.dev.fd, rest, sizeof(rest), 0), 10);
		assert_exchange(&b, second);
		bench_close(&b, 2);
	}
}

/* On the raw node EFAULT has one meaning only. */
static void test_raw_efault(void **state)
{
	OPEN(b, state, REPLY(first));
	inject_node_is_rm(false);
	assert_int_equal(transmit(&b), 0);
	inject_errno(INJECT_READ, 1, EFAULT);
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), -EBADMSG);
	assert_says(&b, "another number of bytes than its header says");
	bench_close(&b, 1);
}

/* An answer that somebody else left unread is read away, once. */
static void test_busy(void **state)
{
	OPEN(b, state, REPLY(first));
	inject_errno(INJECT_WRITE, 1, EBUSY);
	assert_exchange(&b, first);
	assert_int_equal(inject_count(INJECT_WRITE), 2);
	inject_errno(INJECT_WRITE, 1, EBUSY);
	inject_errno(INJECT_WRITE, 2, EBUSY);
	assert_int_equal(transmit(&b), -EBUSY);
	assert_says(&b, "was not read yet");
	assert_int_equal(inject_count(INJECT_WRITE), 4);
	bench_close(&b, 1);
}

/* Dropped after 120 s: read gives nothing, or poll tells that nothing will come. */
static void test_dropped(void **state)
{
	uint8_t rest[20];

	OPEN(b, state, REPLY(first), { 0 }, REPLY(second));
	assert_int_equal(transmit(&b), 0);
	inject_value(INJECT_READ, 1, 0);
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), -ENOMSG);
	assert_says(&b, "120 seconds");
	assert_int_equal(recv(b.dev.fd, rest, sizeof(rest), 0), 10);

	assert_int_equal(transmit(&b), 0);
	inject_value(INJECT_POLL, 1, 0);
	assert_int_equal(tcti_chardev_receive(&b.dev, -1), -ENOMSG);
	assert_exchange(&b, second);
	bench_close(&b, 3);
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

#define ON(kind, test)                                                \
	{                                                             \
#test " on " #kind, test, NULL, NULL, (void *)&(kind) \
	}
#define ON_SOCKETS(test) ON(stream, test), ON(packets, test)
#define ON_ALL(test)	 ON_SOCKETS(test), ON(node, test)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_ALL(test_exchange),	      ON_ALL(test_system_calls),
		ON_ALL(test_longest),	      ON_ALL(test_bad_commands),
		ON_ALL(test_sequence),	      ON_ALL(test_timeouts),
		ON_ALL(test_poll_fd),	      ON_ALL(test_interrupted),
		ON_ALL(test_malformed),	      ON_ALL(test_far_end_closes),
		ON_ALL(test_close_in_flight), ON_SOCKETS(test_unasked),
		ON(stream, test_pieces),      ON(node, test_write_errors),
		ON(node, test_poll_errors),   ON(node, test_read_errors),
		ON(node, test_raw_efault),    ON(node, test_busy),
		ON(node, test_dropped),	      cmocka_unit_test(test_adopt),
	};

	/* A write to a socket that has no far end: a node gives an errno alone. */
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
