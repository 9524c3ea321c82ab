/* SPDX-License-Identifier: BSD-2-Clause */
/* Who may change what a path leads to. */
#ifndef GUARDED_PATH_H
#define GUARDED_PATH_H

#include <limits.h>
#include <sys/types.h>

struct path_writer {
	char path[PATH_MAX]; /* of the file, link or directory that somebody else may change */
	uid_t owner;
	mode_t mode;
};

/*
 * May only root and the effective user change the file, and what the path leads to? Each component is
 * looked at, of links too: owned by one of the two, and not to be written by group or others. In a
 * directory with the sticky bit nobody changes what is another user's: there the component counts.
 * path: absolute. Returns 1: only they; 0: others may, *ret_writer says where; -errno: it cannot be
 * told, or -EINVAL: not absolute.
 */
int path_is_guarded(const char *path, struct path_writer *ret_writer);

#endif
