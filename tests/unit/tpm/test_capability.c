/* SPDX-License-Identifier: BSD-2-Clause */
/* A capability that comes in pages, for ever, or not at all. */
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

/* A TPM with handles 0x81000001 to 0x81000000 + count, some per page. */
struct handles_tpm {
	uint32_t count, per_page;
	bool stuck;   /* the same first page for ever */
	bool endless; /* always one more, always more */
};

static struct tpm *open_fake(struct fake_tcti *fake)
{
	struct tpm *tpm = NULL;

	fake_tcti_use(fake);
	assert_int_equal(tpm_open("fake:", FAKE_TCTI_DAY_MS, &tpm), TSS2_RC_SUCCESS);
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
	assert_int_equal(fake.last_timeout, FAKE_TCTI_DAY_MS);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),	      cmocka_unit_test(test_bound),
		cmocka_unit_test(test_none),	      cmocka_unit_test(test_same_page_for_ever),
		cmocka_unit_test(test_endless_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
