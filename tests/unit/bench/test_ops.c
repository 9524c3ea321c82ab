// SPDX-License-Identifier: BSD-2-Clause
/* The table of the operations, and which codes say that a TPM lacks something. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "names-command.h"
#include "ops.h"

static void test_names(void **state)
{
	(void)state;
	assert_true(bench_op_count() > 0);
	assert_null(bench_op(bench_op_count()));
	assert_null(bench_op_find("sign"));
	assert_null(bench_op_find(""));
	for (size_t i = 0; i < bench_op_count(); i++) {
		const struct bench_op *op = bench_op(i);

		assert_int_equal(strspn(op->name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
				 strlen(op->name));
		/* The first of that name is this one: there is no second. */
		assert_ptr_equal(bench_op_find(op->name), op);
	}
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < bench_op_count(); i++) {
		const struct bench_op *op = bench_op(i);

		assert_non_null(op->run);
		assert_non_null(name_command(op->command));
		assert_in_range(strlen(op->help), 1, 60);
		assert_int_equal(op->gated, op->tier != TIER_SLOW);
	}
}

static void test_tiers(void **state)
{
	unsigned int tier = TIER_SAFE;

	(void)state;
	for (size_t i = 0; i < bench_op_count(); i++) {
		if (bench_op(i)->tier != tier)
			tier++;
		assert_int_equal(bench_op(i)->tier, tier);
	}
	assert_int_equal(tier, TIER_SLOW);
	for (; tier; tier--)
		assert_true(bench_tier_exists(bench_tier_words.words[tier]));
	assert_false(bench_tier_exists("cryptography"));
	assert_false(bench_tier_exists("get_capability"));
}

static void test_unsupported(void **state)
{
	static const TSS2_RC lacking[] = {
		TPM2_RC_COMMAND_CODE,
		TSS2_RESMGR_RC_LAYER | TPM2_RC_COMMAND_CODE, /* the kernel's resource manager */
		TSS2_RESMGR_TPM_RC_LAYER | TPM2_RC_COMMAND_CODE,
		TPM2_RC_ASYMMETRIC | TPM2_RC_P | TPM2_RC_2,
		TPM2_RC_HASH | TPM2_RC_P | TPM2_RC_F,
		TPM2_RC_VALUE,
		TPM2_RC_VALUE | TPM2_RC_H | TPM2_RC_1,
		TPM2_RC_VALUE | TPM2_RC_P | TPM2_RC_8,
		TPM2_RC_KEY_SIZE | TPM2_RC_P | TPM2_RC_2,
		TPM2_RC_MODE | TPM2_RC_P | TPM2_RC_3,
		TPM2_RC_TYPE | TPM2_RC_P | TPM2_RC_2,
		TPM2_RC_SCHEME | TPM2_RC_P | TPM2_RC_2,
		TPM2_RC_SYMMETRIC | TPM2_RC_P | TPM2_RC_2,
		TPM2_RC_CURVE | TPM2_RC_P | TPM2_RC_2,
		TSS2_RESMGR_TPM_RC_LAYER | TPM2_RC_CURVE | TPM2_RC_P | TPM2_RC_2,
	};
	static const TSS2_RC other[] = {
		TSS2_RC_SUCCESS,
		TPM2_RC_FAILURE,
		TPM2_RC_RETRY,
		TPM2_RC_LOCKOUT,
		TPM2_RC_OBJECT_MEMORY,
		TPM2_RC_SESSION_MEMORY,
		TPM2_RC_REFERENCE_H0,
		TPM2_RC_NV_DEFINED,
		TPM2_RC_NV_SPACE,
		TPM2_RC_AUTH_FAIL | TPM2_RC_S | TPM2_RC_1,
		TPM2_RC_VALUE | TPM2_RC_S | TPM2_RC_1,
		TPM2_RC_BAD_AUTH | TPM2_RC_S | TPM2_RC_1,
		TPM2_RC_HANDLE | TPM2_RC_H | TPM2_RC_1,
		TPM2_RC_SIGNATURE | TPM2_RC_P | TPM2_RC_2,
		TSS2_TCTI_RC_IO_ERROR,
		TSS2_SYS_RC_BAD_VALUE,
		TSS2_MU_RC_LAYER | TPM2_RC_COMMAND_CODE,
		CLIENT_SKIPPED,
		OPS_WRONG_ANSWER,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lacking) / sizeof(lacking[0]); i++)
		if (!bench_is_unsupported(lacking[i]))
			fail_msg("0x%x is said to be supported", lacking[i]);
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		if (bench_is_unsupported(other[i]))
			fail_msg("0x%x is said to be unsupported", other[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_tiers),
		cmocka_unit_test(test_unsupported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
