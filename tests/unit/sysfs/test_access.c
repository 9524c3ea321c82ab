/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/access.c, accounts.c: who may open a node, and why not. */
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/xattr.h>

#include "accounts.h"
#include "acl_blob.h"
#include "sysroot.h"

#define TSS_UID 104
#define TSS_GID 110

static void test_accounts(void **state)
{
	struct root a = open_root(TREES "crb"), none = open_root(TREES "two/sys");
	char *name;

	(void)state;
	assert_int_equal(accounts_user_name(&a, 1000, &name), 0);
	assert_string_equal(name, "alice");
	free(name);
	assert_int_equal(accounts_group_name(&a, TSS_GID, &name), 0);
	assert_string_equal(name, "tss");
	free(name);
	assert_int_equal(accounts_group_name(&a, 4242, &name), 0);
	assert_string_equal(name, "4242");
	free(name);
	assert_int_equal(accounts_user_name(&none, 0, &name), 0);
	assert_string_equal(name, "0");
	free(name);
	assert_int_equal(accounts_is_member(&a, 1000, TSS_GID), 1);
	assert_int_equal(accounts_is_member(&a, 1001, TSS_GID), 0);
	assert_int_equal(accounts_is_member(&a, TSS_UID, TSS_GID), 1); /* primary group */
	assert_int_equal(accounts_is_member(&a, 4242, TSS_GID), 0);
	assert_int_equal(accounts_is_member(&none, 0, 0), 0);
	root_close(&a);
	root_close(&none);
}

static void test_accounts_here(void **state)
{
	const struct root a = open_root("");
	char *name;

	(void)state;
	assert_int_equal(accounts_user_name(&a, 0, &name), 0);
	assert_string_equal(name, "root");
	free(name);
	assert_int_equal(accounts_user_name(&a, 54321987, &name), 0);
	assert_string_equal(name, "54321987");
	free(name);
	assert_int_equal(accounts_is_member(&a, 0, getpwuid(0)->pw_gid), 1);
	assert_int_equal(accounts_is_member(&a, 0, 54321987), 0);
}

/* ---- Verdicts below a prefix: one child process for each caller ----------------------------- */

struct caller_case {
	mode_t mode;
	uid_t uid;
	gid_t gid, extra; /* extra: 0 for none */
	enum tpmsysfs_access_verdict verdict;
	bool group_may, in_group, in_group_db;
};

static int as_caller(const char *root, const struct caller_case *c)
{
	const struct tpmsysfs_node node = { .devnode = (char *)"/dev/tpmrm0" };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;

	if (setgroups(c->extra ? 1 : 0, &c->extra) < 0 || setresgid(c->gid, c->gid, c->gid) < 0 ||
	    setresuid(c->uid, c->uid, c->uid) < 0 || tpmsysfs_new(root, &ctx) < 0)
		return 77;
	if (tpmsysfs_read_access(ctx, &node, &access) < 0)
		return 1;
	if (access.verdict != c->verdict)
		return 2;
	if (access.group_may != c->group_may)
		return 3;
	if (access.caller_in_group != c->in_group)
		return 4;
	if (access.caller_in_group_db != c->in_group_db)
		return 5;
	if (access.mode != c->mode || strcmp(access.owner, "root") || strcmp(access.group, "tss"))
		return 6;
	tpmsysfs_access_clear(&access);
	tpmsysfs_free(ctx);
	return 0;
}

static void run_cases(const char *root, const struct caller_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int status;
		pid_t pid;

		assert_int_equal(chmod(in_root(root, "/dev/tpmrm0"), cases[i].mode), 0);
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			_exit(as_caller(root, &cases[i]));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (!WIFEXITED(status) || WEXITSTATUS(status))
			fail_msg("case %zu: status %#x", i, (unsigned int)status);
	}
}

static void make_accounts(char root[40])
{
	temp_root(root);
	assert_int_equal(chmod(root, 0755), 0);
	put_file(root, "/etc/passwd",
		 "root:x:0:0::/:/bin/sh\ntss:x:104:110::/:/bin/false\nalice:x:1000:1000::/:\n"
		 "bob:x:1001:1001::/:\n");
	put_file(root, "/etc/group", "root:x:0:\ntss:x:110:alice\n");
	put_file(root, "/dev/tpmrm0", "");
	assert_int_equal(chown(in_root(root, "/dev/tpmrm0"), 0, TSS_GID), 0);
}

