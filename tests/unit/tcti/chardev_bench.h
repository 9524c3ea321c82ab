/* SPDX-License-Identifier: BSD-2-Clause */
/* What the tests of tcti/chardev.c share: an open device with a scripted TPM behind it. */
#ifndef TESTS_CHARDEV_BENCH_H
#define TESTS_CHARDEV_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sys/socket.h>

#include "chardev.h"
#include "fake_tpm.h"
#include "inject.h"

#define NODE "/dev/tpmrm9"

/* A timeout for an answer that comes: no machine is so busy that it passes before. */
#define DAY_MS (24 * 3600 * 1000)

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

static inline void bench_open(struct bench *b, const struct kind *kind,
			      const struct fake_step *steps, size_t n_steps)
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

/* The buffer of responses was clear at the start, and has to be after each of them, good or bad. */
static inline void assert_wiped(const struct bench *b)
{
	for (size_t i = 0; i < sizeof(b->dev.response); i++)
		assert_int_equal(b->dev.response[i], 0);
}

/* n: how many commands have reached the TPM. */
static inline void bench_close(struct bench *b, int n)
{
	tcti_chardev_close(&b->dev);
	assert_int_equal(b->dev.state, TCTI_CHARDEV_CLOSED);
	assert_wiped(b);
	tcti_chardev_close(&b->dev);
	assert_int_equal(fake_tpm_end(b->fake), n);
}

static inline int transmit(struct bench *b)
{
	return tcti_chardev_transmit(&b->dev, command, sizeof(command));
}

static inline void assert_response(struct bench *b, const uint8_t *response, size_t size,
				   int timeout_ms)
{
	assert_int_equal(tcti_chardev_receive(&b->dev, timeout_ms), 0);
	assert_int_equal(b->dev.response_size, size);
	assert_memory_equal(b->dev.response, response, size);
	/* It stays until it is released. */
	assert_int_equal(tcti_chardev_receive(&b->dev, 0), 0);
	tcti_chardev_release(&b->dev);
	assert_int_equal(b->dev.state, TCTI_CHARDEV_IDLE);
	assert_wiped(b);
}

static inline void assert_exchange(struct bench *b, const uint8_t response[10])
{
	assert_int_equal(transmit(b), 0);
	assert_response(b, response, 10, -1);
}

static inline void assert_says(const struct bench *b, const char *what)
{
	if (!strstr(b->dev.error.text, what))
		fail_msg("\"%s\" is not in: %s", what, b->dev.error.text);
}

#define ON(kind, test)                                                \
	{                                                             \
#test " on " #kind, test, NULL, NULL, (void *)&(kind) \
	}
#define ON_SOCKETS(test) ON(stream, test), ON(packets, test)
#define ON_ALL(test)	 ON_SOCKETS(test), ON(node, test)

#endif
