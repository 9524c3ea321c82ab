/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts at, just below and just above each boundary, told by what the makers publish. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <errno.h>

#include "vulnerabilities-read.h"
#include "capabilities.h"
#include "device.h"
#include "host.h"
#include "identity.h"
#include "machine.h"
#include "vulnerabilities.h"

enum {
	AMD = 0x414d4400,
	IBM = 0x49424d00,
	IFX = 0x49465800,
	INTC = 0x494e5443,
	NTC = 0x4e544300,
	STM = 0x53544d20
};

static struct vulnerability_list list;

static int open_list(void **state)
{
	char *error;

	(void)state;
	return vulnerability_list_read(&list, vulnerabilities_text, strlen(vulnerabilities_text),
				       &error);
}

static int close_list(void **state)
{
	(void)state;
	vulnerability_list_clear(&list);
	return 0;
}

/* A TPM 2.0 that says this of itself. firmware: the two words. */
static struct tpm_report *make_tpm(struct report *report, uint32_t manufacturer, uint64_t firmware,
				   uint32_t revision)
{
	struct tpm_report *tpm = report_add_tpm(report);
	struct identity *identity = tpm->identity;
	char text[40];

	identity->manufacturer_id = FACT_NUMBER(manufacturer);
	identity->revision = FACT_NUMBER(revision);
	fact_set_text(report, &identity->vendor_string, "model");
	snprintf(text, sizeof(text), "%08x %08x", (uint32_t)(firmware >> 32), (uint32_t)firmware);
	fact_set_text(report, &identity->firmware_raw, text);
	return tpm;
}

static const struct vulnerability *find(const struct tpm_report *tpm, const char *id)
{
	const struct vulnerability *items = tpm->vulnerabilities.items;

	for (size_t i = 0; i < tpm->vulnerabilities.count; i++)
		if (!strcmp(items[i].id.value, id))
			return &items[i];
	fail_msg("%s is not in the list", id);
	return NULL;
}

static void check(uint32_t manufacturer, uint64_t firmware, uint32_t revision, const char *id,
		  const char *status)
{
	struct report *report = report_new();
	struct tpm_report *tpm = make_tpm(report, manufacturer, firmware, revision);
	const struct vulnerability *found;

	vulnerability_list_judge(&list, report, tpm);
	found = find(tpm, id);
	if (strcmp(found->status.value, status) != 0)
		fail_msg("%s, firmware %016llx: %s, not %s (%s)", id, (unsigned long long)firmware,
			 found->status.value, status, found->evidence.value);
	assert_true(fact_known(&found->evidence.fact));
	assert_int_equal(strlen(found->data_date.value), 10);
	report_free(report);
}

/* A PTT whose own words say nothing, on an engine of this version. */
static void check_engine(const char *engine, const char *id, const char *status)
{
	struct report *report = report_new();
	struct tpm_report *tpm = make_tpm(report, INTC, 0x0258001200190000, 138);

	fact_set_text(report, &report->host->me_firmware, engine);
	vulnerability_list_judge(&list, report, tpm);
	assert_string_equal(find(tpm, id)->status.value, status);
	report_free(report);
}

static uint64_t version(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	return a << 48 | b << 32 | c << 16 | d;
}

/* Infineon's firmware a.b: the last with the fault and the first without it. */
static void test_roca(void **state)
{
	static const struct {
		unsigned int major, first, last, fixed_to;
	} lines[] = {
		{ 4, 0, 33, 39 },	  { 4, 40, 42, UINT16_MAX }, { 5, 0, 61, UINT16_MAX },
		{ 6, 0, 42, UINT16_MAX }, { 7, 0, 61, UINT16_MAX },  { 133, 0, 32, UINT16_MAX },
	};
	const char *id = "CVE-2017-15361";

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		unsigned int major = lines[i].major, last = lines[i].last;

		check(IFX, version(major, lines[i].first, 0, 0), 116, id, "affected");
		check(IFX, version(major, last, 0, 0), 116, id, "affected");
		check(IFX, version(major, last, 0xffff, 0xffff), 116, id, "affected");
		check(IFX, version(major, last + 1, 0, 0), 116, id, "fixed");
		check(IFX, version(major, lines[i].fixed_to, 0xffff, 0xffff), 116, id, "fixed");
		/* Only of this maker. */
		check(NTC, version(major, last, 0, 0), 116, id, "not-listed");
	}
	check(IFX, version(3, 0xffff, 0xffff, 0xffff), 116, id, "not-listed");
	check(IFX, version(8, 0, 0, 0), 116, id, "not-listed");
	check(IFX, version(15, 21, 0, 0), 138, id, "not-listed");
	check(IFX, version(132, 0xffff, 0, 0), 116, id, "not-listed");
	check(IFX, version(134, 0, 0, 0), 116, id, "not-listed");
}

