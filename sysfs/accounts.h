/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and memberships of users and groups: of this machine through NSS, below a root prefix from
 * its /etc/passwd and /etc/group.
 */
#ifndef TPMSYSFS_ACCOUNTS_H
#define TPMSYSFS_ACCOUNTS_H

#include "root.h"

/* The name, or the number as text where there is none. ret_name: malloc'd. -ENOMEM. */
int accounts_user_name(const struct root *root, uid_t uid, char **ret_name);
int accounts_group_name(const struct root *root, gid_t gid, char **ret_name);

/* Does the database make the user a member of the group, as primary group or listed?
 * 1, 0 (also for a user that it does not know), -ENOMEM. */
int accounts_is_member(const struct root *root, uid_t uid, gid_t gid);

#endif
