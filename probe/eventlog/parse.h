/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PARSE_H
#define PARSE_H

#include "eventlog.h"

/*
 * Parse a log. bytes have to stay until eventlog_free(); every pointer of an event goes there.
 * Damage is not a failure: the events before it are there, and error tells of it. Bytes that are
 * all 0x00 or all 0xff behind the last event are room that the firmware did not use.
 * Returns 0; -ENOMEM; -EFBIG beyond EVENTLOG_MAX_SIZE.
 */
int eventlog_parse(const void *bytes, size_t size, struct eventlog **ret_log);
void eventlog_free(struct eventlog *log);

#endif
