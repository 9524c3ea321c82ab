/* SPDX-License-Identifier: BSD-2-Clause */
/* How grave a finding is. The report holds its name. */
#ifndef SEVERITY_H
#define SEVERITY_H

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_CRITICAL };

/* "info" for SEVERITY_INFO. Static. */
const char *severity_name(enum severity severity);

/* The severity with this name, or -1. */
int severity_of(const char *name);

#endif
