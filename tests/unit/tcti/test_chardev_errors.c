/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/chardev.c when the TPM or the kernel fails: each failure by its errno and its text, and after
 * each the next command gets its own answer. */
#include "chardev_bench.h"

#include <errno.h>

static void test_malformed(void **state)
{
	static const struct {
		const uint8_t *bytes;
		size_t size;
		const char *says;
		bool in_streams; /* else: a stream waits for the rest */
	} rows[] = {
		{ cut_header, sizeof(cut_header), "6 bytes, shorter than a header", false },
		{ says_more, sizeof(says_more), "10 bytes received, its header states 11", false },
		{ says_nine, sizeof(says_nine), "its header states 9", true },
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
	assert_says(&b, "another number of bytes than its header states");
	bench_close(&b, 1);
}

/* The other process that shares an open node has a response to take: nobody reads it in its place. */
static void test_busy(void **state)
{
	OPEN(b, state, REPLY(first), REPLY(second));
	inject_errno(INJECT_WRITE, 1, EBUSY);
	inject_errno(INJECT_WRITE, 2, EBUSY);
	inject_value(INJECT_POLL, 1, 0);
	assert_exchange(&b, first);
	assert_int_equal(inject_count(INJECT_WRITE), 3);
	assert_int_equal(inject_count(INJECT_READ), 1);
	/* Not taken for too long. */
	for (unsigned int i = 1; i <= 2; i++)
		inject_errno(INJECT_WRITE, i, EBUSY);
	inject_errno(INJECT_POLL, 1, EINVAL);
	assert_int_equal(transmit(&b), -EBUSY);
	assert_says(&b, "was not read yet");
	assert_int_equal(inject_count(INJECT_WRITE), 5);
	assert_exchange(&b, second);
	bench_close(&b, 2);
}

/* In a descriptor that was handed over, what its earlier owner left unread is read away, once. */
static void test_busy_adopted(void **state)
{
	OPEN(b, state, REPLY(first));
	b.dev.is_adopted = true;
	inject_errno(INJECT_WRITE, 1, EBUSY);
	assert_exchange(&b, first);
	assert_int_equal(inject_count(INJECT_WRITE), 2);
	assert_int_equal(inject_count(INJECT_READ), 2);
	inject_errno(INJECT_WRITE, 1, EBUSY);
	inject_errno(INJECT_WRITE, 2, EBUSY);
	assert_int_equal(transmit(&b), -EBUSY);
	assert_says(&b, "was not read yet");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_ALL(test_malformed),	    ON(node, test_write_errors), ON(node, test_poll_errors),
		ON(node, test_read_errors), ON(node, test_raw_efault),	 ON(node, test_busy),
		ON(node, test_dropped),	    ON(node, test_busy_adopted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
