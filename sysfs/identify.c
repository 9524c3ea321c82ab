/* SPDX-License-Identifier: BSD-2-Clause */
/* What a character device is, whatever its file is called. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "internal.h"

#define CHAR_DIR "/sys/dev/char"

int tpmsysfs_identify(const char *root, dev_t devnum, char name[32])
{
	char path[64], subsystem[32], found[32];
	enum tpmsysfs_class class;
	struct stat st;
	int r;

	if (!root)
		root = "";
	snprintf(path, sizeof(path), CHAR_DIR "/%u:%u/subsystem", major(devnum), minor(devnum));
	r = root_link_name(root, path, subsystem, sizeof(subsystem));
	if (r == -ENAMETOOLONG)
		return TPMSYSFS_CLASS_NONE;
	if (r < 0)
		return root_stat(root, CHAR_DIR, &st) < 0 ? -ENOENT : TPMSYSFS_CLASS_NONE;
	class = subsystem_class(subsystem);
	if (class == TPMSYSFS_CLASS_NONE)
		return TPMSYSFS_CLASS_NONE;

	*strrchr(path, '/') = '\0';
	r = root_link_name(root, path, found, sizeof(found));
	if (r < 0 || name_parse(found, NULL) != class)
		return TPMSYSFS_CLASS_NONE;
	memcpy(name, found, sizeof(found));
	return (int)class;
}
