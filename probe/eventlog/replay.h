/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPLAY_H
#define REPLAY_H

#include "eventlog.h"

/* Is anything extended by this event? EV_NO_ACTION extends nothing. */
bool eventlog_extends(const struct eventlog_event *event, size_t bank, uint32_t pcr);

/* The number of the event StartupLocality, or -1. */
long eventlog_startup_locality(const struct eventlog *log, unsigned int *ret_locality);

/*
 * The value that a PCR has after all events of the log. bank: an index into log->banks; pcr below
 * EVENTLOG_PCRS. value gets the bank's size bytes. PCR 0 starts with the startup locality, or with
 * that of an H-CRTM. Returns the number of events that were extended, or -ENOTSUP if the bank's hash
 * is not known here (or not allowed: FIPS).
 */
long eventlog_replay(const struct eventlog *log, size_t bank, uint32_t pcr,
		     uint8_t value[EVENTLOG_MAX_DIGEST]);

/* The value with which a PCR starts. */
void eventlog_start_value(const struct eventlog *log, size_t bank, uint32_t pcr,
			  uint8_t value[EVENTLOG_MAX_DIGEST]);

#endif
