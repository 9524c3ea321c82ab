/* SPDX-License-Identifier: BSD-2-Clause */
/* Which processes have a device open. */
#ifndef TCTI_PROCESSES_H
#define TCTI_PROCESSES_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Other processes that have the character device open, as far as /proc shows them to the caller
 * (without privilege: its own user's), as text: "tpm2-abrmd (pid 812)", several separated by
 * commas, cut to size. Returns how many.
 */
unsigned int tcti_processes_with_open(dev_t devnum, char *ret_text, size_t size);

#endif
