/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Putting what emit makes where it belongs, and taking exactly that away again. Below a prefix no
 * path leads out. A file changes in one step; a file that a person has changed since is left.
 */
#ifndef STACK_INSTALL_H
#define STACK_INSTALL_H

#include "report.h"
#include "stack.h"

/* Errors: -errno; then what was being done stands in the emission's reason. prefix: NULL: /. */

/*
 * Write an emission to its path. may_replace: a file of somebody else's is kept for undo and
 * replaced; else it stays. state becomes "written", "unchanged", or "kept" with the reason.
 */
int install_write(struct report *report, const char *prefix, struct emission *emission,
		  bool may_replace);

/* Take away what was written to a path; path NULL: to every path. Appends an emission for each, state
 * "removed", "restored", "kept" (with the reason), or "none" where nothing of ours is there. */
int install_undo(struct report *report, const char *prefix, const char *path);

#endif
