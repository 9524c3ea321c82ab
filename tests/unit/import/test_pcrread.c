/* SPDX-License-Identifier: BSD-2-Clause */
/* PCR values and banks: what tpm2_pcrread and tpm2_getcap pcrs print. */
#include "reader_fixture.h"

#define SHA1   "0123456789012345678901234567890123456789"
#define SHA256 "AB00000000000000000000000000000000000000000000000000000000000000"

/* All 24 PCRs of a bank. */
static char *whole_bank(const char *name, const char *digest)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fprintf(out, "  %s:\n", name);
	for (int i = 0; i < 24; i++)
		fprintf(out, "    %-2d: 0x%s\n", i, digest);
	fclose(out);
	return text;
}

static void test_pcrs(void **state)
{
	struct fixture *fixture = *state;
	struct tpm_report *tpm = fixture->tpm;
	const struct pcr_value *values;

	accept(fixture, GETCAP_NONE,
	       "pcrs:\n  sha1:\n  sha256:\n    0 : 0x" SHA256 "\n    10: 0x" SHA256
	       " # IMA\nsha1 :\n  1  : " SHA1 "\nsha256:\n 0 : 0x" SHA256 "\n"
	       "Bank/Algorithm: TPM_ALG_SHA1(0x0004)\nPCR_02: 01 23 45 67 89 01 23 45 67 89 01 23 45 67 "
	       "89 01 23 45 67 89\n");
	end(fixture);
	values = tpm->pcr_values.items;
	assert_int_equal(tpm->pcr_values.count, 4);
	assert_string_equal(values[1].bank.value, "sha256");
	assert_int_equal(values[1].index.value, 10);
	assert_string_equal(values[2].bank.value, "sha1");
	assert_string_equal(values[2].digest.value, SHA1);
	assert_int_equal(values[3].index.value, 2);
	assert_string_equal(values[3].digest.value, SHA1);
	/* Some PCRs of some banks are all that was asked for. */
	assert_int_equal(tpm->capabilities->pcrs.fact.presence, PRESENCE_NOT_COLLECTED);
}

/* Without a word which, tpm2_pcrread prints every PCR that is allocated. */
static void test_allocation(void **state)
{
	struct fixture *fixture = *state;
	struct tpm_report *tpm = fixture->tpm;
	char *sha1 = whole_bank("sha1", SHA1), *sha256 = whole_bank("sha256", SHA256);
	const struct pcr_bank *banks;

	accept(fixture, GETCAP_NONE, sha1);
	accept(fixture, GETCAP_NONE, sha256);
	free(sha1);
	free(sha256);
	end(fixture);
	banks = tpm->capabilities->pcrs.items;
	assert_int_equal(tpm->capabilities->pcrs.count, 2);
	assert_string_equal(banks[1].name.value, "sha256");
	assert_int_equal(banks[1].selected.count, 24);
}

static void test_selections(void **state)
{
	struct fixture *fixture = *state;
	struct tpm_report *tpm = fixture->tpm;
	const struct pcr_bank *banks;

	accept(fixture, GETCAP_NONE,
	       "selected-pcrs:\n  - sha1: [ ]\n  - sha256: [ 0, 1, 23 ]\n- sha384: [31]\n");
	accept(fixture, GETCAP_NONE, "sha256:\n  0 : 0x" SHA256 "\n");
	end(fixture);
	banks = tpm->capabilities->pcrs.items;
	assert_int_equal(tpm->capabilities->pcrs.count, 3);
	assert_int_equal(banks[0].selected.count, 0);
	assert_int_equal(((uint64_t *)banks[1].selected.items)[2], 23);
	assert_int_equal(((uint64_t *)banks[2].selected.items)[0], 31);
}

/* tpm2_pcrread sha256 prints one bank, whatever others there are. */
static void test_one_bank_is_no_allocation(void **state)
{
	struct fixture *fixture = *state;
	char *bank = whole_bank("sha1", SHA1);

	accept(fixture, GETCAP_PCRREAD, bank);
	free(bank);
	end(fixture);
	assert_int_equal(fixture->tpm->capabilities->pcrs.fact.presence, PRESENCE_NOT_COLLECTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_pcrs),
		TEST(test_allocation),
		TEST(test_selections),
		TEST(test_one_bank_is_no_allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
