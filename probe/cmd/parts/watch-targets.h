/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPMs are watched. */
#ifndef WATCH_TARGETS_H
#define WATCH_TARGETS_H

#include "watch-run.h"

/* Find the TPMs to begin with. Returns an exit status; on failure it has said why. */
int watch_targets_open(struct watch_run *watch);
void watch_targets_close(struct watch_run *watch);
/* Enumerate anew: what came is asked from now on, what is no more is gone. */
void watch_targets_look(struct watch_run *watch);
/* This TPM has gone. */
void watch_targets_lose(struct watch_run *watch, struct watch_tpm *tpm);

#endif
