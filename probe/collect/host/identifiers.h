/* SPDX-License-Identifier: BSD-2-Clause */
/* What this machine and its users are called. */
#ifndef IDENTIFIERS_H
#define IDENTIFIERS_H

#include "redact-text.h"

/*
 * Names of the host, of users (not of services) and of the caller, the machine's and the boot's id,
 * serial numbers of DMI: as far as they can be read. prefix: NULL for this machine; else a copy of
 * another one's files.
 */
void collect_identifiers(struct redactor *redactor, const char *prefix);

#endif
