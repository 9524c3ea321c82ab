/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of known vulnerabilities: that of --vuln-db, or the one that is built in. */
#ifndef KNOWN_H
#define KNOWN_H

#include "cmd.h"

/* Take the list. Returns an exit status; on failure it has said why. */
int known_open(struct run *run);
void known_close(struct run *run);

/* Hold every TPM of a report against the list. */
void known_judge(struct run *run, struct report *report);

#endif
