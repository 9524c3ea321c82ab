/* SPDX-License-Identifier: BSD-2-Clause */
/* Who has a device open. */
#ifndef TCTI_HOLDER_H
#define TCTI_HOLDER_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Other processes that have the character device open, as far as /proc shows them to the caller
 * (without privilege: its own account's), as text: "tpm2-abrmd (pid 812)", several separated by
 * commas, cut to size. Returns how many.
 */
unsigned int tcti_holder_find(dev_t devnum, char *ret_text, size_t size);

#endif
