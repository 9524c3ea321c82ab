/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions to a TPM that answers garbage, and PCR values that come in parts. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "capability.h"
#include "fake_tcti.h"
#include "tpm-connection.h"
#include "tpm.h"

static struct tpm *open_fake(struct fake_tcti *fake)
{
	struct tpm *tpm = NULL;

	fake_tcti_use(fake);
	assert_int_equal(tpm_open("fake:", FAKE_TCTI_DAY_MS, &tpm), TSS2_RC_SUCCESS);
	assert_non_null(tpm);
	assert_int_equal(fake->transmitted, 0);
	return tpm;
}

/* Fixed bytes, or a fixed code of the TCTI layer. */
struct canned {
	const uint8_t *bytes;
	size_t size;
	TSS2_RC rc;
};

static TSS2_RC answer_canned(void *arg, const uint8_t *command, size_t size, uint8_t *response,
			     size_t *ret_size)
{
	const struct canned *canned = arg;

	(void)command;
	(void)size;
	if (canned->rc)
		return canned->rc;
	if (canned->size)
		memcpy(response, canned->bytes, canned->size);
	*ret_size = canned->size;
	return TSS2_RC_SUCCESS;
}

/* Every question to a TPM that answers like this must fail. */
static void refuse_everything(struct canned canned)
{
	struct fake_tcti fake = { .answer = answer_canned, .arg = &canned };
	TPMS_PCR_SELECTION bank = { TPM2_ALG_SHA256, 3, { 0xff, 0xff, 0xff } };
	struct tpm *tpm = open_fake(&fake);
	struct tpm_pcr *pcrs = NULL;
	uint8_t *bytes = NULL;
	TPMS_TIME_INFO time;
	void *data = NULL;
	uint32_t result;
	size_t count;

	for (TPM2_CAP capability = TPM2_CAP_ALGS; capability <= TPM2_CAP_AUTH_POLICIES;
	     capability++)
		assert_int_not_equal(tpm_capability(tpm, capability, 0, 0, &data, &count), 0);
	assert_int_not_equal(tpm_capability(tpm, TPM2_CAP_VENDOR_PROPERTY, 0, 0, &data, &count), 0);
	assert_int_not_equal(tpm_vendor_capability(tpm, 0, &bytes, &count), 0);
	assert_int_not_equal(tpm_test_result(tpm, &result), 0);
	assert_int_not_equal(tpm_clock(tpm, &time), 0);
	assert_int_not_equal(tpm_pcr_values(tpm, &bank, 1, &pcrs, &count), 0);
	assert_null(data);
	assert_null(bytes);
	assert_null(pcrs);
	tpm_close(tpm);
}