static void test_tpm_fail_st(void **state)
{
	static const struct {
		unsigned int major, minor;
		const char *status;
	} firmware[] = {
		{ 70, 0, "not-listed" },  { 71, 0, "affected" },    { 71, 1, "not-listed" },
		{ 71, 3, "not-listed" },  { 71, 4, "affected" },    { 71, 5, "not-listed" },
		{ 71, 11, "not-listed" }, { 71, 12, "affected" },   { 71, 13, "not-listed" },
		{ 71, 15, "not-listed" }, { 71, 16, "fixed" },	    { 71, 17, "not-listed" },
		{ 73, 0, "affected" },	  { 73, 3, "not-listed" },  { 73, 4, "affected" },
		{ 73, 5, "affected" },	  { 73, 6, "not-listed" },  { 73, 8, "affected" },
		{ 73, 9, "affected" },	  { 73, 10, "not-listed" }, { 73, 19, "not-listed" },
		{ 73, 20, "fixed" },	  { 73, 21, "fixed" },	    { 73, 22, "not-listed" },
		{ 73, 63, "not-listed" }, { 73, 64, "fixed" },	    { 73, 65, "fixed" },
		{ 73, 66, "not-listed" }, { 74, 0, "affected" },    { 74, 4, "affected" },
		{ 74, 5, "affected" },	  { 74, 8, "affected" },    { 74, 9, "affected" },
		{ 74, 10, "not-listed" }, { 74, 15, "not-listed" }, { 74, 16, "affected" },
		{ 74, 17, "not-listed" }, { 74, 20, "fixed" },	    { 74, 21, "fixed" },
		{ 74, 64, "fixed" },	  { 74, 65, "fixed" },	    { 74, 66, "not-listed" },
		{ 75, 0, "not-listed" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(firmware) / sizeof(firmware[0]); i++)
		for (unsigned int low = 0; low <= 0xffff; low += 0xffff)
			check(STM, version(firmware[i].major, firmware[i].minor, low, low), 138,
			      "CVE-2019-16863", firmware[i].status);
	check(IFX, version(73, 4, 0, 0), 138, "CVE-2019-16863", "not-listed");
}

/* Up to 11.x PTT's own number is the management engine's; later ones say nothing of it. */
static void test_tpm_fail_intel(void **state)
{
	(void)state;
	check(INTC, version(11, 8, 50, 3425), 138, "CVE-2019-11090", "affected");
	check(INTC, version(11, 8, 69, 0xffff), 138, "CVE-2019-11090", "affected");
	check(INTC, version(11, 8, 70, 0), 138, "CVE-2019-11090", "fixed");
	check(INTC, version(11, 11, 69, 0), 138, "CVE-2019-11090", "affected");
	check(INTC, version(11, 11, 70, 0), 138, "CVE-2019-11090", "fixed");
	check(INTC, version(11, 22, 69, 0), 138, "CVE-2019-11090", "affected");
	check(INTC, version(11, 22, 70, 0), 138, "CVE-2019-11090", "fixed");
	check(INTC, version(9, 5, 65, 3000), 138, "CVE-2018-3659", "affected");
	check(INTC, version(600, 18, 25, 2027), 138, "CVE-2018-3659", "unknown");
	check_engine("12.0.44.1", "CVE-2019-11090", "affected");
	check_engine("12.0.45.1509", "CVE-2019-11090", "fixed");
	check_engine("13.0.0.1", "CVE-2019-11090", "fixed");
	check_engine("14.0.9.1", "CVE-2019-11090", "affected");
	check_engine("16.1.25.1917", "CVE-2019-11090", "fixed");
	check_engine("12.0.4.1", "CVE-2018-3659", "affected");
	check_engine("16.1.25.1917", "CVE-2025-2884", "unknown");
	check(INTC, version(302, 12, 0, 0), 138, "CVE-2019-11090", "unknown");
	check(INTC, version(600, 18, 25, 2027), 138, "CVE-2019-11090", "unknown");
	check(AMD, version(3, 37, 0, 5), 138, "CVE-2019-11090", "not-listed");
}

static void test_2023_1017(void **state)
{
	static const uint64_t affected[] = { 0x0001000300000001, 0x0001000300010000,
					     0x0001000300020008 };
	const char *id = "CVE-2023-1017";

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		check(NTC, affected[i], 116, id, "affected");
		/* The next ones are not named by the maker: it is like any other. */
		check(NTC, affected[i] - 1, 116, id, "unknown");
		check(NTC, affected[i] + 1, 116, id, "unknown");
	}
	/* 1.3.2.20: in decimals */
	check(NTC, version(1, 3, 2, 19), 116, id, "unknown");
	check(NTC, version(1, 3, 2, 20), 116, id, "fixed");
	check(NTC, version(1, 3, 2, 21), 116, id, "fixed");
	check(NTC, version(1, 4, 0, 0), 116, id, "unknown");
	check(NTC, version(6, 0xffff, 0, 0), 138, id, "unknown");
	check(NTC, version(7, 2, 0, 1), 138, id, "not-listed");
	check(NTC, version(8, 0, 0, 0), 138, id, "unknown");
	/* By the specification's revision alone nobody knows. */
	check(STM, version(73, 64, 0, 0), 158, id, "unknown");
	check(STM, version(73, 64, 0, 0), 159, id, "unknown");
	check(STM, version(73, 64, 0, 0), 160, id, "not-listed");
	check(NTC, 0x0001000300000001, 116, "CVE-2023-1018", "unknown");
	check(AMD, version(6, 24, 0, 6), 160, "CVE-2023-1018", "not-listed");
}

