/* SPDX-License-Identifier: BSD-2-Clause */
/* Who may open a node, and why not. */
#ifndef SYSFS_ACCESS_H
#define SYSFS_ACCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "context.h"
#include "kernel-node.h"

enum tpmsysfs_access_verdict {
	TPMSYSFS_ACCESS_OK = 0,	 /* read and write */
	TPMSYSFS_ACCESS_NO_NODE, /* in sysfs, but no node in /dev */
	TPMSYSFS_ACCESS_DENIED, /* by mode, owner, group or ACL; see group and caller_in_group_db */
	TPMSYSFS_ACCESS_DENIED_LSM, /* they allow it, yet the kernel refuses: LSM, cgroup, nodev */
};

struct tpmsysfs_access {
	enum tpmsysfs_access_verdict verdict;
	bool readable, writable; /* for the caller's effective ids */
	mode_t mode;		 /* permission bits; with an ACL the group's are the ACL's mask */
	uid_t uid;
	gid_t gid;
	char *owner; /* name, or the number as text */
	char *group;
	char **acl;	/* "user:alice:rw-", "group:tpm:rw-", "mask::rw-": extended entries only;
		      * NULL-terminated, never NULL */
	bool group_may; /* the owning group has read and write */
	/* ... and is one that a user can join for this: no group of root's, no number without a name,
	 * none that stands for what a user namespace does not map (nogroup), none of systemd's own. */
	bool group_to_join;
	bool caller_in_group; /* the process carries the group */
	/* The group database lists the caller: true without caller_in_group means that the login
	 * predates the change. */
	bool caller_in_group_db;
};
/*
 * Opens nothing. Errors: -ENOMEM; a missing node is a verdict, not an error. On this machine the
 * kernel is asked (faccessat); below a root prefix the verdict is computed from mode, ACL and the
 * caller's ids, and names are those of the prefix's /etc/passwd and /etc/group.
 */
int tpmsysfs_read_access(struct tpmsysfs *ctx, const struct tpmsysfs_node *node,
			 struct tpmsysfs_access *ret_access);
void tpmsysfs_access_clear(struct tpmsysfs_access *access);

#endif
