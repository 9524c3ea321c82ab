/* SPDX-License-Identifier: BSD-2-Clause */
/* Who may open a node, and why not. Nothing is opened: on /dev/tpm0 that would shut others out. */
#include "access.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "accounts.h"
#include "acl.h"
#include "context.h"
#include "root.h"
#include "strv.h"
#include "kernel-node.h"

#define ACL_XATTR    "system.posix_acl_access"
#define ACL_BLOB_MAX (4 + 8 * ACL_MAX)
#define GROUPS_MAX   65536

static bool has_dac_override(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, data) < 0)
		return geteuid() == 0;
	return data[0].effective & 1u << CAP_DAC_OVERRIDE;
}

static bool is_group_to_join(gid_t gid, const char *name)
{
	static const char *const unmapped[] = { "nogroup", "nobody", "nfsnobody" };

	for (size_t i = 0; i < sizeof(unmapped) / sizeof(unmapped[0]); i++)
		if (!strcmp(name, unmapped[i]))
			return false;
	return gid != 0 && (*name < '0' || *name > '9') && strncmp(name, "systemd-", 8) != 0;
}

static int caller_init(struct caller *caller, gid_t **ret_groups)
{
	gid_t *groups;
	int n = getgroups(0, NULL);

	if (n < 0 || n > GROUPS_MAX)
		n = 0;
	groups = calloc((size_t)n + 1, sizeof(*groups));
	if (!groups)
		return -ENOMEM;
	n = n ? getgroups(n, groups) : 0;
	*caller = (struct caller){
		.uid = geteuid(),
		.gid = getegid(),
		.groups = groups,
		.n_groups = n > 0 ? (size_t)n : 0,
		.overrides = has_dac_override(),
	};
	*ret_groups = groups;
	return 0;
}

/* Owner, mode and ACL of one and the same file, which is not opened. */
static int read_permissions(const struct root *root, const char *path, struct stat *ret_st,
			    struct acl *ret_acl)
{
	int fd = root_open_path(root, path, 0), r = 0;
	uint8_t blob[ACL_BLOB_MAX];
	char link[32];
	ssize_t n;

	if (fd < 0)
		return fd;
	if (fstat(fd, ret_st) < 0)
		r = -errno;
	/* fgetxattr(2) takes no O_PATH descriptor. */
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = getxattr(root->is_prefix ? link : path, ACL_XATTR, blob, sizeof(blob));
	/* An ACL that cannot be read or understood: the kernel's own verdict still counts it. */
	if (n < 0 || acl_parse(blob, (size_t)n, ret_acl) < 0)
		ret_acl->count = 0;
	close(fd);
	return r;
}

static int acl_to_text(const struct root *root, const struct acl *acl, char ***ret_texts)
{
	int r = strv_ensure(ret_texts);

	for (size_t i = 0; r >= 0 && i < acl->count; i++) {
		const struct acl_entry *entry = &acl->entries[i];
		const char *kind;
		char *name = NULL, *text;

		if (entry->tag == ACL_TAG_USER) {
			kind = "user";
			r = accounts_user_name(root, entry->id, &name);
		} else if (entry->tag == ACL_TAG_GROUP) {
			kind = "group";
			r = accounts_group_name(root, entry->id, &name);
		} else if (entry->tag == ACL_TAG_MASK) {
			kind = "mask";
		} else {
			continue;
		}
		if (r < 0)
			return r;
		if (asprintf(&text, "%s:%s:%c%c%c", kind, name ? name : "",
			     entry->perm & 4 ? 'r' : '-', entry->perm & 2 ? 'w' : '-',
			     entry->perm & 1 ? 'x' : '-') < 0)
			text = NULL;
		free(name);
		if (!text)
			return -ENOMEM;
		r = strv_append(ret_texts, text, strlen(text));
		free(text);
	}
	return r;
}

void tpmsysfs_access_clear(struct tpmsysfs_access *access)
{
	free(access->owner);
	free(access->group);
	strv_free(access->acl);
	memset(access, 0, sizeof(*access));
}

static bool on_nodev_mount(const char *path)
{
	struct statvfs st;

	return statvfs(path, &st) == 0 && st.f_flag & ST_NODEV;
}

/* Mode and ACL grant perm: what does the kernel say? */
static void ask_kernel(const char *path, unsigned int perm, struct tpmsysfs_access *access)
{
	bool nodev = on_nodev_mount(path);
	bool granted = (perm & 6) == 6;

	access->readable = !nodev && !faccessat(AT_FDCWD, path, R_OK, AT_EACCESS);
	access->writable = !nodev && !faccessat(AT_FDCWD, path, W_OK, AT_EACCESS);
	/* One at a time is less than both: two ACL entries may grant one each. */
	if (!nodev && !faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS))
		access->verdict = TPMSYSFS_ACCESS_OK;
	else
		access->verdict = granted ? TPMSYSFS_ACCESS_DENIED_LSM : TPMSYSFS_ACCESS_DENIED;
}

int tpmsysfs_read_access(struct tpmsysfs *ctx, const struct tpmsysfs_node *node,
			 struct tpmsysfs_access *ret_access)
{
	struct tpmsysfs_access access = { .verdict = TPMSYSFS_ACCESS_NO_NODE };
	struct acl acl = { .count = 0 };
	gid_t *groups = NULL;
	struct caller caller;
	unsigned int perm;
	struct stat st;
	int r;

	r = strv_ensure(&access.acl);
	if (r < 0)
		return r;
	if (!node->devnode)
		goto done;
	r = read_permissions(&ctx->root, node->devnode, &st, &acl);
	if (r < 0) {
		/* A directory that may not be searched hides the node. */
		if (r == -EACCES)
			access.verdict = TPMSYSFS_ACCESS_DENIED;
		goto done;
	}

	access.mode = st.st_mode & 07777;
	access.uid = st.st_uid;
	access.gid = st.st_gid;
	access.group_may = acl_group_perm(&acl, st.st_mode) == 6;

	r = caller_init(&caller, &groups);
	if (r < 0)
		goto clear_access;
	access.caller_in_group = caller.gid == st.st_gid;
	for (size_t i = 0; i < caller.n_groups; i++)
		access.caller_in_group |= caller.groups[i] == st.st_gid;
	perm = acl_grant(&acl, st.st_mode, st.st_uid, st.st_gid, &caller);
	free(groups);

	r = accounts_user_name(&ctx->root, st.st_uid, &access.owner);
	if (r >= 0)
		r = accounts_group_name(&ctx->root, st.st_gid, &access.group);
	if (r >= 0)
		r = acl_to_text(&ctx->root, &acl, &access.acl);
	if (r >= 0)
		r = accounts_is_member(&ctx->root, caller.uid, st.st_gid);
	if (r < 0)
		goto clear_access;
	access.caller_in_group_db = r > 0;
	access.group_to_join = access.group_may && is_group_to_join(st.st_gid, access.group);

	if (!ctx->root.is_prefix) {
		ask_kernel(node->devnode, perm, &access);
	} else {
		access.readable = perm & 4;
		access.writable = perm & 2;
		access.verdict = perm == 6 ? TPMSYSFS_ACCESS_OK : TPMSYSFS_ACCESS_DENIED;
	}
done:
	*ret_access = access;
	return 0;

clear_access:
	tpmsysfs_access_clear(&access);
	return r;
}