static void test_2025(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm;

	(void)state;
	check(INTC, version(600, 18, 0, 0), 138, "CVE-2025-2884", "unknown");
	check(NTC, version(7, 2, 4, 0), 138, "CVE-2025-2884", "affected");
	check(NTC, version(7, 2, 4, 1), 138, "CVE-2025-2884", "fixed");
	check(NTC, version(7, 2, 5, 0), 138, "CVE-2025-2884", "fixed");
	check(IFX, version(15, 22, 0xffff, 0xffff), 159, "CVE-2025-2884", "affected");
	check(IFX, version(15, 23, 0, 0), 159, "CVE-2025-2884", "fixed");
	check(IFX, version(17, 13, 0, 0), 159, "CVE-2025-2884", "unknown");
	check(IFX, version(27, 13, 0, 0), 159, "CVE-2025-2884", "unknown");
	check(AMD, version(6, 0x20, 0, 6), 159, "CVE-2025-2884", "unknown");
	check(AMD, version(6, 0x20, 0, 6), 159, "TCGVRT0004", "unknown");
	check(IFX, version(7, 62, 0, 0), 116, "TCGVRT0004", "not-listed");
	check(AMD, version(6, 0x20, 0, 6), 159, "CVE-2023-20589", "unknown");
	check(IFX, version(7, 85, 0, 0), 138, "EUCLEAK", "unknown");
	check(AMD, version(6, 24, 0, 6), 183, "CVE-2025-2884", "unknown");
	check(AMD, version(6, 24, 0, 6), 184, "CVE-2025-2884", "not-listed");
	check(AMD, version(6, 24, 0, 6), 183, "CVE-2025-49133", "not-listed");
	tpm = make_tpm(report, IBM, 0x2019102300163636, 164);
	fact_set_text(report, &tpm->identity->vendor_string, "SW   TPM");
	vulnerability_list_judge(&list, report, tpm);
	assert_string_equal(find(tpm, "CVE-2025-49133")->status.value, "unknown");
	assert_string_equal(find(tpm, "CVE-2026-21444")->status.value, "unknown");
	assert_non_null(strstr(find(tpm, "CVE-2025-49133")->fixed_in.value, "0.10.1"));
	report_free(report);
}

