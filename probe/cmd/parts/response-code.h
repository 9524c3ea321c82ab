/* SPDX-License-Identifier: BSD-2-Clause */
/* A response code that a user gave, for the commands that take one. */
#ifndef RESPONSE_CODE_H
#define RESPONSE_CODE_H

#include "cmd.h"

/* Put a response code, as a user wrote it, into the report. Returns an exit status. */
int response_code_add(struct run *run, const char *text);

#endif
