/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TYPES_H
#define TYPES_H

#include <stdbool.h>
#include <stdint.h>

/* "EV_SEPARATOR", or NULL for a type that the PFP does not know. */
const char *eventlog_type_name(uint32_t type);

/* The type of that name. */
bool eventlog_type_find(const char *name, uint32_t *ret_type);
/* The measurement registers of a confidential guest's log: "MRTD", "RTMR0" to "RTMR3"; NULL beyond. */
const char *eventlog_register_name(uint32_t index);

/* Over what the digest of an event is taken. */
enum digest_rule {
	DIGEST_ELSEWHERE, /* over something that is not in the log */
	DIGEST_PERHAPS,	  /* the profile leaves it open, or firmware differs */
	DIGEST_DATA,	  /* over the data, or that part of it that check.c knows */
};
enum digest_rule eventlog_digest_rule(uint32_t type);

#endif
