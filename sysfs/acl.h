/* SPDX-License-Identifier: BSD-2-Clause */
/* POSIX ACLs, and what they grant. */
#ifndef SYSFS_ACL_H
#define SYSFS_ACL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Tags of acl(5), as the kernel stores them in the attribute system.posix_acl_access. */
enum acl_tag {
	ACL_TAG_USER_OBJ = 0x01,
	ACL_TAG_USER = 0x02,
	ACL_TAG_GROUP_OBJ = 0x04,
	ACL_TAG_GROUP = 0x08,
	ACL_TAG_MASK = 0x10,
	ACL_TAG_OTHER = 0x20,
};

struct acl_entry {
	enum acl_tag tag;
	unsigned int perm; /* 4 read, 2 write, 1 execute */
	uint32_t id;	   /* of USER and GROUP */
};

#define ACL_MAX 64

struct acl {
	struct acl_entry entries[ACL_MAX];
	size_t count; /* 0: no ACL, the mode says all */
};

/* -EBADMSG if it is no ACL of version 2 or has more than ACL_MAX entries. */
int acl_parse(const uint8_t *blob, size_t size, struct acl *ret_acl);

struct caller {
	uid_t uid;
	gid_t gid;
	const gid_t *groups;
	size_t n_groups;
	bool overrides; /* has CAP_DAC_OVERRIDE */
};

/* What mode, owner, group and ACL grant the caller: a mask of 4 (read) and 2 (write). */
unsigned int acl_grant(const struct acl *acl, mode_t mode, uid_t uid, gid_t gid,
		       const struct caller *caller);
/* What the owning group gets, as a mask. */
unsigned int acl_group_perm(const struct acl *acl, mode_t mode);

#endif