/* AMD prints hexadecimal digits: its 3.57.x.5 is 3.87.0.5 in decimals. */
static void test_amd_stutter(void **state)
{
	(void)state;
	check(AMD, version(3, 57, 0, 5), 138, "PA-410", "affected");
	check(AMD, version(3, 87, 0, 4), 138, "PA-410", "affected");
	check(AMD, version(3, 87, 0, 5), 138, "PA-410", "fixed");
	check(AMD, version(3, 87, 0, 6), 138, "PA-410", "fixed");
	check(AMD, 0x0003005700000004, 138, "PA-410", "affected");
	check(AMD, 0x0003005700000005, 138, "PA-410", "fixed");
	check(AMD, 0x0003ffffffffffff, 138, "PA-410", "fixed");
	check(AMD, 0x0003000000000000, 138, "PA-410", "affected");
	check(AMD, 0x0002ffffffffffff, 138, "PA-410", "not-listed");
	check(AMD, 0x0004000000000000, 138, "PA-410", "not-listed");
	check(AMD, 0x0005ffffffffffff, 138, "PA-410", "not-listed");
	check(AMD, 0x0006000000000000, 138, "PA-410", "affected");
	check(AMD, 0x0006000000180005, 138, "PA-410", "affected");
	check(AMD, 0x0006000000180006, 138, "PA-410", "fixed");
	check(AMD, 0x0006000000180007, 138, "PA-410", "fixed");
	check(AMD, 0x0007000000000000, 138, "PA-410", "not-listed");
	check(INTC, 0x0003005700000004, 138, "PA-410", "not-listed");
}

static void test_nvpcr(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm;

	(void)state;
	check(STM, 0x00490003ffffffff, 138, "TPM2_BROKEN_NVPCR", "not-listed");
	check(STM, 0x0049000400000000, 138, "TPM2_BROKEN_NVPCR", "affected");
	check(STM, 0x00490004ffffffff, 138, "TPM2_BROKEN_NVPCR", "affected");
	check(STM, 0x0049000500000000, 138, "TPM2_BROKEN_NVPCR", "not-listed");
	check(STM, version(73, 20, 0, 0), 138, "TPM2_BROKEN_NVPCR", "affected");
	tpm = make_tpm(report, IFX, version(5, 62, 12, 0), 116);
	vulnerability_list_judge(&list, report, tpm);
	assert_string_equal(find(tpm, "TPM2_BROKEN_NVPCR")->status.value, "not-listed");
	fact_set_text(report, &tpm->identity->vendor_string, "SLB9665");
	vulnerability_list_judge(&list, report, tpm);
	assert_string_equal(find(tpm, "TPM2_BROKEN_NVPCR")->status.value, "unknown");
	report_free(report);
}

static void test_side_channels(void **state)
{
	(void)state;
	check(NTC, version(7, 2, 0, 0), 138, "CVE-2020-25082", "not-listed");
	check(NTC, version(7, 2, 0, 1), 138, "CVE-2020-25082", "affected");
	check(NTC, version(7, 2, 0, 2), 138, "CVE-2020-25082", "affected");
	check(NTC, version(7, 2, 0, 3), 138, "CVE-2020-25082", "not-listed");
	check(NTC, version(7, 2, 1, 0), 138, "CVE-2020-25082", "affected");
	check(NTC, version(7, 2, 1, 1), 138, "CVE-2020-25082", "not-listed");
	check(NTC, version(7, 2, 2, 0), 138, "CVE-2020-25082", "fixed");
	check(NTC, version(7, 2, 3, 0xffff), 138, "CVE-2026-6923", "affected");
	check(NTC, version(7, 2, 4, 0), 138, "CVE-2026-6923", "fixed");
	check(NTC, version(8, 0, 0, 0), 138, "CVE-2026-6923", "not-listed");
	check(NTC, version(6, 0xffff, 0xffff, 0xffff), 138, "CVE-2026-6923", "not-listed");
}

static void check_tpm12(const char *manufacturer, const char *firmware, const char *id,
			const char *status)
{
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);

	tpm->device->version_major = FACT_NUMBER(1);
	fact_set_text(report, &tpm->tpm12->manufacturer, manufacturer);
	fact_set_text(report, &tpm->tpm12->firmware, firmware);
	vulnerability_list_judge(&list, report, tpm);
	if (strcmp(find(tpm, id)->status.value, status) != 0)
		fail_msg("%s, firmware %s: %s, not %s", id, firmware, find(tpm, id)->status.value,
			 status);
	report_free(report);
}

