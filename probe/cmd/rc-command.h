/* SPDX-License-Identifier: BSD-2-Clause */
/* A response code that a user gave, for the commands that take one. */
#ifndef RC_COMMAND_H
#define RC_COMMAND_H

#include "cmd.h"

/* Put a response code, as a user wrote it, into the report. Returns an exit status. */
int rc_command_add(struct run *run, const char *text);

#endif
