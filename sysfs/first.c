/* SPDX-License-Identifier: BSD-2-Clause */
/* The resource manager's node that is meant when none is named, by sysfs alone. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

#define CLASS_DIR "/sys/class/tpmrm"

/* A virtual TPM has no parent: its devices stand in /sys/devices/virtual. */
static bool is_virtual(const char *root, const char *name)
{
	char path[PATH_MAX], target[PATH_MAX];

	snprintf(path, sizeof(path), CLASS_DIR "/%s", name);
	return root_readlink(root, path, target, sizeof(target)) < 0 || strstr(target, "/virtual/");
}

int tpmsysfs_first_rm(const char *root, char name[32])
{
	unsigned int number, best_number = 0;
	bool is_last, best_is_last = false;
	struct dirent *entry;
	bool found = false;
	DIR *dir;
	int r;

	if (!root)
		root = "";
	r = root_opendir(root, CLASS_DIR, &dir);
	if (r < 0)
		return r;
	while ((entry = readdir(dir))) {
		if (name_parse(entry->d_name, &number) != TPMSYSFS_CLASS_RM ||
		    strlen(entry->d_name) >= 32)
			continue;
		is_last = is_virtual(root, entry->d_name);
		if (found &&
		    (is_last > best_is_last || (is_last == best_is_last && number > best_number)))
			continue;
		found = true;
		best_is_last = is_last;
		best_number = number;
		strcpy(name, entry->d_name);
	}
	closedir(dir);
	return found ? 0 : -ENOENT;
}
