/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef READ_EVENT_H
#define READ_EVENT_H

#include "eventlog.h"

/* The index of a bank, or -1. */
int eventlog_find_bank(const struct eventlog *log, uint16_t algorithm);

#define SHA1_SIZE 20

/* Read the event at offset. Returns 1; 0 at the end of the log; -1 with the reason in error. */
int eventlog_next(const struct eventlog *log, const uint8_t *bytes, size_t size, size_t offset,
		  struct eventlog_event *ret_event, char error[160], size_t *ret_end);

/* Do the bytes at offset begin as an event does: with a PCR and a type that there are? */
bool eventlog_is_start(const uint8_t *bytes, size_t size, size_t offset);

/*
 * The log makes no sense at log->error. Look for one bit, in that event or the one before, with
 * which it does; then say so in log->error, and put it right in log->copy. Returns the number of the
 * event from which to read again, or -1. An event whose digest is that of its data was read right.
 */
long eventlog_repair(struct eventlog *log, const uint8_t *bytes, size_t size);

#endif
