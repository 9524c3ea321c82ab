/* SPDX-License-Identifier: BSD-2-Clause */
/* Block devices as udev's database, sysfs and the device mapper know them. Texts are arena memory. */
#ifndef BLOCK_DEVICE_H
#define BLOCK_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "root.h"

struct block_device {
	const char *node;	  /* "/dev/sda3" */
	const char *uuid;	  /* ID_FS_UUID; NULL: udev does not know it */
	const char *const *links; /* other names, as udev keeps them; n_links of them */
	size_t n_links;
	bool is_luks; /* ID_FS_TYPE=crypto_LUKS */
};

enum { BLOCK_DEVICES_MAX = 1024, MAPPINGS_MAX = 256 };

/* Those in udev's database. Returns how many; what cannot be read is passed over. */
size_t block_devices(struct arena *arena, const struct root *root, struct block_device **ret_items);

/* A mapping of the device mapper that is of a LUKS volume. */
struct luks_mapping {
	const char *name; /* "luks-root" */
	const char *uuid; /* of the header, with dashes */
	const char *node; /* of the device below it; NULL: not known */
};
size_t luks_mappings(struct arena *arena, const struct root *root, struct luks_mapping **ret_items);

#endif
