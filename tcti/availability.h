/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting until it makes sense to try again to open a TPM: one was plugged in (wait=), or a process
 * closed the node (busy=). Events, not time: udev's or the kernel's for the first, inotify's for
 * the second. A node may be closed under another name, which inotify does not report: it is looked
 * at twice a second as well.
 */
#ifndef TCTI_AVAILABILITY_H
#define TCTI_AVAILABILITY_H

#include <stdbool.h>

#include "conf.h"

struct tcti_availability;

/*
 * From now on no event is missed, and the times of conf run. Errors: -ENOMEM; those of
 * tpmsysfs_monitor_new() and inotify_init1(2).
 */
int tcti_availability_new(const struct tcti_conf *conf,
			  struct tcti_availability **ret_availability);
void tcti_availability_free(struct tcti_availability *availability);

/*
 * Opening failed with -errno r: wait for an event after which it may succeed. Returns false at once
 * where r will not change by waiting, and when the time for it is over.
 */
bool tcti_availability_wait(struct tcti_availability *availability, int r);

#endif
