/* SPDX-License-Identifier: BSD-2-Clause */
/* What the log of tcti/log.c gets, in a file of the test's own. */
#ifndef TESTS_LOG_FILE_H
#define TESTS_LOG_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static char log_path[] = "/tmp/tpm-probe-log-XXXXXX";

/* Returns 0. */
static inline int log_file_create(void)
{
	int fd = mkstemp(log_path);

	close(fd);
	setenv("TSS2_LOGFILE", log_path, 1);
	return fd < 0;
}

/* What was logged since the last time. */
static inline const char *logged(void)
{
	static char text[8192];
	int fd = open(log_path, O_RDWR | O_CLOEXEC);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	assert_true(n >= 0);
	text[n] = '\0';
	assert_int_equal(ftruncate(fd, 0), 0);
	close(fd);
	return text;
}

#endif
