/* SPDX-License-Identifier: BSD-2-Clause */
/* TPMs that come and go, as events on one descriptor. */
#include "monitor.h"

#include <errno.h>
#include <libudev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "node-name.h"

struct tpmsysfs_monitor {
	struct udev *udev;
	struct udev_monitor *monitor;
};

int tpmsysfs_monitor_new(struct tpmsysfs *ctx, bool from_kernel, struct tpmsysfs_monitor **ret_mon)
{
	static const char *const subsystems[] = { "tpm", "tpmrm", "tcm", "tcmrm" };
	struct tpmsysfs_monitor *mon;
	int r;

	if (ctx->root.is_prefix)
		return -EOPNOTSUPP;
	mon = calloc(1, sizeof(*mon));
	if (!mon)
		return -ENOMEM;
	errno = 0;
	mon->udev = udev_new();
	if (mon->udev)
		mon->monitor =
			udev_monitor_new_from_netlink(mon->udev, from_kernel ? "kernel" : "udev");
	if (!mon->monitor) {
		r = errno ? -errno : -ENOMEM;
		goto free_mon;
	}
	for (size_t i = 0; i < sizeof(subsystems) / sizeof(subsystems[0]); i++) {
		r = udev_monitor_filter_add_match_subsystem_devtype(mon->monitor, subsystems[i],
								    NULL);
		if (r < 0)
			goto free_mon;
	}
	r = udev_monitor_enable_receiving(mon->monitor);
	if (r < 0)
		goto free_mon;
	*ret_mon = mon;
	return 0;

free_mon:
	tpmsysfs_monitor_free(mon);
	return r;
}

void tpmsysfs_monitor_free(struct tpmsysfs_monitor *mon)
{
	if (!mon)
		return;
	udev_monitor_unref(mon->monitor);
	udev_unref(mon->udev);
	free(mon);
}

int tpmsysfs_monitor_fd(const struct tpmsysfs_monitor *mon)
{
	return udev_monitor_get_fd(mon->monitor);
}

static bool event_from_udev(struct udev_device *dev, struct tpmsysfs_event *event)
{
	const char *action = udev_device_get_action(dev);
	const char *subsystem = udev_device_get_subsystem(dev);
	const char *name = udev_device_get_sysname(dev);
	const char *devnode = udev_device_get_devnode(dev);

	memset(event, 0, sizeof(*event));
	event->class = subsystem ? subsystem_class(subsystem) : TPMSYSFS_CLASS_NONE;
	if (event->class == TPMSYSFS_CLASS_NONE || !action || !name ||
	    strlen(name) >= sizeof(event->name))
		return false;
	if (!strcmp(action, "add"))
		event->action = TPMSYSFS_ADD;
	else if (!strcmp(action, "remove"))
		event->action = TPMSYSFS_REMOVE;
	else
		event->action = TPMSYSFS_CHANGE;
	strcpy(event->name, name);
	if (devnode && strlen(devnode) < sizeof(event->devnode))
		strcpy(event->devnode, devnode);
	event->devnum = udev_device_get_devnum(dev);
	return true;
}

int tpmsysfs_monitor_next(struct tpmsysfs_monitor *mon, struct tpmsysfs_event *ret_event)
{
	for (;;) {
		struct tpmsysfs_event event;
		struct udev_device *dev;
		bool ours;

		errno = 0;
		dev = udev_monitor_receive_device(mon->monitor);
		if (!dev)
			return errno == 0 || errno == EAGAIN || errno == EINTR ? 0 : -errno;
		ours = event_from_udev(dev, &event);
		udev_device_unref(dev);
		if (ours) {
			*ret_event = event;
			return 1;
		}
	}
}
