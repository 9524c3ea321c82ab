/* SPDX-License-Identifier: BSD-2-Clause */
/* TPMs that come and go, as events on one descriptor. */
#ifndef SYSFS_MONITOR_H
#define SYSFS_MONITOR_H

#include <stdbool.h>
#include <sys/types.h>

#include "context.h"
#include "node-name.h"

struct tpmsysfs_monitor;

enum tpmsysfs_action { TPMSYSFS_ADD, TPMSYSFS_REMOVE, TPMSYSFS_CHANGE };

struct tpmsysfs_event {
	enum tpmsysfs_action action;
	enum tpmsysfs_class class;
	char name[32];	   /* kernel name */
	char devnode[256]; /* "" if none */
	dev_t devnum;
};

/*
 * Watch both classes. from_kernel: take the kernel's events (no udevd needed; the node's
 * permissions may not be set yet) rather than udev's.
 * Errors: -EOPNOTSUPP with a root prefix; -ENOMEM; what socket(2) and bind(2) say.
 */
int tpmsysfs_monitor_new(struct tpmsysfs *ctx, bool from_kernel, struct tpmsysfs_monitor **ret_mon);
void tpmsysfs_monitor_free(struct tpmsysfs_monitor *mon);
/* Readable (POLLIN) when an event waits. Owned by mon. */
int tpmsysfs_monitor_fd(const struct tpmsysfs_monitor *mon);
/* Returns 1 with an event, 0 if none waits, -errno: -ENOBUFS if events were lost (enumerate anew).
 * Never blocks. */
int tpmsysfs_monitor_next(struct tpmsysfs_monitor *mon, struct tpmsysfs_event *ret_event);

#endif
