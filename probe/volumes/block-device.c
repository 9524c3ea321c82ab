/* SPDX-License-Identifier: BSD-2-Clause */
/* /run/udev/data/bMAJOR:MINOR, /sys/dev/block and /sys/block/dm-N. */
#include "block-device.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "strv.h"
#include "udevdb.h"

enum { RECORD_MAX = 1 << 16 };

/* "/dev/sda3" by the number of the device. */
static const char *node_of(struct arena *arena, const struct root *root, const char *directory)
{
	char text[4096];
	const char *name;

	if (root_read_text(root, arena_printf(arena, "%s/uevent", directory), text, sizeof(text)) <
	    0)
		return NULL;
	name = strstr(text, "DEVNAME=");
	if (!name || (name != text && name[-1] != '\n'))
		return NULL;
	name += strlen("DEVNAME=");
	return arena_printf(arena, "/dev/%.*s", (int)strcspn(name, "\n"), name);
}

static void take_record(struct arena *arena, const struct udev_record *record,
			struct block_device *device)
{
	const char *uuid = strv_value(record->properties, "ID_FS_UUID");
	const char *type = strv_value(record->properties, "ID_FS_TYPE");
	const char **links;
	size_t n = 0;

	while (record->links && record->links[n])
		n++;
	links = arena_alloc(arena, (n + 1) * sizeof(*links));
	for (size_t i = 0; i < n; i++)
		links[i] = arena_strdup(arena, record->links[i]);
	device->links = links;
	device->n_links = n;
	device->is_luks = type && !strcmp(type, "crypto_LUKS");
	if (uuid)
		device->uuid = arena_clean(arena, uuid, strlen(uuid));
}

static bool read_device(struct arena *arena, const struct root *root, const char *name,
			struct block_device *device)
{
	struct udev_record record = { 0 };
	unsigned int major, minor;
	char *text = NULL;
	ssize_t n;

	if (sscanf(name, "b%u:%u", &major, &minor) != 2)
		return false;
	n = root_read_all(root, arena_printf(arena, "/run/udev/data/%s", name), RECORD_MAX, &text);
	if (n < 0)
		return false;
	if (udevdb_parse(text, (size_t)n, &record) >= 0) {
		take_record(arena, &record, device);
		udev_record_clear(&record);
	}
	free(text);
	device->node =
		node_of(arena, root, arena_printf(arena, "/sys/dev/block/%u:%u", major, minor));
	return device->node;
}

size_t block_devices(struct arena *arena, const struct root *root, struct block_device **ret_items)
{
	struct root_names names = { 0 };
	struct block_device *items;
	size_t count = 0;

	root_list(root, "/run/udev/data", "", 65536, &names);
	items = arena_alloc(arena, BLOCK_DEVICES_MAX * sizeof(*items));
	for (size_t i = 0; i < names.count && count < BLOCK_DEVICES_MAX; i++) {
		items[count] = (struct block_device){ 0 };
		count += read_device(arena, root, names.names[i], &items[count]);
	}
	root_names_free(&names);
	*ret_items = items;
	return count;
}

/* "CRYPT-LUKS2-<32 digits>-<name>". */
static const char *uuid_of_mapping(struct arena *arena, const char *dm_uuid)
{
	static const int dashes[] = { 8, 12, 16, 20 };
	const char *digits;
	char text[37];
	size_t n = 0;

	if (strncmp(dm_uuid, "CRYPT-LUKS", 10) != 0 || !(digits = strchr(dm_uuid + 10, '-')))
		return NULL;
	digits++;
	for (int i = 0; i < 32; i++) {
		if (!isxdigit((unsigned char)digits[i]))
			return NULL;
		for (size_t k = 0; k < 4; k++)
			if (dashes[k] == i)
				text[n++] = '-';
		text[n++] = digits[i];
	}
	text[n] = '\0';
	return digits[32] == '-' ? arena_strdup(arena, text) : NULL;
}

static bool read_mapping(struct arena *arena, const struct root *root, const char *name,
			 struct luks_mapping *mapping)
{
	const char *directory = arena_printf(arena, "/sys/block/%s", name);
	struct root_names slaves = { 0 };
	char text[512];

	if (root_read_text(root, arena_printf(arena, "%s/dm/uuid", directory), text, sizeof(text)) <
	    0)
		return false;
	mapping->uuid = uuid_of_mapping(arena, text);
	if (!mapping->uuid || root_read_text(root, arena_printf(arena, "%s/dm/name", directory),
					     text, sizeof(text)) < 0)
		return false;
	mapping->name = arena_clean(arena, text, strlen(text));
	root_list(root, arena_printf(arena, "%s/slaves", directory), "", 2, &slaves);
	if (slaves.count == 1)
		mapping->node = node_of(
			arena, root, arena_printf(arena, "/sys/class/block/%s", slaves.names[0]));
	root_names_free(&slaves);
	return true;
}

size_t luks_mappings(struct arena *arena, const struct root *root, struct luks_mapping **ret_items)
{
	struct root_names names = { 0 };
	struct luks_mapping *items;
	size_t count = 0;

	root_list(root, "/sys/block", "", BLOCK_DEVICES_MAX, &names);
	items = arena_alloc(arena, MAPPINGS_MAX * sizeof(*items));
	for (size_t i = 0; i < names.count && count < MAPPINGS_MAX; i++) {
		items[count] = (struct luks_mapping){ 0 };
		if (!strncmp(names.names[i], "dm-", 3))
			count += read_mapping(arena, root, names.names[i], &items[count]);
	}
	root_names_free(&names);
	*ret_items = items;
	return count;
}
