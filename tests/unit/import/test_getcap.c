/* SPDX-License-Identifier: BSD-2-Clause */
/* tpm2_getcap's output of every version: the same TPM makes the same report. */
#include "reader_fixture.h"

static void test_group_names(void **state)
{
	static const struct {
		const char *name;
		enum getcap_group group;
	} names[] = {
		{ "Capability_properties-fixed.txt", GETCAP_PROPERTIES_FIXED },
		{ "properties-fixed", GETCAP_PROPERTIES_FIXED },
		{ "getcap-properties-fixed.yaml", GETCAP_PROPERTIES_FIXED },
		{ "tpm2_getcap_handles-nv-index.log", GETCAP_HANDLES_NV_INDEX },
		{ "TPM2_GETCAP PROPERTIES_VARIABLE.TXT", GETCAP_PROPERTIES_VARIABLE },
		{ "01-algorithms", GETCAP_ALGORITHMS },
		{ "commands.out", GETCAP_COMMANDS },
		{ "pcrs", GETCAP_PCRS },
		{ "handles-pcr", GETCAP_HANDLES_PCR },
		{ "handles-pcrs.txt", GETCAP_HANDLES_PCR },
		{ "Capability_pcrread.txt", GETCAP_PCRREAD },
		{ "tpm2_pcrlist", GETCAP_PCRREAD },
		{ "ecc_curves", GETCAP_ECC_CURVES },
		{ "handles-transient", GETCAP_HANDLES_TRANSIENT },
		{ "handles-persistent", GETCAP_HANDLES_PERSISTENT },
		{ "handles-permanent", GETCAP_HANDLES_PERMANENT },
		{ "handles-loaded-session", GETCAP_HANDLES_LOADED_SESSION },
		{ "handles-saved-session", GETCAP_HANDLES_SAVED_SESSION },
		{ "properties", GETCAP_NONE },
		{ "dmesg.txt", GETCAP_NONE },
		{ "", GETCAP_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(getcap_group(names[i].name, strlen(names[i].name)),
				 names[i].group);
	assert_string_equal(getcap_group_name(GETCAP_HANDLES_NV_INDEX), "handles-nv-index");
}

/* Version 5, with what a TPM's strings do to it. */
static const char fixed_5[] = "TPM2_PT_FAMILY_INDICATOR:\n  raw: 0x322E3000\n  value: \"2.0\"\n"
			      "TPM2_PT_LEVEL:\n  raw: 0\n"
			      "TPM2_PT_REVISION:\n  raw: 0x8A\n  value: 1.38\n"
			      "TPM2_PT_DAY_OF_YEAR:\n  raw: 0x8\n"
			      "TPM2_PT_YEAR:\n  raw: 0x7E2\n"
			      "TPM2_PT_MANUFACTURER:\n  raw: 0x4E544300\n  value: \"NTC\"\n"
			      "TPM2_PT_VENDOR_STRING_1:\n  raw: 0x4E504354\n  value: \"NPCT\"\n"
			      "TPM2_PT_VENDOR_STRING_2:\n  raw: 0x22212134\n  value: \"\"!!4\"\n"
			      "TPM2_PT_VENDOR_STRING_3:\n  raw: 0x610A6200\n  value: \"a\nb\"\n"
			      "TPM2_PT_VENDOR_STRING_4:\n  raw: 0x2010000\n  value: \"\x02\x01\"\n"
			      "TPM2_PT_FIRMWARE_VERSION_1:\n  raw: 0x70002\n"
			      "TPM2_PT_FIRMWARE_VERSION_2:\n  raw: 0x30001\n"
			      "TPM2_PT_MODES:\n  raw: 0x1\n  value: TPMA_MODES_FIPS_140_2\n";

static void check_fixed(const struct tpm_report *tpm)
{
	const struct identity *identity = tpm->identity;

	assert_string_equal(identity->family.value, "2.0");
	assert_int_equal(identity->revision.value, 138);
	assert_int_equal(identity->errata_year.value, 2018);
	assert_int_equal(identity->manufacturer_id.value, 0x4e544300);
	assert_string_equal(identity->manufacturer.value, "NTC");
	assert_string_equal(identity->manufacturer_name.value, "Nuvoton");
	assert_string_equal(identity->firmware_raw.value, "00070002 00030001");
	assert_string_equal(identity->firmware.value, "7.2.3.1");
	assert_true(fact_known(&identity->level.fact));
	assert_int_equal(identity->fips_140_2.value, 1);
}

static void test_fixed(void **state)
{
	struct fixture *fixture = *state;
	struct tpm_report *tpm = fixture->tpm;

	assert_true(read_text(fixture, GETCAP_PROPERTIES_FIXED, fixed_5) > 0);
	end(fixture);
	check_fixed(tpm);
	assert_int_equal(tpm->capabilities->properties_fixed.count, 13);
	/* What is no text is shown as what it is. */
	assert_string_equal(tpm->identity->vendor_string.value, "0x4e50435422212134610a620201");
	/* Nobody asked for the other group, and nobody says 0. */
	assert_int_equal(tpm->state->lockout_counter.fact.presence, PRESENCE_NOT_COLLECTED);
	assert_int_equal(tpm->capabilities->properties_variable.fact.presence,
			 PRESENCE_NOT_COLLECTED);
	/* What is not in the text the TPM may tell all the same. */
	assert_int_equal(tpm->limits->nv_buffer_max.fact.presence, PRESENCE_NOT_COLLECTED);
}

/* Version 4 has no raw revision; in a web form the indentation is gone, and lines end in CR LF. */
static void test_fixed_4(void **state)
{
	struct fixture *fixture = *state;

	accept(fixture, GETCAP_PROPERTIES_FIXED,
	       "TPM2_PT_FAMILY_INDICATOR:\r\nraw: 0x322E3000\r\nvalue: \"2.0\"\r\n"
	       "TPM2_PT_LEVEL:\r\nraw: 0\r\nTPM2_PT_REVISION:\r\nvalue: 1.38 <--- revision\r\n"
	       "TPM2_PT_YEAR:\r\nraw: 0x7E2\r\nTPM2_PT_MANUFACTURER:\r\nraw: 0x4E544300\r\n"
	       "TPM2_PT_FIRMWARE_VERSION_1:\r\nraw: 0x70002\r\n"
	       "TPM2_PT_FIRMWARE_VERSION_2:\r\nraw: 0x30001\r\nTPM2_PT_MODES:\r\nraw: 0x1\r\n");
	end(fixture);
	check_fixed(fixture->tpm);
}

static void test_fixed_3(void **state)
{
	struct fixture *fixture = *state;

	accept(fixture, GETCAP_PROPERTIES_FIXED,
	       "TPM_PT_FAMILY_INDICATOR:\n  as UINT32:                0x08322e3000\n"
	       "  as string:                \"2.0\"\n"
	       "TPM_PT_LEVEL:               0\n"
	       "TPM_PT_REVISION:            1.38\n"
	       "TPM_PT_YEAR:                0x000007e2\n"
	       "TPM_PT_MANUFACTURER:        0x4e544300\n"
	       "TPM_PT_FIRMWARE_VERSION_1:  0x00070002\n"
	       "TPM_PT_FIRMWARE_VERSION_2:  0x00030001\n"
	       "TPM_PT_TPM2_HR_TRANSIENT_MIN:    0x00000003\n"
	       "TPM_PT_MODES: 0x00000001\n");
	end(fixture);
	check_fixed(fixture->tpm);
	assert_int_equal(fixture->tpm->limits->transient_min.value, 3);
}

static const char flags_5[] = "TPM2_PT_PERMANENT:\n"
			      "  ownerAuthSet:              0\n"
			      "  endorsementAuthSet:        0\n"
			      "  lockoutAuthSet:            1\n"
			      "  reserved1:                 0\n"
			      "  disableClear:              0\n"
			      "  inLockout:                 1\n"
			      "  tpmGeneratedEPS:           1\n"
			      "  reserved2:                 0\n"
			      "TPM2_PT_LOCKOUT_COUNTER: 0x1F\n"
			      "TPM2_PT_MAX_AUTH_FAIL: 0x20\n"
			      "TPM2_PT_FUTURE: 0x7\n"
			      "unknown1F: 0x1F\n";

static void test_variable(void **state)
{
	struct fixture *fixture = *state;
	struct tpm_report *tpm = fixture->tpm;
	const struct property *property;

	accept(fixture, GETCAP_PROPERTIES_VARIABLE, flags_5);
	end(fixture);
	assert_int_equal(tpm->state->lockout_auth_set.value, 1);
	assert_int_equal(tpm->state->in_lockout.value, 1);
	assert_int_equal(tpm->state->owner_auth_set.value, 0);
	assert_true(fact_known(&tpm->state->owner_auth_set.fact));
	assert_int_equal(tpm->state->lockout_counter.value, 31);
	assert_int_equal(tpm->state->max_auth_fail.value, 32);
	property = tpm->capabilities->properties_variable.items;
	assert_int_equal(tpm->capabilities->properties_variable.count, 5);
	/* All bits are told, so the word is known. */
	assert_int_equal(property[0].raw.value, 0x604);
	assert_string_equal(property[3].name.value, "TPM2_PT_FUTURE");
	assert_int_equal(property[3].property.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(property[3].raw.value, 7);
	assert_string_equal(property[4].name.value, "unknown");
	assert_int_equal(property[4].raw.value, 0x1f);
}

/* Version 3, and a text that stops within the flags: what is not told is not 0. */
static void test_variable_3(void **state)
{
	struct fixture *fixture = *state;
	struct tpm_report *tpm = fixture->tpm;
	const struct property *property;

	accept(fixture, GETCAP_PROPERTIES_VARIABLE,
	       "TPM_PT_PERSISTENT:\n  ownerAuthSet:              set\n"
	       "  endorsementAuthSet:        clear\n  reserved1:                 set\n");
	end(fixture);
	assert_int_equal(tpm->state->owner_auth_set.value, 1);
	assert_true(fact_known(&tpm->state->endorsement_auth_set.fact));
	assert_int_equal(tpm->state->in_lockout.fact.presence, PRESENCE_NOT_COLLECTED);
	property = tpm->capabilities->properties_variable.items;
	assert_int_equal(property->raw.fact.presence, PRESENCE_ABSENT);
}

static void test_algorithms(void **state)
{
	struct fixture *fixture = *state;
	const struct list_fact *list = &fixture->tpm->capabilities->algorithms;
	const struct algorithm *algorithm;

	accept(fixture, GETCAP_ALGORITHMS,
	       "rsa:\n  value:      0x1\n  asymmetric: 1\n  symmetric:  0\n  hash:       0\n"
	       "  object:     1\n  reserved:   0x0\n  signing:    0\n  encrypting: 0\n"
	       "  method:     0\nunknown99:\n  value:      0x99\n  asymmetric: 0\n"
	       "TPMA_ALGORITHM for ALG_ID: 0xb - sha256\n  asymmetric: clear\n  hash:       set\n"
	       "  reserved:   0xf0\n");
	assert_int_equal(list->count, 3);
	algorithm = list->items;
	assert_string_equal(algorithm[0].name.value, "rsa");
	assert_int_equal(algorithm[0].object.value, 1);
	assert_int_equal(algorithm[0].attributes.fact.presence, PRESENCE_ABSENT);
	assert_string_equal(algorithm[1].name.value, "0x99");
	assert_int_equal(algorithm[1].hash.fact.presence, PRESENCE_ABSENT);
	assert_string_equal(algorithm[2].name.value, "sha256");
	assert_int_equal(algorithm[2].hash.value, 1);
	assert_int_equal(algorithm[2].reserved.value, 15);
}

static void test_commands(void **state)
{
	struct fixture *fixture = *state;
	const struct list_fact *list = &fixture->tpm->capabilities->commands;
	const struct command *command;

	accept(fixture, GETCAP_COMMANDS,
	       "TPM2_CC_Clear:\n  value: 0x4400126\n  commandIndex: 0x126\n  nv:           1\n"
	       "0x20000216:\n  value: 0x20000216\n  V:            1\n"
	       "TPMA_CC: 0x0440011f\n  name: nv\n  commandIndex: 0x11f\n");
	assert_int_equal(list->count, 3);
	command = list->items;
	assert_string_equal(command[0].name.value, "TPM2_CC_Clear");
	assert_int_equal(command[0].nv.value, 1);
	assert_int_equal(command[1].v.value, 1);
	assert_string_equal(command[2].name.value, "TPM2_CC_NV_UndefineSpaceSpecial");
}

static void test_curves_and_handles(void **state)
{
	struct fixture *fixture = *state;
	struct capabilities *capabilities = fixture->tpm->capabilities;
	const struct named_id *curve;

	accept(fixture, GETCAP_ECC_CURVES,
	       "TPM2_ECC_NIST_P256: 0x3\nunknown99: 0x99\nTPM_ECC_BN_P256   (0x0010)\n");
	curve = capabilities->ecc_curves.items;
	assert_int_equal(capabilities->ecc_curves.count, 3);
	assert_string_equal(curve[0].name.value, "TPM2_ECC_NIST_P256");
	assert_int_equal(curve[1].id.value, 0x99);
	assert_string_equal(curve[2].name.value, "TPM2_ECC_BN_P256");
	accept(fixture, GETCAP_HANDLES_PERSISTENT, "- 0x81000001\n0x81010001\n");
	assert_int_equal(capabilities->handles_persistent.count, 2);
	assert_int_equal(((uint64_t *)capabilities->handles_persistent.items)[1], 0x81010001);
	/* None is an answer. */
	accept(fixture, GETCAP_HANDLES_TRANSIENT, "");
	assert_true(fact_known(&capabilities->handles_transient.fact));
	assert_int_equal(capabilities->handles_transient.count, 0);
	assert_int_equal(capabilities->handles_saved_session.fact.presence, PRESENCE_NOT_COLLECTED);
}

#define SHA1   "0123456789012345678901234567890123456789"
#define SHA256 "AB00000000000000000000000000000000000000000000000000000000000000"

static void test_refused(void **state)
{
	struct fixture *fixture = *state;

	ignore(fixture, GETCAP_PROPERTIES_FIXED, "");
	assert_null(text_first_line(fixture->reader));
	ignore(fixture, GETCAP_COMMANDS, "\n\n# x\n");
	ignore(fixture, GETCAP_HANDLES_PERSISTENT, "ERROR: Unable to run tpm2_getcap\n");
	assert_string_equal(text_first_line(fixture->reader),
			    "line 1: \"ERROR: Unable to run tpm2_getcap\"");
	ignore(fixture, GETCAP_PROPERTIES_FIXED, "a\x1b[2Jb\n");
	assert_string_equal(text_first_line(fixture->reader), "line 1: \"a\xef\xbf\xbd[2Jb\"");
	refuse(fixture, GETCAP_NONE, "TPM2_PT_YEAR:\n  raw: 0x100000000\n",
	       "line 2: not a number of 32 bits");
	refuse(fixture, GETCAP_NONE, "TPM2_PT_YEAR:\n  raw: 0x1g\n", "line 2");
	refuse(fixture, GETCAP_NONE, "TPM2_PT_YEAR: 0x\n", "line 1");
	refuse(fixture, GETCAP_NONE, "TPM2_PT_REVISION:\n value: 42949672.96\n", "line 2");
	refuse(fixture, GETCAP_NONE, "TPM2_PT_LEVEL:\n  raw: 0\nTPM2_PT_YEAR:\n",
	       "it ends within a property");
	refuse(fixture, GETCAP_NONE, "TPM2_PT_LEVEL:\n  raw: 0\nTPM2_PT_YEAR:\n  raw: 0x7",
	       "line 4 may end within a word");
	refuse(fixture, GETCAP_NONE, "TPM2_PT_PERMANENT:\n  inLockout: perhaps\n",
	       "neither 0 nor 1");
	refuse(fixture, GETCAP_NONE, "rsa:\n  value: 0x10000\n", "16 bits");
	refuse(fixture, GETCAP_NONE, "rsa:\n  value: 0x1\nsha1:\n", "sha1");
	refuse(fixture, GETCAP_NONE, "TPM2_CC_Clear:\n", "within a command");
	refuse(fixture, GETCAP_NONE, "- sha1: [ 0, 32 ]\n", "not a list of PCRs");
	refuse(fixture, GETCAP_NONE, "- sha1: [ 0, 1\n", "not a list of PCRs");
	refuse(fixture, GETCAP_NONE, "- sha0: [ 0 ]\n", "not understood");
	refuse(fixture, GETCAP_NONE, "  0 : 0x" SHA256 "\n", "not understood");
	refuse(fixture, GETCAP_NONE, "sha1:\n  0 : 0xA\n", "not understood");
	refuse(fixture, GETCAP_NONE, "sha1:\n  0 : 0x" SHA1 "\n  0 : 0x1" SHA1 "\n", "line 3");
	refuse(fixture, GETCAP_NONE, "0x02000000\n", "not understood");
	/* The first word counts. */
	refuse(fixture, GETCAP_NONE, "TPM2_PT_YEAR: 0x7E2\nTPM2_PT_YEAR: 0x7E3\n",
	       "not what was said before");
}

static char *repeat(const char *line, size_t n)
{
	size_t size = strlen(line);
	char *text = malloc(n * size + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(text + i * size, line, size + 1);
	return text;
}

static void test_bounded(void **state)
{
	static const struct {
		enum getcap_group group;
		const char *line;
	} lines[] = {
		{ GETCAP_PROPERTIES_FIXED, "TPM2_PT_X: 0x1\n" },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char *text = repeat(lines[i].line, 10000);

		refuse(*state, lines[i].group, text, "more ");
		free(text);
	}
}

/* Every number of a kind once, however many there are. */
static void test_many(struct fixture *fixture, const char *before, const struct list_fact *list)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (unsigned int i = 0; i < 10000; i++)
		fprintf(out, "%s%04x\n", before, i % 5000);
	fclose(out);
	refuse(fixture, GETCAP_NONE, text, "more entries than a TPM has");
	assert_int_equal(list->count, 4096);
	free(text);
}

/* Each handle goes where its range says; several groups stand in one text, with prose between. */
static void test_mixed(void **state)
{
	struct fixture *fixture = *state;
	struct capabilities *capabilities = fixture->tpm->capabilities;

	accept(fixture, GETCAP_HANDLES_PERSISTENT,
	       "$ tpm2_getcap handles-persistent\n- 0x81000001\n- 0x81010001\n"
	       "$ tpm2_getcap handles-nv-index\n- 0x1C00002\n0x01500001\n"
	       "- 0x40000001 - TPM_RH_OWNER: the owner\n- 0x80000000 # loaded\n- 0x0\n- 0x17\n"
	       "$ tpm2_getcap handles-saved-session\n- 0x03000000\n"
	       "- 0x81000001 - 0x81000002\n");
	assert_int_equal(capabilities->handles_persistent.count, 3);
	assert_int_equal(capabilities->handles_nv_index.count, 2);
	assert_int_equal(capabilities->handles_permanent.count, 1);
	assert_int_equal(capabilities->handles_transient.count, 1);
	assert_int_equal(capabilities->handles_pcr.count, 2);
	assert_int_equal(capabilities->handles_saved_session.count, 1);
	test_many(fixture, "- 0x8100", &capabilities->handles_persistent);
	test_many(fixture, "TPMA_CC: 0x0000", &capabilities->commands);
	test_many(fixture, "TPM2_ECC_X: 0x", &capabilities->ecc_curves);
	test_many(fixture, "TPMA_ALGORITHM for ALG_ID: 0x", &capabilities->algorithms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_group_names), TEST(test_fixed),    TEST(test_fixed_4),
		TEST(test_fixed_3),	TEST(test_variable), TEST(test_variable_3),
		TEST(test_algorithms),	TEST(test_commands), TEST(test_curves_and_handles),
		TEST(test_refused),	TEST(test_bounded),  TEST(test_mixed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
