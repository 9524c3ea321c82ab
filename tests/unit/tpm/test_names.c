/* SPDX-License-Identifier: BSD-2-Clause */
/* The names, and that the tables are complete and in order. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <tss2/tss2_tpm2_types.h>

#include "names-command.h"
#include "names.h"

static void test_algorithms(void **state)
{
	(void)state;
	assert_string_equal(name_algorithm(TPM2_ALG_RSA), "rsa");
	assert_string_equal(name_algorithm(TPM2_ALG_SHA1), "sha1");
	assert_string_equal(name_algorithm(TPM2_ALG_SHA256), "sha256");
	assert_string_equal(name_algorithm(TPM2_ALG_KDF1_SP800_56A), "kdf1_sp800_56a");
	assert_string_equal(name_algorithm(TPM2_ALG_SHA3_512), "sha3_512");
	assert_string_equal(name_algorithm(TPM2_ALG_ECB), "ecb");
	assert_null(name_algorithm(0x7fff));
	assert_null(name_algorithm(UINT32_MAX));
}

static void test_commands(void **state)
{
	(void)state;
	assert_string_equal(name_command(TPM2_CC_NV_UndefineSpaceSpecial),
			    "TPM2_CC_NV_UndefineSpaceSpecial");
	assert_string_equal(name_command(TPM2_CC_GetRandom), "TPM2_CC_GetRandom");
	assert_string_equal(name_command(TPM2_CC_CertifyX509), "TPM2_CC_CertifyX509");
	assert_string_equal(name_command(0x19d), "TPM2_CC_NV_DefineSpace2");
	assert_string_equal(name_command(TPM2_CC_Vendor_TCG_Test), "TPM2_CC_Vendor_TCG_Test");
	assert_null(name_command(0x123));
	assert_null(name_command(0));
}

/* A hole in the middle of a table, or one out of order, would hide names from the search. */
static void test_properties_in_order(void **state)
{
	(void)state;
	for (uint32_t property = TPM2_PT_FAMILY_INDICATOR; property <= TPM2_PT_CONTEXT_GAP_MAX;
	     property++)
		assert_non_null(name_property(property));
	assert_null(name_property(TPM2_PT_FIXED + 21)); /* not defined by the specification */
	for (uint32_t property = TPM2_PT_NV_COUNTERS_MAX; property <= TPM2_PT_MAX_CAP_BUFFER;
	     property++)
		assert_non_null(name_property(property));
	for (uint32_t property = TPM2_PT_PERMANENT; property <= TPM2_PT_AUDIT_COUNTER_1; property++)
		assert_non_null(name_property(property));
	assert_string_equal(name_property(TPM2_PT_FIXED), "TPM2_PT_FAMILY_INDICATOR");
	assert_string_equal(name_property(TPM2_PT_MANUFACTURER), "TPM2_PT_MANUFACTURER");
	assert_null(name_property(0x300));
	assert_string_equal(name_pcr_property(TPM2_PT_PCR_SAVE), "TPM2_PT_PCR_SAVE");
	assert_string_equal(name_pcr_property(TPM2_PT_PCR_AUTH), "TPM2_PT_PCR_AUTH");
	assert_null(name_pcr_property(0xb));
}

static void test_curves(void **state)
{
	(void)state;
	assert_string_equal(name_curve(TPM2_ECC_NIST_P256), "TPM2_ECC_NIST_P256");
	assert_string_equal(name_curve(TPM2_ECC_SM2_P256), "TPM2_ECC_SM2_P256");
	assert_null(name_curve(0x99));
}

static void test_manufacturers(void **state)
{
	(void)state;
	assert_string_equal(name_manufacturer(0x49465800), "Infineon");
	assert_string_equal(name_manufacturer(0x49465820), "Infineon"); /* padded with a blank */
	assert_string_equal(name_manufacturer(0x53544d20), "STMicroelectronics");
	assert_string_equal(name_manufacturer(0x494e5443), "Intel");
	assert_string_equal(name_manufacturer(0x414d4400), "AMD");
	assert_string_equal(name_manufacturer(0x49424d00), "IBM");
	assert_string_equal(name_manufacturer(0x57454300), "Winbond");
	assert_null(name_manufacturer(0));
	assert_null(name_manufacturer(0x58585858));
}

static void test_pcrs(void **state)
{
	(void)state;
	assert_string_equal(name_pcr(0), "platform-code");
	assert_string_equal(name_pcr(7), "secure-boot-policy");
	assert_string_equal(name_pcr(23), "application-support");
	assert_null(name_pcr(8));
	assert_null(name_pcr(24));
}

/* Every bit of a flag word has exactly one name, so that none is lost and none shown twice. */
static void test_flags_cover_the_word(void **state)
{
	const uint32_t properties[] = { TPM2_PT_PERMANENT, TPM2_PT_STARTUP_CLEAR, TPM2_PT_MEMORY,
					TPM2_PT_MODES };
	size_t count = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		const struct flag_name *flags = name_property_flags(properties[i], &count);
		uint32_t seen = 0;

		assert_non_null(flags);
		for (size_t j = 0; j < count; j++) {
			assert_int_equal(seen & flags[j].mask, 0);
			seen |= flags[j].mask;
		}
		assert_int_equal(seen, UINT32_MAX);
	}
	assert_null(name_property_flags(TPM2_PT_YEAR, &count));
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_algorithms),	     cmocka_unit_test(test_commands),
		cmocka_unit_test(test_properties_in_order),  cmocka_unit_test(test_curves),
		cmocka_unit_test(test_manufacturers),	     cmocka_unit_test(test_pcrs),
		cmocka_unit_test(test_flags_cover_the_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
