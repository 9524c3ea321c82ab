/* SPDX-License-Identifier: BSD-2-Clause */
/* The connection to a TPM that pages, dawdles, refuses, or answers garbage. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_tcti.h"
#include "tpm.h"

/* A TPM with handles 0x81000001 to 0x81000000 + count, some per page. */
struct handles_tpm {
	uint32_t count, per_page;
	bool stuck;   /* the same first page for ever */
	bool endless; /* always one more, always more */
	unsigned int busy;
	uint32_t busy_code;
};

static struct tpm *open_fake(struct fake_tcti *fake)
{
	struct tpm *tpm = NULL;

	fake_tcti_use(fake);
	assert_int_equal(tpm_open("fake:", 250, &tpm), TSS2_RC_SUCCESS);
	assert_non_null(tpm);
	assert_int_equal(fake->transmitted, 0);
	return tpm;
}

static TSS2_RC answer_handles(void *arg, const uint8_t *command, size_t size, uint8_t *response,
			      size_t *ret_size)
{
	struct handles_tpm *model = arg;
	uint32_t first = fake_get32(command + 14);
	uint8_t body[FAKE_TCTI_MAX];
	uint32_t next, n = 0;
	size_t end;

	assert_int_equal(size, 22);
	assert_int_equal(fake_get32(command + 6), TPM2_CC_GetCapability);
	if (model->busy) {
		model->busy--;
		*ret_size = fake_response(response, model->busy_code, NULL, 0);
		return TSS2_RC_SUCCESS;
	}
	if (model->stuck || first < 0x81000001)
		first = 0x81000001;
	next = first;
	end = 9;
	while (n < model->per_page && (model->endless || next <= 0x81000000 + model->count)) {
		end = fake_put(body, end, next++, 4);
		n++;
	}
	fake_put(body, 0, model->stuck || model->endless || next <= 0x81000000 + model->count, 1);
	fake_put(body, 1, TPM2_CAP_HANDLES, 4);
	fake_put(body, 5, n, 4);
	*ret_size = fake_response(response, 0, body, end);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC ask_handles(struct handles_tpm *model, uint32_t bound, struct fake_tcti *fake,
			   TPM2_HANDLE **ret_handles, size_t *ret_count)
{
	struct tpm *tpm;
	void *data = NULL;
	TSS2_RC rc;

	*fake = (struct fake_tcti){ .answer = answer_handles, .arg = model };
	tpm = open_fake(fake);
	rc = tpm_capability(tpm, TPM2_CAP_HANDLES, 0x81000000, bound, &data, ret_count);
	*ret_handles = data;
	assert_int_equal(tpm_commands(tpm), fake->transmitted);
	tpm_close(tpm);
	assert_int_equal(fake->finalized, 1);
	return rc;
}

static void test_pages(void **state)
{
	struct handles_tpm model = { .count = 7, .per_page = 3 };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 0;

	(void)state;
	assert_int_equal(ask_handles(&model, 0, &fake, &handles, &count), 0);
	assert_int_equal(count, 7);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(handles[i], 0x81000001 + i);
	assert_int_equal(fake.transmitted, 3);
	assert_int_equal(fake.last_timeout, 250);
	free(handles);
}

static void test_bound(void **state)
{
	struct handles_tpm model = { .count = 7, .per_page = 3 };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 0;

	(void)state;
	assert_int_equal(ask_handles(&model, 0x81000003, &fake, &handles, &count), 0);
	assert_int_equal(count, 2);
	assert_int_equal(fake.transmitted, 1);
	free(handles);
}

static void test_none(void **state)
{
	struct handles_tpm model = { .count = 0, .per_page = 3 };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 1;

	(void)state;
	assert_int_equal(ask_handles(&model, 0, &fake, &handles, &count), 0);
	assert_int_equal(count, 0);
	free(handles);
}

static void test_same_page_for_ever(void **state)
{
	struct handles_tpm model = { .count = 7, .per_page = 3, .stuck = true };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 0;

	(void)state;
	assert_int_equal(ask_handles(&model, 0, &fake, &handles, &count), 0);
	assert_int_equal(count, 3);
	assert_int_equal(fake.transmitted, 2);
	free(handles);
}

static void test_endless_pages(void **state)
{
	struct handles_tpm model = { .per_page = 2, .endless = true };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 0;

	(void)state;
	assert_int_equal(ask_handles(&model, 0, &fake, &handles, &count), 0);
	assert_int_equal(fake.transmitted, 64);
	assert_int_equal(count, 128);
	free(handles);
}

static void test_sends_again_when_asked(void **state)
{
	const uint32_t codes[] = { TPM2_RC_RETRY, TPM2_RC_YIELDED, TPM2_RC_TESTING,
				   TSS2_RESMGR_TPM_RC_LAYER | TPM2_RC_RETRY };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct handles_tpm model = { .count = 1, .per_page = 3, .busy = 2 };

		model.busy_code = codes[i];
		assert_int_equal(ask_handles(&model, 0, &fake, &handles, &count), 0);
		assert_int_equal(count, 1);
		assert_int_equal(fake.transmitted, 3);
		free(handles);
	}
}

static void test_gives_up(void **state)
{
	struct handles_tpm model = { .busy = 1000, .busy_code = TPM2_RC_RETRY };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 0;

	(void)state;
	assert_int_equal(ask_handles(&model, 0, &fake, &handles, &count), TPM2_RC_RETRY);
	assert_null(handles);
	assert_int_equal(fake.transmitted, 6);
}

static void test_refusal(void **state)
{
	struct handles_tpm model = { .busy = 1, .busy_code = 0x1c4 };
	struct fake_tcti fake;
	TPM2_HANDLE *handles;
	size_t count = 0;

	(void)state;
	assert_int_equal(ask_handles(&model, 0, &fake, &handles, &count), 0x1c4);
	assert_null(handles);
	assert_int_equal(fake.transmitted, 1);
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

static void test_open_fails(void **state)
{
	struct fake_tcti fake = { .open_rc = TSS2_TCTI_RC_NOT_SUPPORTED };
	struct tpm *tpm = NULL;

	(void)state;
	fake_tcti_use(&fake);
	assert_int_equal(tpm_open("nonsense", -1, &tpm), TSS2_TCTI_RC_NOT_SUPPORTED);
	assert_null(tpm);
	tpm_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_same_page_for_ever),
		cmocka_unit_test(test_endless_pages),
		cmocka_unit_test(test_sends_again_when_asked),
		cmocka_unit_test(test_gives_up),
		cmocka_unit_test(test_refusal),
		cmocka_unit_test(test_garbage),
		cmocka_unit_test(test_vendor_bytes),
		cmocka_unit_test(test_pcrs),
		cmocka_unit_test(test_pcrs_that_do_not_come),
		cmocka_unit_test(test_pcrs_that_nobody_wanted),
		cmocka_unit_test(test_fewer_digests_than_pcrs),
		cmocka_unit_test(test_open_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
