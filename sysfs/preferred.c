/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM comes first where several could be meant. */
#include "preferred.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "node-name.h"
#include "root.h"
#include "pair.h"

#define CLASS_DIR "/sys/class/tpmrm"

struct rank {
	bool is_virtual;
	unsigned int number;
};

static bool comes_before(struct rank a, struct rank b)
{
	return a.is_virtual != b.is_virtual ? b.is_virtual : a.number < b.number;
}

static struct rank rank_of(const struct tpmsysfs_tpm *tpm)
{
	return (struct rank){ .is_virtual = !tpm->parent, .number = tpm->number };
}

const struct tpmsysfs_tpm *tpmsysfs_preferred(const struct tpmsysfs_list *list, size_t nth)
{
	for (size_t i = 0; i < list->count; i++) {
		struct rank rank = rank_of(list->tpms[i]);
		size_t n_before = 0;

		for (size_t k = 0; k < list->count; k++) {
			struct rank other = rank_of(list->tpms[k]);

			/* Of equal rank, a tpm0 and a tcm0, the list's first. */
			n_before +=
				comes_before(other, rank) || (k < i && !comes_before(rank, other));
		}
		if (n_before == nth)
			return list->tpms[i];
	}
	return NULL;
}

/* A virtual TPM has no parent: its devices stand in /sys/devices/virtual. */
static bool is_virtual(const struct root *root, const char *name)
{
	char path[PATH_MAX], target[PATH_MAX];

	snprintf(path, sizeof(path), CLASS_DIR "/%s", name);
	return root_readlink(root, path, target, sizeof(target)) < 0 || strstr(target, "/virtual/");
}

static int find_rm(const struct root *root, char name[32])
{
	struct rank rank, best = { 0 };
	struct dirent *entry;
	bool found = false;
	DIR *dir;
	int r;

	r = root_opendir(root, CLASS_DIR, &dir);
	if (r < 0)
		return r;
	while ((entry = readdir(dir))) {
		if (name_parse(entry->d_name, &rank.number) != TPMSYSFS_CLASS_RM ||
		    strlen(entry->d_name) >= 32)
			continue;
		rank.is_virtual = is_virtual(root, entry->d_name);
		if (found && !comes_before(rank, best))
			continue;
		found = true;
		best = rank;
		strcpy(name, entry->d_name);
	}
	closedir(dir);
	return found ? 0 : -ENOENT;
}

int tpmsysfs_preferred_rm(const char *prefix, char name[32])
{
	struct root root;
	int r = root_open(&root, prefix);

	if (r < 0)
		return r;
	r = find_rm(&root, name);
	root_close(&root);
	return r;
}
