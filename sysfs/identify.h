/* SPDX-License-Identifier: BSD-2-Clause */
/* What a character device is, whatever its file is called. */
#ifndef SYSFS_IDENTIFY_H
#define SYSFS_IDENTIFY_H

#include <sys/types.h>

#include "node-name.h"
#include "root.h"

/*
 * What TPM node is the character device with this number? Reads /sys/dev/char/MAJOR:MINOR, no
 * udev. name: at least 32 bytes, receives the kernel name. root as in tpmsysfs_new().
 * Returns the class (> 0), 0 (TPMSYSFS_CLASS_NONE) if it is another device, -ENOENT if there is no
 * sysfs to ask (a container may hide it), -ENAMETOOLONG if the device's path is longer than 510
 * bytes.
 */
int tpmsysfs_identify(const char *root, dev_t devnum, char name[32]);

/* tpmsysfs_identify() below a prefix that is open. */
int identify_below(const struct root *root, dev_t devnum, char name[32]);

#endif
