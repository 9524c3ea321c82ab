/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting until it makes sense to try again to open a TPM: one was plugged in (wait=), or a process
 * closed the node (busy=). Events, not time: udev's or the kernel's for the first, inotify's for
 * the second. A node may be closed under another name, of which inotify tells nothing: it is looked
 * at twice a second as well.
 */
#ifndef TCTI_PATIENCE_H
#define TCTI_PATIENCE_H

#include <stdbool.h>

#include "conf.h"

struct tcti_patience;

/*
 * From now on no event is missed, and the times of conf run. Errors: -ENOMEM; those of
 * tpmsysfs_monitor_new() and inotify_init1(2).
 */
int tcti_patience_new(const struct tcti_conf *conf, struct tcti_patience **ret_patience);
void tcti_patience_free(struct tcti_patience *patience);

/*
 * Opening failed with -errno r: wait for an event after which it may succeed. Returns false at once
 * where r will not change by waiting, and when the time for it is over.
 */
bool tcti_patience_wait(struct tcti_patience *patience, int r);

#endif
