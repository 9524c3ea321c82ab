/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Log lines as tpm2-tss prints them, under its module name `tcti`. Nothing is printed unless the
 * environment asks for it:
 *
 *   TSS2_LOG=tcti+LEVEL[,...] or all+LEVEL; LEVEL: none error warning info debug trace
 *   TSS2_LOGFILE=PATH, stdout, - (also stdout) or stderr (the default)
 *
 * A later item outweighs an earlier one. The environment is not heeded in a set-user-ID program.
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

/* The level that a TSS2_LOG text sets for module tcti; NULL, unknown modules and unknown levels
 * set none. Pure. */
enum tcti_log_level tcti_log_parse(const char *text);

/* The level that the environment asks for. */
enum tcti_log_level tcti_log_level_get(void);

/* Print a line if max allows the level. errno is kept. */
__attribute__((format(printf, 3, 4))) void
tcti_log(enum tcti_log_level max, enum tcti_log_level level, const char *fmt, ...);

#endif
