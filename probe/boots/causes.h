/* SPDX-License-Identifier: BSD-2-Clause */
/* What a person or a program did, so that another event was measured: the built-in causes.csv. */
#ifndef CAUSES_H
#define CAUSES_H

#include <stdbool.h>
#include <stdint.h>

struct boot_cause {
	const char *brief;  /* at most three words: "dbx" */
	const char *why;    /* "the list of revoked programs (dbx) was updated ..." */
	const char *remedy; /* for whoever bound a key to that PCR: "enrol again if ..." */
};

/*
 * Why an event of this PCR and type, with this name, usually differs. type: as in an event log;
 * BOOT_USERSPACE for a record of systemd's. name: as boot_event_name() gives it ("dbx", "kernel_cmdline",
 * a file's path), or NULL. Where no line of the table fits better, that of the PCR or of all does.
 */
#define BOOT_USERSPACE UINT32_C(0xffffffff)
struct boot_cause boot_cause(uint32_t pcr, uint32_t type, const char *name);

#endif