/* A group that exists for something else, or that this user namespace does not map, is none to join. */
static void test_groups_to_join(void **state)
{
	static const struct {
		gid_t gid;
		bool to_join;
	} groups[] = {
		{ TSS_GID, true }, { 0, false }, { 101, false }, { 4242, false }, { 65534, false }
	};
	const struct tpmsysfs_node node = { .devnode = (char *)"/dev/tpmrm0" };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;
	char root[40];

	(void)state;
	if (geteuid())
		skip();
	make_accounts(root);
	put_file(root, "/etc/group",
		 "root:x:0:\ntss:x:110:\nsystemd-timesync:x:101:\n"
		 "nogroup:x:65534:\n");
	assert_int_equal(chmod(in_root(root, "/dev/tpmrm0"), 0660), 0);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		assert_int_equal(chown(in_root(root, "/dev/tpmrm0"), 0, groups[i].gid), 0);
		assert_int_equal(tpmsysfs_new(root, &ctx), 0);
		assert_int_equal(tpmsysfs_read_access(ctx, &node, &access), 0);
		if (access.group_to_join != groups[i].to_join)
			fail_msg("group %s", access.group);
		tpmsysfs_access_clear(&access);
		tpmsysfs_free(ctx);
	}
	remove_root(root);
}

static void test_verdicts(void **state)
{
	static const struct caller_case cases[] = {
		{ 0660, 0, 0, 0, TPMSYSFS_ACCESS_OK, true, false, false },
		{ 0660, 1000, 1000, TSS_GID, TPMSYSFS_ACCESS_OK, true, true, true },
		/* Added to the group after login. */
		{ 0660, 1000, 1000, 0, TPMSYSFS_ACCESS_DENIED, true, false, true },
		{ 0660, 1001, 1001, 0, TPMSYSFS_ACCESS_DENIED, true, false, false },
		/* newgrp, without a line in the database */
		{ 0660, 1001, TSS_GID, 0, TPMSYSFS_ACCESS_OK, true, true, false },
		{ 0600, 1000, 1000, TSS_GID, TPMSYSFS_ACCESS_DENIED, false, true, true },
		{ 0640, 1000, 1000, TSS_GID, TPMSYSFS_ACCESS_DENIED, false, true, true },
		{ 0666, 1001, 1001, 0, TPMSYSFS_ACCESS_OK, true, false, false },
	};
	char root[40];

	(void)state;
	if (geteuid() != 0)
		skip();
	make_accounts(root);
	run_cases(root, cases, sizeof(cases) / sizeof(cases[0]));
	remove_root(root);
}

static void test_acl_verdict(void **state)
{
	static const struct caller_case cases[] = {
		/* The group bits of the mode show the mask; the group has read only. */
		{ 0660, 1000, 1, 0, TPMSYSFS_ACCESS_OK, false, false, true },
		{ 0660, 1001, 1, 0, TPMSYSFS_ACCESS_DENIED, false, false, false },
	};
	const struct tpmsysfs_node node = { .devnode = (char *)"/dev/tpmrm0" };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;
	char root[40];

	(void)state;
	if (geteuid() != 0)
		skip();
	make_accounts(root);
	if (setxattr(in_root(root, "/dev/tpmrm0"), "system.posix_acl_access", blob, sizeof(blob),
		     0) < 0) {
		remove_root(root);
		skip(); /* no ACLs on this file system */
	}
	run_cases(root, cases, 2);
	assert_int_equal(tpmsysfs_new(root, &ctx), 0);
	assert_int_equal(tpmsysfs_read_access(ctx, &node, &access), 0);
	assert_string_equal(access.acl[0], "user:alice:rw-");
	assert_string_equal(access.acl[1], "user:bob:r--");
	assert_string_equal(access.acl[2], "group:2000:rw-");
	assert_string_equal(access.acl[3], "mask::rw-");
	assert_null(access.acl[4]);
	tpmsysfs_access_clear(&access);
	tpmsysfs_free(ctx);
	remove_root(root);
}

