/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Log lines as tpm2-tss prints them, under its module name `tcti`. Errors are printed unless the
 * environment has another level:
 *
 *   TSS2_LOG=tcti+LEVEL[,...] or all+LEVEL; LEVEL: none error warning info debug trace
 *   TSS2_LOGFILE=PATH, stdout, - (also stdout) or stderr (the default)
 *
 * A later item outweighs an earlier one. A set-user-ID program's environment is ignored.
 */
#ifndef TCTI_LOG_H
#define TCTI_LOG_H

enum tcti_log_level {
	TCTI_LOG_NONE = 0,
	TCTI_LOG_ERROR,
	TCTI_LOG_WARNING,
	TCTI_LOG_INFO,
	TCTI_LOG_DEBUG,
	TCTI_LOG_TRACE,
};

/* The level that a TSS2_LOG text sets for module tcti: TCTI_LOG_ERROR if it is NULL or has no such
 * level for this module. Pure. */
enum tcti_log_level tcti_log_parse(const char *text);

/* The level that the environment asks for. */
enum tcti_log_level tcti_log_level_get(void);

/* Print one line if max allows the level; control characters in it become "?". errno is kept. */
__attribute__((format(printf, 3, 4))) void
tcti_log(enum tcti_log_level max, enum tcti_log_level level, const char *fmt, ...);

#endif
