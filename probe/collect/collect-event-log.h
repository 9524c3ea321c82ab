/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_EVENT_LOG_H
#define COLLECT_EVENT_LOG_H

#include "report.h"
#include "tpmsysfs.h"

/*
 * Read an event log: that of a TPM that sysfs knows under this name ("tpm0"), or a file. What it says goes into the TPM's
 * event_log, held against its pcr_values as far as they are known; where it cannot be had, its events
 * say why. Returns 0, or -errno: -ENOENT there is none, -EACCES, -EFBIG; damage is not an error.
 */
int collect_event_log(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx,
		      const char *name);

/* The same of a file. */
int collect_event_log_file(struct report *report, struct tpm_report *tpm_report, const char *path);

#endif
