/* SPDX-License-Identifier: BSD-2-Clause */
/* What a character device is, whatever its file is called. */

#include "identify.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "node-name.h"
#include "root.h"

#define CHAR_DIR "/sys/dev/char"

/* The class by the link to it. */
static enum tpmsysfs_class read_class(const struct root *root, const char *path)
{
	char link[64], name[32];

	snprintf(link, sizeof(link), "%s/subsystem", path);
	if (root_link_name(root, link, name, sizeof(name)) < 0)
		return TPMSYSFS_CLASS_NONE;
	return subsystem_class(name);
}

/* What follows runs on the way to a program's first command to a TPM: no printf(3) and no buffer of
 * PATH_MAX, because a page that is touched for the first time costs as much as a system call. */
static char *append_number(char *end, unsigned int number)
{
	if (number >= 10)
		end = append_number(end, number / 10);
	*end++ = (char)('0' + number % 10);
	return end;
}

static void char_path(char path[48], dev_t devnum)
{
	char *end = append_number(stpcpy(path, CHAR_DIR "/"), major(devnum));

	*end++ = ':';
	*append_number(end, minor(devnum)) = '\0';
}

int identify_below(const struct root *root, dev_t devnum, char name[32])
{
	char path[48], target[512], *found, *directory;
	enum tpmsysfs_class class;
	struct stat st;
	ssize_t n;

	char_path(path, devnum);
	n = root_readlink(root, path, target, sizeof(target));
	if (n < 0)
		return root_stat(root, CHAR_DIR, &st) < 0 ? -ENOENT : TPMSYSFS_CLASS_NONE;
	if (n == sizeof(target) - 1)
		return -ENAMETOOLONG;
	found = strrchr(target, '/');
	if (!found || n - (found - target) > 32)
		return TPMSYSFS_CLASS_NONE;
	*found++ = '\0';
	class = name_parse(found, NULL);
	if (class == TPMSYSFS_CLASS_NONE)
		return TPMSYSFS_CLASS_NONE;
	/* Devices of a class stand in a directory of its name, unless their parent has a class, too;
	 * to read that one link as well would double the time that it takes to open a node. */
	directory = strrchr(target, '/');
	if ((!directory || subsystem_class(directory + 1) != class) &&
	    read_class(root, path) != class)
		return TPMSYSFS_CLASS_NONE;
	strcpy(name, found);
	return (int)class;
}

int tpmsysfs_identify(const char *prefix, dev_t devnum, char name[32])
{
	struct root root;
	int r = root_open(&root, prefix);

	if (r < 0)
		return r;
	r = identify_below(&root, devnum, name);
	root_close(&root);
	return r;
}
