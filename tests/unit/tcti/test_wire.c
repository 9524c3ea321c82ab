/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/wire.c: the header of a command or response. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "wire.h"

static const struct {
	uint8_t bytes[12];
	size_t len;
	int header, message; /* what the two functions return */
	struct tcti_header is;
} rows[] = {
	{ { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 1, 0x43 }, 10, 0, 0, { 0x8001, 10, 0x143 } },
	{ { 0x80, 0x02, 0, 0, 0, 12, 0xff, 0xfe, 0xfd, 0xfc, 1, 2 },
	  12,
	  0,
	  0,
	  { 0x8002, 12, 0xfffefdfc } },
	/* The header is whole, the message is not, or there is more of it. */
	{ { 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0, 0 }, 10, 0, -EBADMSG, { 0x8001, 12, 0 } },
	{ { 0x80, 0x01, 0, 0, 0, 11, 0, 0, 0, 0 }, 12, 0, -EBADMSG, { 0x8001, 11, 0 } },
	/* The limits of the size. */
	{ { 0, 0, 0, 0, 0, 9 }, 10, -EBADMSG, -EBADMSG, { 0, 9, 0 } },
	{ { 0, 0, 0, 0, 0, 0 }, 10, -EBADMSG, -EBADMSG, { 0, 0, 0 } },
	{ { 0, 0, 0, 0, 0x10, 0 }, 10, 0, -EBADMSG, { 0, 4096, 0 } },
	{ { 0, 0, 0, 0, 0x10, 1 }, 10, -EBADMSG, -EBADMSG, { 0, 4097, 0 } },
	{ { 0, 0, 0xff, 0xff, 0xff, 0xff }, 10, -EBADMSG, -EBADMSG, { 0, UINT32_MAX, 0 } },
};

static void test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tcti_header header = { 1, 2, 3 };

		assert_int_equal(tcti_header_parse(rows[i].bytes, rows[i].len, &header),
				 rows[i].header);
		assert_int_equal(header.tag, rows[i].is.tag);
		assert_int_equal(header.size, rows[i].is.size);
		assert_int_equal(header.code, rows[i].is.code);
		assert_int_equal(tcti_message_parse(rows[i].bytes, rows[i].len, &header),
				 rows[i].message);
	}
}

static void test_too_short(void **state)
{
	(void)state;
	for (size_t len = 0; len < TCTI_HEADER_SIZE; len++) {
		struct tcti_header header = { 1, 2, 3 };

		assert_int_equal(tcti_header_parse(rows[0].bytes, len, &header), -ENODATA);
		assert_int_equal(tcti_message_parse(rows[0].bytes, len, &header), -ENODATA);
		assert_int_equal(header.tag, 1);
	}
}

static void test_build(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t buf[TCTI_HEADER_SIZE];

		tcti_header_build(&rows[i].is, buf);
		assert_memory_equal(buf, rows[i].bytes, sizeof(buf));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_too_short),
		cmocka_unit_test(test_build),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
