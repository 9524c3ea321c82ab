/* SPDX-License-Identifier: BSD-2-Clause */
/* What a person did, or a program, so that another event was measured: the built-in causes.csv. */
#ifndef CAUSES_H
#define CAUSES_H

#include <stdint.h>

/* Arena-free: both texts are built in. */
struct boot_cause {
	const char *why;    /* "the list of revoked programs (dbx) was updated" */
	const char *remedy; /* "enrol again ...", what to do where a key is bound to that PCR; "" */
};

/*
 * The cause for which an event of this PCR and type, with this name, usually differs. type: as in an event
 * log; 0 for a record of userspace. name: as boot_event_name() gives it ("dbx", "kernel_cmdline", a file's
 * path, a phase), or NULL. Never NULL: where no row fits, the row of the PCR does, or that of all.
 */
const struct boot_cause *boot_cause(uint32_t pcr, uint32_t type, const char *name);

/* The file itself. */
extern const char causes_text[];

#endif
