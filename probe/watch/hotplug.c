/* SPDX-License-Identifier: BSD-2-Clause */
/* Hot plug, from two monitors. */
#include "hotplug.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hotplug {
	struct tpmsysfs_monitor *kernel;
	struct tpmsysfs_monitor *udev; /* NULL: cannot be had */
};

int hotplug_new(struct tpmsysfs *ctx, struct hotplug **ret_hotplug)
{
	struct hotplug *hotplug = calloc(1, sizeof(*hotplug));
	int r;

	if (!hotplug)
		return -ENOMEM;
	r = tpmsysfs_monitor_new(ctx, true, &hotplug->kernel);
	if (r < 0) {
		free(hotplug);
		return r;
	}
	if (tpmsysfs_monitor_new(ctx, false, &hotplug->udev) < 0)
		hotplug->udev = NULL;
	*ret_hotplug = hotplug;
	return 0;
}

void hotplug_free(struct hotplug *hotplug)
{
	if (!hotplug)
		return;
	tpmsysfs_monitor_free(hotplug->kernel);
	tpmsysfs_monitor_free(hotplug->udev);
	free(hotplug);
}

void hotplug_fds(const struct hotplug *hotplug, int ret_fds[HOTPLUG_FDS])
{
	ret_fds[0] = tpmsysfs_monitor_fd(hotplug->kernel);
	ret_fds[1] = hotplug->udev ? tpmsysfs_monitor_fd(hotplug->udev) : -1;
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
enum hotplug_event hotplug_next(struct hotplug *hotplug, unsigned int *ret_number)
{
	struct tpmsysfs_event event;
	int r = tpmsysfs_monitor_next(hotplug->kernel, &event);

	if (r > 0 && event.action == TPMSYSFS_REMOVE && number_of(event.name, ret_number))
		return HOTPLUG_GONE;
	if (r)
		return HOTPLUG_ENUMERATE;
	r = hotplug->udev ? tpmsysfs_monitor_next(hotplug->udev, &event) : 0;
	return r ? HOTPLUG_ENUMERATE : HOTPLUG_NOTHING;
}
