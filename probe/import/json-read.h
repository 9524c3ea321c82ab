/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading the JSON of a report. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "report.h"

/*
 * Read JSON of schema tpm-probe/1 back. Unknown keys are passed over; of two equal keys the last counts.
 * ret_error: malloc'd, says where and what, on -EBADMSG (not our JSON) and -EFBIG (over 64 MiB);
 * NULL on errors of reading the file.
 */
int json_read_file(const char *path, struct report **ret_report, char **ret_error);

/*
 * What --from names, opened for reading; -errno. What is no file may have nobody who writes to it: whoever
 * waits for a second is shown why.
 */
int json_open_source(const char *path);

/* text: size bytes and a NUL behind them. Otherwise as json_read_file(). */
int json_read_text(const char *text, size_t size, struct report **ret_report, char **ret_error);

#endif
