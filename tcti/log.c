/* SPDX-License-Identifier: BSD-2-Clause */
/* Log lines in the manner of tpm2-tss, which keeps its own log code to itself. */
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cancel.h"

static const char *const level_names[] = {
	[TCTI_LOG_NONE] = "NONE", [TCTI_LOG_ERROR] = "ERROR", [TCTI_LOG_WARNING] = "WARNING",
	[TCTI_LOG_INFO] = "INFO", [TCTI_LOG_DEBUG] = "DEBUG", [TCTI_LOG_TRACE] = "TRACE",
};

static bool is_word(const char *start, size_t len, const char *word)
{
	return strlen(word) == len && strncasecmp(start, word, len) == 0;
}

enum tcti_log_level tcti_log_parse(const char *text)
{
	enum tcti_log_level level = TCTI_LOG_ERROR;

	while (text && *text) {
		size_t len = strcspn(text, ","), module = strcspn(text, "+,");

		if (module < len &&
		    (is_word(text, module, "tcti") || is_word(text, module, "all"))) {
			for (size_t i = 0; i < sizeof(level_names) / sizeof(level_names[0]); i++) {
				if (is_word(text + module + 1, len - module - 1, level_names[i]))
					level = (enum tcti_log_level)i;
			}
		}
		text += len + (text[len] == ',');
	}
	return level;
}

enum tcti_log_level tcti_log_level_get(void)
{
	return tcti_log_parse(secure_getenv("TSS2_LOG"));
}

static int open_log(void)
{
	const char *path = secure_getenv("TSS2_LOGFILE");

	if (!path || !*path || !strcmp(path, "stderr"))
		return STDERR_FILENO;
	if (!strcmp(path, "-") || !strcmp(path, "stdout"))
		return STDOUT_FILENO;
	return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
}

void tcti_log(enum tcti_log_level max, enum tcti_log_level level, const char *fmt, ...)
{
	int fd, saved = errno;
	bool cancel;
	char line[1400];
	va_list args;
	size_t len;

	if (level > max || level == TCTI_LOG_NONE)
		return;
	/* One write, so that lines of several processes do not mix. */
	len = (size_t)snprintf(line, sizeof(line), "%s:tcti:", level_names[level]);
	va_start(args, fmt);
	vsnprintf(line + len, sizeof(line) - 1 - len, fmt, args);
	va_end(args);
	for (len = 0; line[len]; len++) {
		if ((unsigned char)line[len] < ' ' || line[len] == 0x7f)
			line[len] = '?';
	}
	line[len++] = '\n';

	cancel = tcti_cancel_hold();
	fd = open_log();
	if (fd >= 0 && write(fd, line, len) < 0 && fd != STDERR_FILENO) {
		/* A log that cannot be written must not change what the module does. */
	}
	if (fd > STDERR_FILENO)
		close(fd);
	tcti_cancel_restore(cancel);
	errno = saved;
}
