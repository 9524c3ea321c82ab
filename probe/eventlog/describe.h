/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "eventlog.h"

/*
 * Describe an event's data for a person: always NUL-terminated; cut where buf ends, and then "..." marks it. What
 * it quotes from the log is not cleaned. Returns false if the data do not have the structure that
 * the event's type promises; the text then says what is wrong.
 */
bool eventlog_describe(const struct eventlog *log, const struct eventlog_event *event, char *buf,
		       size_t size);

/* A size for buf with which nothing is cut. */
size_t eventlog_description_size(const struct eventlog_event *event);

/*
 * Does this separator report an error? Ones in place of zeros are as good, some BIOSes log one byte of
 * them, and Windows ends its measurements with a word of its own.
 */
bool eventlog_separator_error(const struct eventlog_event *event);

#endif
