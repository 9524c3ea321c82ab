/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Log lines, as tpm2-tss users know them: silent unless TSS2_LOG asks, for example
 * TSS2_LOG=tcti+error or TSS2_LOG=all+debug; to TSS2_LOGFILE, else to standard error.
 */
#ifndef LOG_H
#define LOG_H

void log_error(const char *where, const char *message);

#endif