static void test_garbage(void **state)
{
	static const uint8_t short_header[] = { 0x80, 0x01, 0, 0, 0, 5 };
	static const uint8_t header_only[] = { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, 0 };
	static const uint8_t larger[] = { 0x80, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 1 };
	static const uint8_t smaller[] = { 0x80, 0x01, 0, 0, 0, 4, 0, 0, 0, 0, 1 };
	static const uint8_t bad_tag[] = { 0x12, 0x34, 0, 0, 0, 11, 0, 0, 0, 0, 1 };
	static const uint8_t many[] = { 0x80, 0x01, 0, 0, 0, 19,   0,	 0,    0,   0,
					0,    0,    0, 0, 1, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t text[] = "HTTP/1.1 400 Bad Request\r\n\r\n";

	(void)state;
	refuse_everything((struct canned){ NULL, 0, 0 });
	refuse_everything((struct canned){ short_header, sizeof(short_header), 0 });
	refuse_everything((struct canned){ header_only, sizeof(header_only), 0 });
	refuse_everything((struct canned){ larger, sizeof(larger), 0 });
	refuse_everything((struct canned){ smaller, sizeof(smaller), 0 });
	refuse_everything((struct canned){ bad_tag, sizeof(bad_tag), 0 });
	refuse_everything((struct canned){ many, sizeof(many), 0 });
	refuse_everything((struct canned){ text, sizeof(text), 0 });
	refuse_everything((struct canned){ NULL, 0, TSS2_TCTI_RC_IO_ERROR });
	refuse_everything((struct canned){ NULL, 0, TSS2_TCTI_RC_TRY_AGAIN });
}

static void test_vendor_bytes(void **state)
{
	static const uint8_t answer[] = { 0x80, 0x01, 0, 0, 0, 20,   0,	   0,	 0,    0,
					  0,	0,    0, 1, 0, 0xde, 0xad, 0xbe, 0xef, 7 };
	struct canned canned = { answer, sizeof(answer), 0 };
	struct fake_tcti fake = { .answer = answer_canned, .arg = &canned };
	struct tpm *tpm = open_fake(&fake);
	uint8_t *bytes = NULL;
	size_t size = 0;

	(void)state;
	assert_int_equal(tpm_vendor_capability(tpm, 0, &bytes, &size), 0);
	assert_int_equal(size, 5);
	assert_memory_equal(bytes, "\xde\xad\xbe\xef\x07", 5);
	free(bytes);
	tpm_close(tpm);
}

/* A TPM that reads at most `at_once` PCRs per command; digest = bank, index. */
struct pcr_tpm {
	unsigned int at_once;
	bool silent;  /* nothing at all */
	bool unasked; /* PCR 23 of a bank that nobody named, first */
	bool too_few; /* one digest less than selected */
};

static TSS2_RC answer_pcrs(void *arg, const uint8_t *command, size_t size, uint8_t *response,
			   size_t *ret_size)
{
	struct pcr_tpm *model = arg;
	uint32_t banks = fake_get32(command + 10);
	uint8_t body[FAKE_TCTI_MAX], digests[FAKE_TCTI_MAX];
	size_t in = 14, out = 8, digests_end = 0;
	uint32_t n = 0, n_banks = banks;

	assert_int_equal(fake_get32(command + 6), TPM2_CC_PCR_Read);
	fake_put(body, 0, 1, 4);
	if (model->unasked) {
		n_banks++;
		out = fake_put(body, out, TPM2_ALG_SHA512, 2);
		out = fake_put(body, out, 0x03000080, 4);
		digests_end = fake_put(digests, digests_end, 0x0001ff, 3);
		n++;
	}
	fake_put(body, 4, n_banks, 4);
	for (uint32_t bank = 0; bank < banks; bank++) {
		uint8_t selected[3] = { 0 };

		assert_true(in + 6 <= size);
		assert_int_equal(command[in + 2], 3);
		for (unsigned int pcr = 0; pcr < 24; pcr++) {
			if (!(command[in + 3 + pcr / 8] & (1 << pcr % 8)))
				continue;
			if (n >= model->at_once || model->silent)
				continue;
			selected[pcr / 8] |= 1 << pcr % 8;
			n++;
			if (model->too_few && n == model->at_once)
				continue;
			digests_end = fake_put(digests, digests_end, 2, 2);
			digests_end = fake_put(digests, digests_end, command[in + 1], 1);
			digests_end = fake_put(digests, digests_end, pcr, 1);
		}
		memcpy(body + out, command + in, 3);
		memcpy(body + out + 3, selected, 3);
		out += 6;
		in += 6;
	}
	out = fake_put(body, out, n - (model->too_few && n == model->at_once), 4);
	memcpy(body + out, digests, digests_end);
	*ret_size = fake_response(response, 0, body, out + digests_end);
	return TSS2_RC_SUCCESS;
}

static const TPMS_PCR_SELECTION two_banks[] = {
	{ TPM2_ALG_SHA1, 3, { 0xff, 0x01, 0x80 } },
	{ TPM2_ALG_SHA256, 3, { 0xff, 0xff, 0xff } },
};

static size_t ask_pcrs(struct pcr_tpm *model, struct fake_tcti *fake, struct tpm_pcr **ret_pcrs)
{
	struct tpm *tpm;
	size_t count = 0;

	*fake = (struct fake_tcti){ .answer = answer_pcrs, .arg = model };
	tpm = open_fake(fake);
	assert_int_equal(tpm_pcr_values(tpm, two_banks, 2, ret_pcrs, &count), 0);
	tpm_close(tpm);
	return count;
}

static void test_pcrs(void **state)
{
	struct pcr_tpm model = { .at_once = 8 };
	struct tpm_pcr *pcrs;
	struct fake_tcti fake;

	(void)state;
	assert_int_equal(ask_pcrs(&model, &fake, &pcrs), 10 + 24);
	assert_int_equal(fake.transmitted, 5);
	for (size_t i = 0; i < 34; i++) {
		assert_int_equal(pcrs[i].bank, i < 10 ? TPM2_ALG_SHA1 : TPM2_ALG_SHA256);
		assert_int_equal(pcrs[i].digest.size, 2);
		assert_int_equal(pcrs[i].digest.buffer[0], pcrs[i].bank);
		assert_int_equal(pcrs[i].digest.buffer[1], pcrs[i].index);
	}
	assert_int_equal(pcrs[8].index, 8);
	assert_int_equal(pcrs[9].index, 23);
	assert_int_equal(pcrs[10].index, 0);
	free(pcrs);
}

static void test_pcrs_that_do_not_come(void **state)
{
	struct pcr_tpm model = { .at_once = 8, .silent = true };
	struct tpm_pcr *pcrs;
	struct fake_tcti fake;

	(void)state;
	assert_int_equal(ask_pcrs(&model, &fake, &pcrs), 0);
	assert_int_equal(fake.transmitted, 1);
	free(pcrs);
}

static void test_pcrs_that_nobody_wanted(void **state)
{
	struct pcr_tpm model = { .at_once = 8, .unasked = true };
	struct tpm_pcr *pcrs;
	struct fake_tcti fake;

	(void)state;
	assert_int_equal(ask_pcrs(&model, &fake, &pcrs), 34);
	for (size_t i = 0; i < 34; i++)
		assert_int_equal(pcrs[i].digest.buffer[1], pcrs[i].index);
	free(pcrs);
}

static void test_fewer_digests_than_pcrs(void **state)
{
	struct pcr_tpm model = { .at_once = 4, .too_few = true };
	struct tpm_pcr *pcrs;
	struct fake_tcti fake;

	(void)state;
	assert_int_equal(ask_pcrs(&model, &fake, &pcrs), 34);
	for (size_t i = 0; i < 34; i++)
		assert_int_equal(pcrs[i].digest.buffer[1], pcrs[i].index);
	free(pcrs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_garbage),
		cmocka_unit_test(test_vendor_bytes),
		cmocka_unit_test(test_pcrs),
		cmocka_unit_test(test_pcrs_that_do_not_come),
		cmocka_unit_test(test_pcrs_that_nobody_wanted),
		cmocka_unit_test(test_fewer_digests_than_pcrs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
