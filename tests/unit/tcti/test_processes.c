/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/processes.c: which processes have a device open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "processes.h"
#include "pty.h"

static void test_none(void **state)
{
	struct pty pty;
	char text[64] = "left from before";
	int own;

	(void)state;
	pty_open(&pty);
	assert_int_equal(tcti_processes_with_open(pty.devnum, text, sizeof(text)), 0);
	assert_string_equal(text, "");
	/* The caller itself is none that one could wait for. */
	own = open(pty.path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(own >= 0);
	assert_int_equal(tcti_processes_with_open(pty.devnum, text, sizeof(text)), 0);
	close(own);
	pty_close(&pty);
}

static void test_one_and_two(void **state)
{
	char text[128], want[128], other[128];
	pid_t first, second;
	struct pty pty;

	(void)state;
	pty_open(&pty);
	first = pty_hold(&pty, "tpm2-abrmd");
	assert_int_equal(tcti_processes_with_open(pty.devnum, text, sizeof(text)), 1);
	snprintf(want, sizeof(want), "tpm2-abrmd (pid %d)", first);
	assert_string_equal(text, want);

	second = pty_hold(&pty, "a\033[2Jb\n");
	assert_int_equal(tcti_processes_with_open(pty.devnum, text, sizeof(text)), 2);
	snprintf(want, sizeof(want), "tpm2-abrmd (pid %d), a?[2Jb (pid %d)", first, second);
	/* /proc lists them by number, and numbers start again at times. */
	snprintf(other, sizeof(other), "a?[2Jb (pid %d), tpm2-abrmd (pid %d)", second, first);
	assert_string_equal(text, first < second ? want : other);
	pty_release(first);
	pty_release(second);
	assert_int_equal(tcti_processes_with_open(pty.devnum, text, sizeof(text)), 0);
	pty_close(&pty);
}

/* However little room there is, the number is right and the text ends. */
static void test_room(void **state)
{
	char text[40], whole[64];
	struct pty pty;
	pid_t child;

	(void)state;
	pty_open(&pty);
	child = pty_hold(&pty, "holder");
	assert_int_equal(tcti_processes_with_open(pty.devnum, whole, sizeof(whole)), 1);
	for (size_t size = 0; size < 20; size++) {
		memset(text, '#', sizeof(text));
		assert_int_equal(tcti_processes_with_open(pty.devnum, text, size), 1);
		assert_int_equal(text[size], '#');
		if (size) {
			assert_true(strlen(text) < size);
			assert_int_equal(strncmp(text, whole, strlen(text)), 0);
		}
	}
	pty_release(child);
	pty_close(&pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_one_and_two),
		cmocka_unit_test(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
