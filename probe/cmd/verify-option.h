/* SPDX-License-Identifier: BSD-2-Clause */
/* --verify, for the commands that have it. */
#ifndef VERIFY_OPTION_H
#define VERIFY_OPTION_H

#include "cmd.h"

/*
 * Read the file of --verify into run->trust, if it is given. Returns an exit status; on failure it has
 * said why. The caller frees run->trust with trust_free().
 */
int verify_option_open(struct run *run);

#endif
