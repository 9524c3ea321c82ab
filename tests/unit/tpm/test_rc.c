/* SPDX-License-Identifier: BSD-2-Clause */
/* Response codes of every layer, taken apart. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "rc.h"

struct expected {
	uint32_t code;
	const char *layer, *name;
	int parameter, handle, session;
	const char *text; /* part of tpm2-tss's text */
};

static const struct expected table[] = {
	{ 0x000, "TPM", "TPM2_RC_SUCCESS", 0, 0, 0, "success" },
	{ 0x100, "TPM", "TPM2_RC_INITIALIZE", 0, 0, 0, "not initialized" },
	{ 0x101, "TPM", "TPM2_RC_FAILURE", 0, 0, 0, "failure" },
	{ 0x12d, "TPM", "TPM2_RC_UPGRADE", 0, 0, 0, "upgrade" },
	{ 0x143, "TPM", "TPM2_RC_COMMAND_CODE", 0, 0, 0, "command code" },
	{ 0x14b, "TPM", "TPM2_RC_NV_SPACE", 0, 0, 0, "NV" },
	{ 0x14c, "TPM", "TPM2_RC_NV_DEFINED", 0, 0, 0, "defined" },
	{ 0x153, "TPM", "TPM2_RC_NEEDS_TEST", 0, 0, 0, "test" },
	{ 0x185, "TPM", "TPM2_RC_HIERARCHY", 0, 1, 0, "hierarchy" },
	{ 0x18b, "TPM", "TPM2_RC_HANDLE", 0, 1, 0, "handle" },
	{ 0x1c4, "TPM", "TPM2_RC_VALUE", 1, 0, 0, "parameter(1)" },
	{ 0x1d5, "TPM", "TPM2_RC_SIZE", 1, 0, 0, "parameter(1)" },
	{ 0x2d5, "TPM", "TPM2_RC_SIZE", 2, 0, 0, "parameter(2)" },
	{ 0xfd5, "TPM", "TPM2_RC_SIZE", 15, 0, 0, "parameter" }, /* tpm2-tss 3.2 says 7 */
	{ 0x08e, "TPM", "TPM2_RC_AUTH_FAIL", 0, 0, 0, "authorization" },
	{ 0x98e, "TPM", "TPM2_RC_AUTH_FAIL", 0, 0, 1, "session(1)" },
	{ 0x99d, "TPM", "TPM2_RC_POLICY_FAIL", 0, 0, 1, "policy" },
	{ 0x9a2, "TPM", "TPM2_RC_BAD_AUTH", 0, 0, 1, "session(1)" },
	{ 0xf8e, "TPM", "TPM2_RC_AUTH_FAIL", 0, 0, 7, "session(7)" },
	{ 0x901, "TPM", "TPM2_RC_CONTEXT_GAP", 0, 0, 0, "gap" },
	{ 0x902, "TPM", "TPM2_RC_OBJECT_MEMORY", 0, 0, 0, "object contexts" },
	{ 0x903, "TPM", "TPM2_RC_SESSION_MEMORY", 0, 0, 0, "session contexts" },
	{ 0x905, "TPM", "TPM2_RC_SESSION_HANDLES", 0, 0, 0, "session" },
	{ 0x908, "TPM", "TPM2_RC_YIELDED", 0, 0, 0, "suspended" },
	{ 0x90a, "TPM", "TPM2_RC_TESTING", 0, 0, 0, "self" },
	{ 0x921, "TPM", "TPM2_RC_LOCKOUT", 0, 0, 0, "lockout" },
	{ 0x922, "TPM", "TPM2_RC_RETRY", 0, 0, 0, "not able to start" },
	{ 0x000b0143, "kernel resource manager", "TPM2_RC_COMMAND_CODE", 0, 0, 0, "command code" },
	{ 0x000b018b, "kernel resource manager", "TPM2_RC_HANDLE", 0, 1, 0, "" },
	{ 0x000b008b, "kernel resource manager", "TPM2_RC_HANDLE", 0, 0, 0, "" },
	{ 0x000b000a, "resource manager", "TSS2_RESMGR_RC_IO_ERROR", 0, 0, 0, "" },
	{ 0x000c0902, "TPM, through a resource manager", "TPM2_RC_OBJECT_MEMORY", 0, 0, 0, "" },
	{ 0x000a0008, "TCTI", "TSS2_TCTI_RC_NO_CONNECTION", 0, 0, 0, "" },
	{ 0x000a000a, "TCTI", "TSS2_TCTI_RC_IO_ERROR", 0, 0, 0, "IO failure" },
	{ 0x000a0015, "TCTI", "TSS2_TCTI_RC_NOT_SUPPORTED", 0, 0, 0, "" },
	{ 0x00080011, "SAPI", "TSS2_SYS_RC_MALFORMED_RESPONSE", 0, 0, 0, "" },
	{ 0x0009000b, "MU", "TSS2_MU_RC_BAD_VALUE", 0, 0, 0, "" },
	{ 0x00070018, "ESAPI", "TSS2_ESYS_RC_BAD_TR", 0, 0, 0, "" },
	{ 0x00060025, "FAPI", "TSS2_FAPI_RC_NO_CERT", 0, 0, 0, "" },
	{ 0x00060034, "FAPI", "TSS2_FAPI_RC_NOT_PROVISIONED", 0, 0, 0, "" },
	{ 0x0006000b, "FAPI", "TSS2_FAPI_RC_BAD_VALUE", 0, 0, 0, "" },
};

/* Every code of the table is one that users meet, and so must come with advice. */
static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct expected *want = &table[i];
		struct rc_info info;

		rc_decode(want->code, &info);
		assert_int_equal(info.code, want->code);
		assert_string_equal(info.layer, want->layer);
		assert_string_equal(info.name, want->name);
		assert_int_equal(info.parameter, want->parameter);
		assert_int_equal(info.handle, want->handle);
		assert_int_equal(info.session, want->session);
		assert_non_null(strstr(info.text, want->text));
		if (want->code && strcmp(want->name, "TSS2_RESMGR_RC_IO_ERROR") != 0)
			assert_non_null(info.meaning);
	}
}

static void test_advice_by_layer(void **state)
{
	struct rc_info tpm, kernel, through;

	(void)state;
	rc_decode(0x143, &tpm);
	rc_decode(0xb0143, &kernel);
	assert_string_not_equal(tpm.meaning, kernel.meaning);
	rc_decode(0x902, &tpm);
	rc_decode(0xc0902, &through);
	assert_ptr_equal(tpm.remedy, through.remedy);
	/* A software layer's code 0x01 is not the TPM's. */
	rc_decode(0xa0009, &tpm);
	assert_non_null(strstr(tpm.meaning, "in time"));
}

static void test_unknown(void **state)
{
	const uint32_t codes[] = { 0x1ff,      0x0ff,	   0x17e,      0x97e,
				   0xfffff,    0x00ff0001, 0x000affff, 0xff000001,
				   0x80000000, 0xffffffff, 0x0000b08e, 0x00050001 };

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct rc_info info;

		rc_decode(codes[i], &info);
		assert_string_equal(info.name, "");
		assert_null(info.meaning);
		assert_null(info.remedy);
		assert_non_null(info.layer);
		assert_true(strlen(info.text) > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_advice_by_layer),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
