/* SPDX-License-Identifier: BSD-2-Clause */
/* A TPM that dawdles, refuses, or never answers. */
#include <stdarg.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_tcti.h"
#include "tpm-connection.h"
#include "tpm.h"

/* Refuses `busy` commands with a code, then tells its self test's result. */
struct busy_tpm {
	unsigned int busy;
	uint32_t code;
};

static struct tpm *open_fake(struct fake_tcti *fake, int timeout_ms)
{
	struct tpm *tpm = NULL;

	fake_tcti_use(fake);
	assert_int_equal(tpm_open("fake:", timeout_ms, &tpm), TSS2_RC_SUCCESS);
	assert_non_null(tpm);
	assert_int_equal(fake->transmitted, 0);
	return tpm;
}

static TSS2_RC answer_test_result(void *arg, const uint8_t *command, size_t size, uint8_t *response,
				  size_t *ret_size)
{
	static const uint8_t result[] = { 0, 0, 0, 0, 0, 7 };
	struct busy_tpm *model = arg;

	assert_int_equal(size, 10);
	assert_int_equal(fake_get32(command + 6), TPM2_CC_GetTestResult);
	if (model->busy) {
		model->busy--;
		*ret_size = fake_response(response, model->code, NULL, 0);
	} else {
		*ret_size = fake_response(response, 0, result, sizeof(result));
	}
	return TSS2_RC_SUCCESS;
}

static void test_sends_again_when_asked(void **state)
{
	const uint32_t codes[] = { TPM2_RC_RETRY, TPM2_RC_YIELDED, TPM2_RC_TESTING,
				   TSS2_RESMGR_TPM_RC_LAYER | TPM2_RC_RETRY };

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct busy_tpm model = { .busy = 2, .code = codes[i] };
		struct fake_tcti fake = { .answer = answer_test_result, .arg = &model };
		struct tpm *tpm = open_fake(&fake, FAKE_TCTI_DAY_MS);
		uint32_t result = 0;

		assert_int_equal(tpm_test_result(tpm, &result), 0);
		assert_int_equal(result, 7);
		assert_int_equal(fake.transmitted, 3);
		assert_int_equal(tpm_commands(tpm), 3);
		tpm_close(tpm);
	}
}

/* After that it is no longer asked again, until it has answered once. */
static void test_gives_up(void **state)
{
	struct busy_tpm model = { .busy = 8, .code = TPM2_RC_RETRY };
	struct fake_tcti fake = { .answer = answer_test_result, .arg = &model };
	struct tpm *tpm = open_fake(&fake, FAKE_TCTI_DAY_MS);
	uint32_t result = 0;

	(void)state;
	assert_int_equal(tpm_test_result(tpm, &result), TPM2_RC_RETRY);
	assert_int_equal(fake.transmitted, 6);
	assert_int_equal(tpm_test_result(tpm, &result), TPM2_RC_RETRY);
	assert_int_equal(tpm_test_result(tpm, &result), TPM2_RC_RETRY);
	assert_int_equal(fake.transmitted, 8);
	assert_int_equal(result, 0);
	assert_int_equal(tpm_test_result(tpm, &result), 0);
	model.busy = 1;
	assert_int_equal(tpm_test_result(tpm, &result), 0);
	assert_int_equal(fake.transmitted, 11);
	tpm_close(tpm);
}

/* What is sent again counts; nothing is sent beyond the limit. */
static void test_limit(void **state)
{
	struct busy_tpm model = { .busy = 2, .code = TPM2_RC_RETRY };
	struct fake_tcti fake = { .answer = answer_test_result, .arg = &model };
	struct tpm *tpm = open_fake(&fake, FAKE_TCTI_DAY_MS);
	uint32_t result = 0;

	(void)state;
	tpm_limit_commands(tpm, 4);
	assert_int_equal(tpm_test_result(tpm, &result), 0);
	assert_int_equal(tpm_test_result(tpm, &result), 0);
	assert_int_equal(tpm_commands(tpm), 4);
	assert_int_equal(tpm_test_result(tpm, &result), TPM_LIMIT_REACHED);
	assert_int_equal(fake.transmitted, 4);
	tpm_limit_commands(tpm, 5);
	model.busy = 1;
	assert_int_equal(tpm_test_result(tpm, &result), TPM_LIMIT_REACHED);
	assert_int_equal(fake.transmitted, 5);
	tpm_limit_commands(tpm, 0);
	assert_int_equal(tpm_test_result(tpm, &result), 0);
	tpm_close(tpm);
}

static void test_refusal(void **state)
{
	struct busy_tpm model = { .busy = 1, .code = 0x1c4 };
	struct fake_tcti fake = { .answer = answer_test_result, .arg = &model };
	struct tpm *tpm = open_fake(&fake, FAKE_TCTI_DAY_MS);
	uint32_t result = 0;

	(void)state;
	assert_int_equal(tpm_test_result(tpm, &result), 0x1c4);
	assert_int_equal(fake.transmitted, 1);
	assert_int_equal(fake.last_timeout, FAKE_TCTI_DAY_MS);
	tpm_close(tpm);
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

/* Nobody posts it: the module's receive waits until the process ends. */
static sem_t never;

static TSS2_RC answer_never(void *arg, const uint8_t *command, size_t size, uint8_t *response,
			    size_t *ret_size)
{
	(void)arg;
	(void)command;
	(void)size;
	(void)response;
	*ret_size = 0;
	return TSS2_RC_SUCCESS;
}

static void wait_for_ever(void *arg)
{
	while (sem_wait(arg))
		;
}

/* A module that ignores the timeout: the answer never comes, so that any timeout passes first. */
static void test_stuck_module(void **state)
{
	static struct fake_tcti fake = { .answer = answer_never,
					 .before_receive = wait_for_ever,
					 .before_receive_arg = &never };
	struct tpm *tpm = open_fake(&fake, 20);
	uint32_t result = 0;

	(void)state;
	assert_int_equal(sem_init(&never, 0, 0), 0);
	assert_int_equal(tpm_test_result(tpm, &result), TSS2_TCTI_RC_TRY_AGAIN);
	assert_int_equal(tpm_test_result(tpm, &result), TSS2_TCTI_RC_TRY_AGAIN);
	assert_int_equal(fake.transmitted, 1);
	tpm_close(tpm);
	assert_int_equal(fake.finalized, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sends_again_when_asked),
		cmocka_unit_test(test_gives_up),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_refusal),
		cmocka_unit_test(test_open_fails),
		cmocka_unit_test(test_stuck_module),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
