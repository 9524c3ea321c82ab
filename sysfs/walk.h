/* SPDX-License-Identifier: BSD-2-Clause */
/* openat2(2) with RESOLVE_IN_ROOT for kernels, filters (seccomp) and emulators that lack it. */
#ifndef SYSFS_WALK_H
#define SYSFS_WALK_H

/*
 * Open path below the directory root, component by component: each is opened with O_PATH | O_NOFOLLOW
 * from its parent's descriptor, and links are resolved here, so that neither "..", a link nor a rename
 * leads out of root.
 * flags: O_PATH, with O_NOFOLLOW or O_DIRECTORY or neither; or O_RDONLY | O_DIRECTORY.
 * Returns the descriptor, O_CLOEXEC, or -errno: -ELOOP more than 40 links, or a directory more than 64
 * levels below root; otherwise what open(2) says.
 */
int walk_below(int root, const char *path, int flags);

#endif
