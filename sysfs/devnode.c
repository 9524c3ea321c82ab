/* SPDX-License-Identifier: BSD-2-Clause */
/* Where in /dev is the node of a device that sysfs knows? */
#include "devnode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "root.h"

bool devnode_exists(const struct root *root, const char *path, dev_t devnum)
{
	struct stat st;

	if (root_stat(root, path, &st) < 0)
		return false;
	if (S_ISCHR(st.st_mode))
		return !devnum || st.st_rdev == devnum;
	/* A copied tree may hold plain files where nodes were. */
	return root->is_prefix && S_ISREG(st.st_mode);
}

static int search(const struct root *root, const char *dir_path, dev_t devnum, unsigned int depth,
		  unsigned int *n_seen, char **ret_path)
{
	struct dirent *entry;
	DIR *dir;
	int r;

	r = root_opendir(root, dir_path, &dir);
	if (r < 0)
		return 0;
	while (!*ret_path && r >= 0 && *n_seen < DEVNODE_SEARCH_MAX && (entry = readdir(dir))) {
		char path[PATH_MAX];
		struct stat st;

		if (entry->d_name[0] == '.' || entry->d_type == DT_LNK)
			continue;
		(*n_seen)++;
		if (path_join(path, dir_path, entry->d_name) < 0 ||
		    fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (S_ISCHR(st.st_mode) && st.st_rdev == devnum) {
			*ret_path = strdup(path);
			r = *ret_path ? 0 : -ENOMEM;
		} else if (S_ISDIR(st.st_mode) && depth > 0) {
			r = search(root, path, devnum, depth - 1, n_seen, ret_path);
		}
	}
	closedir(dir);
	return r;
}

int devnode_find(const struct root *root, const char *candidate, const char *name, dev_t devnum,
		 char **ret_path)
{
	char by_name[64], dev[PATH_MAX], *found = NULL;
	unsigned int n_seen = 0;
	int r;

	snprintf(by_name, sizeof(by_name), "/dev/%.32s", name);
	if (!candidate || !devnode_exists(root, candidate, devnum))
		candidate = devnode_exists(root, by_name, devnum) ? by_name : NULL;
	if (candidate) {
		found = strdup(candidate);
		if (!found)
			return -ENOMEM;
	} else if (devnum && root_resolve(root, "/dev", false, dev) >= 0) {
		r = search(root, dev, devnum, 1, &n_seen, &found);
		if (r < 0)
			return r;
	}
	*ret_path = found;
	return 0;
}
