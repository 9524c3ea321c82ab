/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hot plug: what the kernel says goes at once, what comes is looked for once it has come to rest.
 *
 * The kernel's own events are heard, so that it works without udevd, and udev's too: its rules give
 * a new node the permissions with which it can be opened.
 */
#ifndef WATCH_PLUG_H
#define WATCH_PLUG_H

#include "tpmsysfs.h"

struct plug;

enum { PLUG_FDS = 2 };

/* ctx: has to live longer. -errno as tpmsysfs_monitor_new(). */
int plug_new(struct tpmsysfs *ctx, struct plug **ret_plug);
void plug_free(struct plug *plug);

/* To be polled for POLLIN; then plug_next() until it says 0. -1: none. */
void plug_fds(const struct plug *plug, int ret_fds[PLUG_FDS]);

enum plug_what {
	PLUG_NOTHING = 0,
	PLUG_GONE, /* the TPM of this number: neither node can be used any more */
	PLUG_LOOK, /* something came, or changed, or was missed: enumerate */
};
enum plug_what plug_next(struct plug *plug, unsigned int *ret_number);

#endif