/* The kernel shows two of the four parts: where they do not decide, nobody knows. */
static void test_tpm12(void **state)
{
	(void)state;
	check_tpm12("NTC", "7.3", "CVE-2021-32015", "not-listed");
	check_tpm12("NTC", "7.4", "CVE-2021-32015", "unknown");
	check_tpm12("NTC", "7.5", "CVE-2021-32015", "fixed");
	check_tpm12("IFX", "7.4", "CVE-2021-32015", "not-listed");
	check_tpm12("NTC", "7.4.x", "CVE-2021-32015", "unknown");
	check_tpm12("NTC", NULL, "CVE-2021-32015", "unknown");
	check_tpm12(NULL, "7.4", "CVE-2021-32015", "unknown");
	check_tpm12("IFX", "4.33", "CVE-2017-15361", "affected");
	check_tpm12("IFX", "4.34", "CVE-2017-15361", "fixed");
	check_tpm12("IFX", "133.32", "CVE-2017-15361", "affected");
	check_tpm12("AMD", "3.37", "PA-410", "not-listed");
	/* The same words of a TPM 2.0 are another matter. */
	check(NTC, version(7, 4, 0, 0), 138, "CVE-2021-32015", "not-listed");
}

static void add_pcr(struct report *report, struct tpm_report *tpm, const char *bank, uint64_t index,
		    const char *digest)
{
	struct pcr_value *value = list_append(&report->arena, &tpm->pcr_values, sizeof(*value));

	fact_set_text(report, &value->bank, bank);
	value->index = FACT_NUMBER(index);
	fact_set_text(report, &value->digest, digest);
}

static const char *carte_blanche(const char *sha1_0, const char *sha1_7, const char *sha256_0)
{
	struct report *report = report_new();
	struct tpm_report *tpm = make_tpm(report, INTC, version(600, 7, 0, 0), 138);
	const char *statuses[] = { "affected", "fixed", "unknown", "not-listed" };
	const char *result = NULL;

	add_pcr(report, tpm, "sha1", 0, sha1_0);
	add_pcr(report, tpm, "sha1", 7, sha1_7);
	/* What the system itself extends says nothing of the firmware. */
	add_pcr(report, tpm, "sha1", 8, "01");
	add_pcr(report, tpm, "sha256", 0, sha256_0);
	vulnerability_list_judge(&list, report, tpm);
	for (size_t i = 0; i < 4; i++)
		if (!strcmp(find(tpm, "CVE-2021-42299")->status.value, statuses[i]))
			result = statuses[i];
	report_free(report);
	return result;
}

static void test_unmeasured_bank(void **state)
{
	(void)state;
	assert_string_equal(carte_blanche("00", "00", "5a"), "affected");
	assert_string_equal(carte_blanche("5a", "00", "00"), "affected");
	assert_string_equal(carte_blanche("00", "5a", "5a"), "not-listed");
	assert_string_equal(carte_blanche("00", "00", "00"), "unknown");
	/* PCRs that nobody read */
	check(INTC, version(600, 7, 0, 0), 138, "CVE-2021-42299", "unknown");
}

static void test_too_little_known(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = make_tpm(report, IFX, 0, 138);
	size_t count;

	(void)state;
	fact_set_text(report, &tpm->identity->firmware_raw, NULL);
	vulnerability_list_judge(&list, report, tpm);
	assert_string_equal(find(tpm, "CVE-2017-15361")->status.value, "unknown");
	assert_string_equal(find(tpm, "PA-410")->status.value, "not-listed");
	fact_set_text(report, &tpm->identity->firmware_raw, "0007003d 000ae100 1");
	vulnerability_list_judge(&list, report, tpm);
	assert_string_equal(find(tpm, "CVE-2017-15361")->status.value, "unknown");
	tpm->identity->manufacturer_id.fact = FACT_ABSENT;
	vulnerability_list_judge(&list, report, tpm);
	assert_string_equal(find(tpm, "PA-410")->status.value, "unknown");
	/* Judged again, not twice. */
	count = tpm->vulnerabilities.count;
	vulnerability_list_judge(&list, report, tpm);
	assert_int_equal(tpm->vulnerabilities.count, count);
	assert_true(count < list.n_issues);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roca),
		cmocka_unit_test(test_tpm_fail_st),
		cmocka_unit_test(test_tpm_fail_intel),
		cmocka_unit_test(test_2023_1017),
		cmocka_unit_test(test_2025),
		cmocka_unit_test(test_amd_stutter),
		cmocka_unit_test(test_nvpcr),
		cmocka_unit_test(test_side_channels),
		cmocka_unit_test(test_tpm12),
		cmocka_unit_test(test_unmeasured_bank),
		cmocka_unit_test(test_too_little_known),
	};

	return cmocka_run_group_tests(tests, open_list, close_list);
}
