/* SPDX-License-Identifier: BSD-2-Clause */
/* What watch waits for. */
#ifndef WATCH_LOOP_H
#define WATCH_LOOP_H

#include "watch-run.h"

/* Until it is over. */
void watch_loop(struct watch_run *watch);
/* The time. */
void watch_renew_now(struct watch_run *watch);

#endif
