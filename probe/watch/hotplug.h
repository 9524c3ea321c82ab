/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hot plug: what the kernel says goes at once, what comes is looked for once it has come to rest.
 *
 * The kernel's own events are heard, so that it works without udevd, and udev's too: its rules give
 * a new node the permissions with which it can be opened.
 */
#ifndef HOTPLUG_H
#define HOTPLUG_H

#include "tpmsysfs.h"

struct hotplug;

enum { HOTPLUG_FDS = 2 };

/* ctx: has to live longer. -errno as tpmsysfs_monitor_new(). */
int hotplug_new(struct tpmsysfs *ctx, struct hotplug **ret_hotplug);
void hotplug_free(struct hotplug *hotplug);

/* To be polled for POLLIN; then hotplug_next() until it says 0. -1: none. */
void hotplug_fds(const struct hotplug *hotplug, int ret_fds[HOTPLUG_FDS]);

enum hotplug_event {
	HOTPLUG_NOTHING = 0,
	HOTPLUG_GONE,	   /* the TPM of this number: neither node can be used any more */
	HOTPLUG_ENUMERATE, /* something came, or changed, or was missed: enumerate */
};
enum hotplug_event hotplug_next(struct hotplug *hotplug, unsigned int *ret_number);

#endif
