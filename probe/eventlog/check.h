/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CHECK_H
#define CHECK_H

#include "eventlog.h"

/* Is the recorded digest that of the event's data? */
enum eventlog_match {
	EVENTLOG_UNCHECKED, /* the digest is over something that is not in the log */
	EVENTLOG_MATCHES,
	EVENTLOG_DIFFERS,
};

struct eventlog_check {
	enum eventlog_match match;
	uint32_t banks_match; /* bit I: the digest of bank I is that of the data */
	uint32_t banks_differ;
	bool to_the_end; /* what matches ends where the data end: their size is right */
};

/*
 * Check an event. Types whose digest the PFP defines as that of the data (or of the variable's data,
 * or of the string without its NUL) match or differ. Where a type leaves it open, a digest that does
 * not match in any bank is unchecked; one that matches in only some banks differs.
 */
struct eventlog_check eventlog_check(const struct eventlog *log,
				     const struct eventlog_event *event);

/*
 * Would an unchecked event match, were it not for one flipped bit of its data? False also for types
 * whose digest is never over the data. budget: see EVENTLOG_HASH_COST; it is counted down.
 */
bool eventlog_has_flipped_bit(const struct eventlog *log, const struct eventlog_event *event,
			      size_t *budget);

#endif
