/* SPDX-License-Identifier: BSD-2-Clause */
/* Hot plug, from two monitors. */
#include "plug.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct plug {
	struct tpmsysfs_monitor *kernel;
	struct tpmsysfs_monitor *udev; /* NULL: cannot be had */
};

int plug_new(struct tpmsysfs *ctx, struct plug **ret_plug)
{
	struct plug *plug = calloc(1, sizeof(*plug));
	int r;

	if (!plug)
		return -ENOMEM;
	r = tpmsysfs_monitor_new(ctx, true, &plug->kernel);
	if (r < 0) {
		free(plug);
		return r;
	}
	if (tpmsysfs_monitor_new(ctx, false, &plug->udev) < 0)
		plug->udev = NULL;
	*ret_plug = plug;
	return 0;
}

void plug_free(struct plug *plug)
{
	if (!plug)
		return;
	tpmsysfs_monitor_free(plug->kernel);
	tpmsysfs_monitor_free(plug->udev);
	free(plug);
}

void plug_fds(const struct plug *plug, int ret_fds[PLUG_FDS])
{
	ret_fds[0] = tpmsysfs_monitor_fd(plug->kernel);
	ret_fds[1] = plug->udev ? tpmsysfs_monitor_fd(plug->udev) : -1;
}

/* "tpm12", "tpmrm12", "tcm3" */
static bool number_of(const char *name, unsigned int *ret_number)
{
	name += strcspn(name, "0123456789");
	return sscanf(name, "%u", ret_number) == 1;
}

/*
 * A TPM's end is taken from the kernel alone: what udev tells of it comes later, and may come when
 * another TPM has the name already.
 */
enum plug_what plug_next(struct plug *plug, unsigned int *ret_number)
{
	struct tpmsysfs_event event;
	int r = tpmsysfs_monitor_next(plug->kernel, &event);

	if (r > 0 && event.action == TPMSYSFS_REMOVE && number_of(event.name, ret_number))
		return PLUG_GONE;
	if (r)
		return PLUG_LOOK;
	r = plug->udev ? tpmsysfs_monitor_next(plug->udev, &event) : 0;
	return r ? PLUG_LOOK : PLUG_NOTHING;
}