static void test_no_node(void **state)
{
	struct tpmsysfs_node node = { 0 };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tpmsysfs_new(i ? TREES "crb" : NULL, &ctx), 0);
		node.devnode = NULL;
		assert_int_equal(tpmsysfs_read_access(ctx, &node, &access), 0);
		assert_int_equal(access.verdict, TPMSYSFS_ACCESS_NO_NODE);
		assert_non_null(access.acl);
		tpmsysfs_access_clear(&access);
		node.devnode = (char *)"/dev/nowhere";
		assert_int_equal(tpmsysfs_read_access(ctx, &node, &access), 0);
		assert_int_equal(access.verdict, TPMSYSFS_ACCESS_NO_NODE);
		tpmsysfs_access_clear(&access);
		tpmsysfs_free(ctx);
	}
}

/* ---- Verdicts of this machine's kernel ------------------------------------------------------ */

static int here_unprivileged(const char *path)
{
	const struct tpmsysfs_node node = { .devnode = (char *)path };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;
	int verdict;

	if (setgroups(0, NULL) < 0 || setresgid(65534, 65534, 65534) < 0 ||
	    setresuid(65534, 65534, 65534) < 0 || tpmsysfs_new(NULL, &ctx) < 0)
		return 99;
	if (tpmsysfs_read_access(ctx, &node, &access) < 0)
		return 98;
	verdict = (int)access.verdict;
	tpmsysfs_access_clear(&access);
	tpmsysfs_free(ctx);
	return verdict;
}

static void test_here(void **state)
{
	const struct tpmsysfs_node null = { .devnode = (char *)"/dev/null" };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;

	(void)state;
	assert_int_equal(tpmsysfs_new(NULL, &ctx), 0);
	assert_int_equal(tpmsysfs_read_access(ctx, &null, &access), 0);
	assert_int_equal(access.verdict, TPMSYSFS_ACCESS_OK);
	assert_true(access.readable && access.writable);
	assert_string_equal(access.owner, "root");
	assert_int_equal(access.mode, 0666);
	tpmsysfs_access_clear(&access);
	tpmsysfs_free(ctx);
}

static void test_denied_here(void **state)
{
	char root[40];
	int status;
	pid_t pid;

	(void)state;
	if (geteuid() != 0)
		skip();
	temp_root(root);
	put_file(root, "/node", "");
	/* First by the folder's mode, then by the node's own. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(chmod(root, i ? 0755 : 0700), 0);
		assert_int_equal(chmod(in_root(root, "/node"), 0640), 0);
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			_exit(here_unprivileged(in_root(root, "/node")));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), TPMSYSFS_ACCESS_DENIED);
	}
	remove_root(root);
}

/* On a mount without devices mode and owner allow what open(2) then refuses. */
static int on_nodev_mount(const char *root)
{
	const struct tpmsysfs_node node = { .devnode = in_root(root, "/null") };
	struct tpmsysfs_access access;
	struct tpmsysfs *ctx;
	int verdict;

	if (unshare(CLONE_NEWNS) < 0 || mount("tmpfs", root, "tmpfs", MS_NODEV, NULL) < 0 ||
	    mknod(node.devnode, S_IFCHR | 0666, makedev(1, 3)) < 0)
		return 77;
	if (open(node.devnode, O_RDWR | O_CLOEXEC) >= 0 || errno != EACCES)
		return 99;
	if (tpmsysfs_new(NULL, &ctx) < 0 || tpmsysfs_read_access(ctx, &node, &access) < 0)
		return 98;
	verdict = (int)access.verdict;
	tpmsysfs_access_clear(&access);
	tpmsysfs_free(ctx);
	return verdict;
}

static void test_nodev(void **state)
{
	char root[40];
	int status;
	pid_t pid;

	(void)state;
	temp_root(root);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(on_nodev_mount(root));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	remove_root(root);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip(); /* no mount namespace */
	assert_int_equal(WEXITSTATUS(status), TPMSYSFS_ACCESS_DENIED_LSM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accounts),       cmocka_unit_test(test_accounts_here),
		cmocka_unit_test(test_groups_to_join), cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_acl_verdict),    cmocka_unit_test(test_no_node),
		cmocka_unit_test(test_here),	       cmocka_unit_test(test_denied_here),
		cmocka_unit_test(test_nodev),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
