/* SPDX-License-Identifier: BSD-2-Clause */
/* Text that udev and the kernel keep about a device. */
#ifndef SYSFS_UDEVDB_H
#define SYSFS_UDEVDB_H

#include <stddef.h>
#include <sys/types.h>

struct udev_record {
	char **links;	   /* full names, "/dev/..." */
	char **tags;	   /* current tags */
	char **properties; /* "KEY=value" */
};
/* Parse a file of /run/udev/data. Lines that make no sense are passed over. -ENOMEM. */
int udevdb_parse(const char *text, size_t size, struct udev_record *ret_record);
void udev_record_clear(struct udev_record *record);
/* Parse a `uevent` attribute into properties; DEVNAME gets its "/dev/". -ENOMEM. */
int uevent_parse(const char *text, size_t size, char ***ret_properties);
/* "10:224"; 0 if it is none. */
dev_t devnum_parse(const char *text);

#endif
