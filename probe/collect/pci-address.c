/* SPDX-License-Identifier: BSD-2-Clause */
/* EFI device paths (UEFI 2.10, 10.3) and the directories of sysfs below /sys/devices/pci*. */
#include "pci-address.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "span.h"

enum { MAX_DEPTH = 16, ROOT_BRIDGE = 0x0a03, PCIE_ROOT_BRIDGE = 0x0a08 };

struct pci_path {
	uint32_t bridge; /* _UID of the root bridge */
	struct {
		unsigned int device, function;
	} hops[MAX_DEPTH];
	size_t depth;
};

/* The nodes up to the first that is no PCI device. False: it does not begin at a root bridge. */
static bool read_path(struct span data, struct pci_path *path)
{
	const uint8_t *node;
	bool has_bridge = false;

	while ((node = span_take(&data, 4))) {
		size_t length = le16(node + 2);
		const uint8_t *body = length < 4 ? NULL : span_take(&data, length - 4);

		if (!body)
			break;
		if (node[0] == 2 && node[1] == 1 && length >= 12 && !has_bridge) {
			has_bridge = le32(body) >> 16 == ROOT_BRIDGE ||
				     le32(body) >> 16 == PCIE_ROOT_BRIDGE;
			path->bridge = le32(body + 4);
		} else if (node[0] == 1 && node[1] == 1 && length >= 6 && has_bridge &&
			   path->depth < MAX_DEPTH) {
			path->hops[path->depth].function = body[0];
			path->hops[path->depth++].device = body[1];
		} else {
			break;
		}
	}
	return has_bridge && path->depth;
}

static void close_directory(DIR **directory)
{
	if (*directory)
		closedir(*directory);
}

/* The first entry of a directory that fits; its name is appended to path. */
static bool enter(const struct root *root, char path[PATH_MAX],
		  bool (*fits)(const struct root *root, const char *path, const void *data),
		  const void *data)
{
	_cleanup_(close_directory) DIR *directory = NULL;
	size_t length = strlen(path);
	const struct dirent *entry;

	if (root_opendir(root, path, &directory) < 0)
		return false;
	while ((entry = readdir(directory))) {
		if (*entry->d_name == '.' || strlen(entry->d_name) + 2 > PATH_MAX - length)
			continue;
		snprintf(path + length, PATH_MAX - length, "/%s", entry->d_name);
		if (fits(root, path, data))
			return true;
		path[length] = '\0';
	}
	return false;
}

/* Without an ACPI node the first bridge is that of bus 0. */
static bool is_bridge(const struct root *root, const char *path, const void *data)
{
	const struct pci_path *wanted = data;
	char uid_path[PATH_MAX], uid[16];
	unsigned int domain, bus;

	if (sscanf(path_name(path), "pci%4x:%2x", &domain, &bus) != 2 ||
	    path_join(uid_path, path, "firmware_node/uid") < 0)
		return false;
	if (root_read_text(root, uid_path, uid, sizeof(uid)) > 0)
		return strtoul(uid, NULL, 10) == wanted->bridge;
	return !domain && bus == wanted->bridge;
}

static bool is_device(const struct root *root, const char *path, const void *data)
{
	const unsigned int *wanted = data;
	unsigned int domain, bus, device, function;

	(void)root;
	return sscanf(path_name(path), "%4x:%2x:%2x.%1x", &domain, &bus, &device, &function) == 4 &&
	       device == wanted[0] && function == wanted[1];
}

const char *pci_address_of_event(struct arena *arena, const struct root *root,
				 const struct eventlog_event *event)
{
	struct span data = { event->data, event->size };
	struct pci_path wanted = { 0 };
	char path[PATH_MAX] = "/sys/devices";

	if (event->pcr != 2 ||
	    (event->type != EV_EFI_BOOT_SERVICES_DRIVER &&
	     event->type != EV_EFI_RUNTIME_SERVICES_DRIVER) ||
	    !span_take(&data, 32) || !read_path(data, &wanted) ||
	    !enter(root, path, is_bridge, &wanted))
		return NULL;
	for (size_t i = 0; i < wanted.depth; i++) {
		const unsigned int hop[] = { wanted.hops[i].device, wanted.hops[i].function };

		if (!enter(root, path, is_device, hop))
			return NULL;
	}
	return arena_strdup(arena, path_name(path));
}
