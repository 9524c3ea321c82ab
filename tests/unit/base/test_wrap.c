/* SPDX-License-Identifier: BSD-2-Clause */
/* base/wrap.c: no line is wider than it may be, and nothing is lost. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wrap.h"

/* free(3) it. */
static char *wrapped(const char *text, unsigned int width)
{
	char *memory = NULL;
	size_t size;
	FILE *out = open_memstream(&memory, &size), *wrap = wrap_open(out, width);

	assert_non_null(wrap);
	assert_true(fputs(text, wrap) >= 0);
	assert_int_equal(fclose(wrap), 0);
	fclose(out);
	return memory;
}

static void is_wrapped(const char *text, unsigned int width, const char *expected)
{
	char *seen = wrapped(text, width);

	assert_string_equal(seen, expected);
	free(seen);
}

static void test_lines(void **state)
{
	(void)state;
	is_wrapped("", 20, "");
	is_wrapped("short\n\nlines\n", 20, "short\n\nlines\n");
	is_wrapped("no newline at the end of it", 20, "no newline at the\nend of it");
	is_wrapped("exactly twenty chars\n", 20, "exactly twenty chars\n");
	is_wrapped("exactly twenty chars.\n", 20, "exactly twenty\nchars.\n");
	is_wrapped("as wide as it is, whatever it says\n", 0,
		   "as wide as it is, whatever it says\n");
}

static void test_indent(void **state)
{
	(void)state;
	is_wrapped("  why  a resource manager lets many share it\n", 30,
		   "  why  a resource manager lets\n       many share it\n");
	is_wrapped("    below the first word of the line\n", 24,
		   "    below the first word\n    of the line\n");
	is_wrapped("a b  c\n", 20, "a b  c\n");
	/* What two blanks set apart in the last third is no second column. */
	is_wrapped("far from the left edge  here\n", 24, "far from the left edge\nhere\n");
}

static void test_long_words(void **state)
{
	(void)state;
	is_wrapped("  0123456789012345678901234\n", 20, "  012345678901234567\n  8901234\n");
	is_wrapped("key 01234567890123456789\n", 20, "key\n01234567890123456789\n");
}

static void test_columns(void **state)
{
	(void)state;
	if (!setlocale(LC_ALL, "C.UTF-8"))
		skip();
	/* Colours take no room, a character one column, a wide one two. */
	is_wrapped("\033[1;31merror\033[0m that is twenty\n", 20,
		   "\033[1;31merror\033[0m that is twenty\n");
	is_wrapped("twelve \xc2\xb5s are short\n", 20, "twelve \xc2\xb5s are short\n");
	is_wrapped("\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
		   "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\n",
		   20,
		   "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad"
		   "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\n\xe4\xb8\xad\n");
	is_wrapped("broken \xff bytes are kept as they are\n", 20,
		   "broken \xff bytes are\nkept as they are\n");
}

/* Whatever the text: its words come in their order, and no line is too wide. */
static void test_any(void **state)
{
	unsigned int seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char text[400], *seen, *p;
		size_t n = 0, i = 0;

		seed = seed * 1103515245 + 12345;
		for (size_t size = seed >> 16 & 0xff; n < size; n++) {
			seed = seed * 1103515245 + 12345;
			text[n] = "  \nabc"[(seed >> 16) % 6];
		}
		text[n] = '\0';
		seen = wrapped(text, 20);
		for (p = seen; *p; p += strcspn(p, "\n"), p += *p == '\n')
			assert_true(strcspn(p, "\n") <= 20);
		for (p = seen; *p; p++) {
			if (strchr(" \n", *p))
				continue;
			while (strchr(" \n", text[i]))
				i++;
			assert_int_equal(text[i++], *p);
		}
		while (text[i] && strchr(" \n", text[i]))
			i++;
		assert_int_equal(text[i], '\0');
		free(seen);
	}
}

static void test_width(void **state)
{
	FILE *out = tmpfile();

	(void)state;
	unsetenv("COLUMNS");
	assert_int_equal(wrap_width(out), 0);
	setenv("COLUMNS", "60", 1);
	assert_int_equal(wrap_width(out), 60);
	setenv("COLUMNS", "5", 1);
	assert_int_equal(wrap_width(out), 0);
	setenv("COLUMNS", "many", 1);
	assert_int_equal(wrap_width(out), 0);
	fclose(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),	   cmocka_unit_test(test_indent),
		cmocka_unit_test(test_long_words), cmocka_unit_test(test_columns),
		cmocka_unit_test(test_any),	   cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
