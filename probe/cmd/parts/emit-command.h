/* SPDX-License-Identifier: BSD-2-Clause */
/* emit, for the commands that have it. */
#ifndef EMIT_COMMAND_H
#define EMIT_COMMAND_H

#include "cmd.h"
#include "emit.h"

extern const struct option_group emit_options;

/* Print, write or remove one format; format NULL: with --undo all. wanted: what the command's own
 * options ask for; those of emit are added. Returns an exit status. */
int emit_run(struct run *run, const struct emit_request *wanted);

#endif
