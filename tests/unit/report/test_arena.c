/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/report/arena.c: memory, and what is left of untrusted bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arena.h"

#define BAD "\xef\xbf\xbd" /* U+FFFD */

static void test_alloc(void **state)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 4096, 65535, 65536, 65537, 1 << 20, 3 };
	struct arena arena = { 0 };
	unsigned char *last = NULL;

	(void)state;
	for (size_t round = 0; round < 40; round++) {
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			unsigned char *p = arena_alloc(&arena, sizes[i]);

			assert_non_null(p);
			assert_ptr_not_equal(p, last);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t byte = 0; byte < sizes[i]; byte++)
				assert_int_equal(p[byte], 0);
			/* The next one, and the block's own head, are not below what is written. */
			if (sizes[i])
				memset(p, 0xff, sizes[i]);
			last = p;
		}
	}
	arena_clear(&arena);
	assert_null(arena.blocks);
	arena_clear(&arena);
}

static void test_strings(void **state)
{
	char long_text[200001];
	struct arena arena = { 0 };

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	assert_string_equal(arena_strdup(&arena, ""), "");
	assert_string_equal(arena_strdup(&arena, long_text), long_text);
	assert_string_equal(arena_strndup(&arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(&arena, "abcdef", 0), "");
	assert_string_equal(arena_printf(&arena, "%s %d", "tpm", 7), "tpm 7");
	assert_string_equal(arena_printf(&arena, "%s", ""), "");
	assert_int_equal(strlen(arena_printf(&arena, "<%s>", long_text)), sizeof(long_text) + 1);
	assert_string_equal(arena_hex(&arena, "\x00\x7f\xff", 3), "007fff");
	assert_string_equal(arena_hex(&arena, NULL, 0), "");
	arena_clear(&arena);
}

static void test_clean(void **state)
{
#define BYTES(text) (text), sizeof(text) - 1
	static const struct {
		const char *bytes;
		size_t size;
		const char *clean;
	} cases[] = {
		{ BYTES(""), "" },
		{ BYTES("\0\0\0\0"), "" },
		{ BYTES(" \t\r\n\v\f"), "" },
		{ BYTES("IFX\0"), "IFX" },
		{ BYTES("SW   TPM\n"), "SW   TPM" },
		{ BYTES("  kept in front"), "  kept in front" },
		{ BYTES("a\0b"), "a" BAD "b" },
		{ BYTES("\0a"), BAD "a" },
		{ BYTES("a\nb\tc"), "a" BAD "b" BAD "c" },
		{ BYTES("\033[31mred"), BAD "[31mred" },
		{ BYTES("\033]0;title\007"), BAD "]0;title" BAD },
		{ BYTES("\x7f"), BAD },
		{ BYTES("~ "), "~" },
		/* C1 control characters, as bytes and as UTF-8: CSI is one. */
		{ BYTES("\x9b"
			"31m"),
		  BAD "31m" },
		{ BYTES("\xc2\x9b"
			"31m"),
		  BAD "31m" },
		{ BYTES("\xc2\xa0."), "\xc2\xa0." },
		{ BYTES("f\xc3\xbcr"), "f\xc3\xbcr" },
		{ BYTES("\xe2\x82\xac"), "\xe2\x82\xac" },
		{ BYTES("\xf0\x9f\x94\x92"), "\xf0\x9f\x94\x92" },
		{ BYTES("\xf4\x8f\xbf\xbd"), "\xf4\x8f\xbf\xbd" },
		/* Latin-1, a lone continuation byte, cut sequences. */
		{ BYTES("f\xfcr"), "f" BAD "r" },
		{ BYTES("\x80"), BAD },
		{ BYTES("\xc3"), BAD },
		{ BYTES("\xe2\x82"), BAD BAD },
		{ BYTES("\xf0\x9f\x94"), BAD BAD BAD },
		{ BYTES("\xe2(\xac"), BAD "(" BAD },
		/* Overlong NUL, slash, in two, three and four bytes. */
		{ BYTES("\xc0\x80"), BAD BAD },
		{ BYTES("\xc0\xaf"), BAD BAD },
		{ BYTES("\xe0\x80\xaf"), BAD BAD BAD },
		{ BYTES("\xf0\x80\x80\xaf"), BAD BAD BAD BAD },
		/* Surrogates, beyond U+10FFFF, five and six bytes, no UTF-8 at all. */
		{ BYTES("\xed\xa0\x80"), BAD BAD BAD },
		{ BYTES("\xed\xbf\xbf"), BAD BAD BAD },
		{ BYTES("\xed\x9f\xbf"), "\xed\x9f\xbf" },
		{ BYTES("\xf4\x90\x80\x80"), BAD BAD BAD BAD },
		{ BYTES("\xf8\x88\x80\x80\x80"), BAD BAD BAD BAD BAD },
		{ BYTES("\xfe\xff"), BAD BAD },
		/* Noncharacters. */
		{ BYTES("\xef\xbf\xbe"), BAD },
		{ BYTES("\xef\xb7\x90"), BAD },
		{ BYTES("\xf0\x9f\xbf\xbf"), BAD },
		/* Right-to-left override and isolate, zero-width space and joiner, marks, tags. */
		{ BYTES("a\xe2\x80\xae"
			"b"),
		  "a" BAD "b" },
		{ BYTES("\xe2\x81\xa6"), BAD },
		{ BYTES("\xe2\x80\x8b"), BAD },
		{ BYTES("\xe2\x80\x8d"), BAD },
		{ BYTES("\xe2\x80\x8f"), BAD },
		{ BYTES("\xe2\x80\xa8"), BAD },
		{ BYTES("\xc2\xad"), BAD },
		{ BYTES("\xd8\x9c"), BAD },
		{ BYTES("\xef\xbb\xbf"), BAD },
		{ BYTES("\xf3\xa0\x81\x81"), BAD },
		/* White space at the end only goes where it is the very end. */
		{ BYTES("a \x01"), "a " BAD },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *clean = arena_clean(&arena, cases[i].bytes, cases[i].size);

		assert_string_equal(clean, cases[i].clean);
		assert_string_equal(arena_clean(&arena, clean, strlen(clean)), clean);
	}
	arena_clear(&arena);
}

/* Every code point, told by its own arithmetic: kept as it is or replaced, never anything else. */
static void test_clean_every_point(void **state)
{
	struct arena arena = { 0 };
	size_t replaced = 0;

	(void)state;
	for (uint32_t point = 1; point < 0x110000; point++) {
		unsigned char bytes[5] = { 0 };
		const char *clean;
		size_t n = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

		for (size_t i = n; i-- > 1;)
			bytes[i] = 0x80 | (point >> 6 * (n - 1 - i) & 0x3f);
		bytes[0] = (unsigned char)(n == 1 ? point
						  : (0xf00U >> n & 0xff) | point >> 6 * (n - 1));
		clean = arena_clean(&arena, bytes, n);
		if (point >= 0xd800 && point < 0xe000) {
			assert_string_equal(clean, BAD BAD BAD);
		} else if (strcmp(clean, (char *)bytes) != 0) {
			if (point != ' ' && (point < '\t' || point > '\r'))
				assert_string_equal(clean, BAD);
			replaced++;
		}
		if (point % 4096 == 0)
			arena_clear(&arena);
	}
	/* C0, DEL and C1 are 64; nearly all else is text. */
	assert_in_range(replaced, 64, 64 + 640);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_clean_every_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
