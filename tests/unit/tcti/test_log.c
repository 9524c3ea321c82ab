/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/log.c: log lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "log.h"
#include "log_file.h"

static void test_levels(void **state)
{
	static const struct {
		const char *text;
		enum tcti_log_level level;
	} rows[] = {
		{ NULL, TCTI_LOG_ERROR },
		{ "", TCTI_LOG_ERROR },
		{ "tcti+error", TCTI_LOG_ERROR },
		{ "tcti+ERROR", TCTI_LOG_ERROR },
		{ "TCTI+Warning", TCTI_LOG_WARNING },
		{ "all+info", TCTI_LOG_INFO },
		{ "all+debug,tcti+error", TCTI_LOG_ERROR },
		{ "tcti+error,all+debug", TCTI_LOG_DEBUG },
		{ "all+trace,tcti+none", TCTI_LOG_NONE },
		{ "esys+debug", TCTI_LOG_ERROR },
		{ "tctildr+debug", TCTI_LOG_ERROR },
		{ "tcti+loud", TCTI_LOG_ERROR },
		{ "all+error,tcti+loud", TCTI_LOG_ERROR },
		{ "tcti", TCTI_LOG_ERROR },
		{ "tcti+", TCTI_LOG_ERROR },
		{ "+error", TCTI_LOG_ERROR },
		{ ",,tcti+error,", TCTI_LOG_ERROR },
		{ "tcti+error+debug", TCTI_LOG_ERROR },
		{ "esys,tcti+debug", TCTI_LOG_DEBUG },
		{ "all+none", TCTI_LOG_NONE },
		{ "tcti+none", TCTI_LOG_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(tcti_log_parse(rows[i].text), rows[i].level);
	unsetenv("TSS2_LOG");
	assert_int_equal(tcti_log_level_get(), TCTI_LOG_ERROR);
	setenv("TSS2_LOG", "tcti+info", 1);
	assert_int_equal(tcti_log_level_get(), TCTI_LOG_INFO);
}

static void test_lines(void **state)
{
	char longer[3000];

	(void)state;
	errno = ENOTTY;
	tcti_log(TCTI_LOG_WARNING, TCTI_LOG_ERROR, "%s: %d", "first", 1);
	tcti_log(TCTI_LOG_WARNING, TCTI_LOG_WARNING, "second");
	tcti_log(TCTI_LOG_WARNING, TCTI_LOG_INFO, "not wanted");
	tcti_log(TCTI_LOG_NONE, TCTI_LOG_NONE, "never wanted");
	assert_int_equal(errno, ENOTTY);
	assert_string_equal(logged(), "ERROR:tcti:first: 1\nWARNING:tcti:second\n");

	/* One line, whatever a path or a device's name has in it. */
	tcti_log(TCTI_LOG_ERROR, TCTI_LOG_ERROR, "/dev/\n\x1b[2J\x7f: %s", "caf\xc3\xa9");
	assert_string_equal(logged(), "ERROR:tcti:/dev/??[2J?: caf\xc3\xa9\n");

	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	tcti_log(TCTI_LOG_DEBUG, TCTI_LOG_DEBUG, "%s", longer);
	assert_string_equal(strchr(logged(), '\n'), "\n");

	/* Nowhere to write to: nothing else changes. */
	setenv("TSS2_LOGFILE", "/no/such/folder/log", 1);
	tcti_log(TCTI_LOG_DEBUG, TCTI_LOG_DEBUG, "lost");
	setenv("TSS2_LOGFILE", "/dev/full", 1);
	tcti_log(TCTI_LOG_DEBUG, TCTI_LOG_DEBUG, "lost");
	assert_int_equal(errno, ENOTTY);
}

/* stderr and stdout, each by its names, and stderr when nothing is said. */
static void test_streams(void **state)
{
	static const struct {
		const char *name;
		int fd;
	} rows[] = { { NULL, STDERR_FILENO },
		     { "", STDERR_FILENO },
		     { "stderr", STDERR_FILENO },
		     { "stdout", STDOUT_FILENO },
		     { "-", STDOUT_FILENO } };

	(void)state;
	fflush(NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int saved = dup(rows[i].fd), file = open(log_path, O_WRONLY | O_CLOEXEC);

		if (rows[i].name)
			setenv("TSS2_LOGFILE", rows[i].name, 1);
		else
			unsetenv("TSS2_LOGFILE");
		assert_int_equal(dup2(file, rows[i].fd), rows[i].fd);
		tcti_log(TCTI_LOG_TRACE, TCTI_LOG_TRACE, "here");
		dup2(saved, rows[i].fd);
		close(saved);
		close(file);
		assert_string_equal(logged(), "TRACE:tcti:here\n");
	}
}

static int setup(void **state)
{
	(void)state;
	return log_file_create();
}

static int teardown(void **state)
{
	(void)state;
	return unlink(log_path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_streams),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
