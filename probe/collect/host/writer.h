/* SPDX-License-Identifier: BSD-2-Clause */
/* Who else may change what a path leads to, as a sentence. */
#ifndef COLLECT_WRITER_H
#define COLLECT_WRITER_H

#include "report.h"

/*
 * NULL: only root, and the effective user, may change the file of this machine, the directories above
 * it and the links on the way. Else which of them somebody else may change: the arena's. Also where
 * that cannot be told. A relative path counts from the current directory.
 */
const char *writer_of(struct report *report, const char *path);

#endif
