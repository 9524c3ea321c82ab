/* SPDX-License-Identifier: BSD-2-Clause */
/* emit, for the commands that have it. */
#ifndef EMIT_COMMAND_H
#define EMIT_COMMAND_H

#include "cmd.h"

/* Print, write or take away one format; format NULL: with --undo all. Returns an exit status. */
int emit_run(struct run *run, const char *format);

#endif
