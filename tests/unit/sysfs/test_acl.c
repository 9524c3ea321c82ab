/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/acl.c: who gets what from mode, owner, group and ACL. */
#include "acl_blob.h"
#include "sysroot.h"

#include "acl.h"

#define TSS_UID 104
#define TSS_GID 110

static unsigned int grant(const struct acl *acl, mode_t mode, uid_t caller_uid, gid_t caller_gid)
{
	const struct acl none = { .count = 0 };
	const struct caller caller = { .uid = caller_uid, .gid = caller_gid };

	return acl_grant(acl ? acl : &none, mode, TSS_UID, TSS_GID, &caller);
}

static void test_mode(void **state)
{
	(void)state;
	assert_int_equal(grant(NULL, 0660, TSS_UID, 1), 6);
	assert_int_equal(grant(NULL, 0660, 1000, TSS_GID), 6);
	assert_int_equal(grant(NULL, 0660, 1000, 1000), 0);
	assert_int_equal(grant(NULL, 0664, 1000, 1000), 4);
	assert_int_equal(grant(NULL, 0666, 1000, 1000), 6);
	assert_int_equal(grant(NULL, 0620, 1000, TSS_GID), 2);
	/* The owner has the owner's bits only, however much others get. */
	assert_int_equal(grant(NULL, 0066, TSS_UID, TSS_GID), 0);
	assert_int_equal(grant(NULL, 0606, 1000, TSS_GID), 0);
}

static void test_privilege_and_groups(void **state)
{
	const struct acl none = { .count = 0 };
	const gid_t groups[] = { 4, TSS_GID };
	struct caller caller = { .uid = 1000, .gid = 1000, .groups = groups, .n_groups = 2 };

	(void)state;
	assert_int_equal(acl_grant(&none, 0660, 0, TSS_GID, &caller), 6);
	caller.n_groups = 1;
	assert_int_equal(acl_grant(&none, 0660, 0, TSS_GID, &caller), 0);
	caller.overrides = true;
	assert_int_equal(acl_grant(&none, 0000, 0, TSS_GID, &caller), 6);
	/* Root without the capability is a user as any other. */
	caller = (struct caller){ .uid = 0 };
	assert_int_equal(acl_grant(&none, 0660, TSS_UID, TSS_GID, &caller), 0);
}

static void test_acl(void **state)
{
	struct acl acl;

	(void)state;
	assert_int_equal(acl_parse(blob, sizeof(blob), &acl), 0);
	assert_int_equal(acl.count, 7);
	assert_int_equal(grant(&acl, 0660, TSS_UID, 1), 6);
	assert_int_equal(grant(&acl, 0660, 1000, 1), 6);
	assert_int_equal(grant(&acl, 0660, 1001, 2000), 4);    /* named user before groups */
	assert_int_equal(grant(&acl, 0660, 1002, TSS_GID), 4); /* not the mode's bits, the ACL's */
	assert_int_equal(grant(&acl, 0660, 1002, 2000), 6);
	assert_int_equal(grant(&acl, 0660, 1002, 1002), 0);
	assert_int_equal(acl_group_perm(&acl, 0660), 4);
	/* The mask cuts all but owner and others. */
	acl.entries[5].perm = 4;
	assert_int_equal(grant(&acl, 0640, TSS_UID, 1), 6);
	assert_int_equal(grant(&acl, 0640, 1000, 1), 4);
	assert_int_equal(grant(&acl, 0640, 1002, 2000), 4);
}

static void test_bad_acl(void **state)
{
	uint8_t bad[4 + 8 * (ACL_MAX + 1)] = { 2 };
	struct acl acl = { .count = 99 };

	(void)state;
	for (size_t n = 0; n < 12; n++) {
		if (n != 4)
			assert_int_equal(acl_parse(blob, n, &acl), -EBADMSG);
	}
	memcpy(bad, blob, 12);
	bad[0] = 1;
	assert_int_equal(acl_parse(bad, 12, &acl), -EBADMSG);
	bad[0] = 2;
	bad[4] = 3;
	assert_int_equal(acl_parse(bad, 12, &acl), -EBADMSG);
	for (size_t i = 4; i < sizeof(bad); i += 8)
		bad[i] = ACL_TAG_USER;
	assert_int_equal(acl_parse(bad, sizeof(bad), &acl), -EBADMSG);
	assert_int_equal(acl.count, 99);
	assert_int_equal(acl_parse(bad, sizeof(bad) - 8, &acl), 0);
	assert_int_equal(acl.count, ACL_MAX);
	assert_int_equal(acl_parse(blob, 4, &acl), 0);
	assert_int_equal(acl.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_privilege_and_groups),
		cmocka_unit_test(test_acl),
		cmocka_unit_test(test_bad_acl),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
