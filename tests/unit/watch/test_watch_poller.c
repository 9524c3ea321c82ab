/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/watch/round.c: how many commands a round takes, and what a failure means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_tcti.h"
#include "identity.h"
#include "poller.h"
#include "tpm-state.h"
#include "tpm.h"

struct model {
	uint32_t rc;	   /* to every command; 0: answers */
	uint32_t clock_rc; /* to TPM2_ReadClock alone */
	TSS2_RC transport;
	uint32_t resets;
	bool talkative; /* says moreData, and goes on into the next group of properties */
	unsigned int fixed, variable, clock; /* seen */
};

static size_t put_properties(const struct model *model, uint32_t first, uint8_t *body)
{
	static const uint32_t all[][2] = {
		{ TPM2_PT_MANUFACTURER, 0x49465800 },
		{ TPM2_PT_FIRMWARE_VERSION_1, 0x00070055 },
		{ TPM2_PT_FIRMWARE_VERSION_2, 1 },
		{ TPM2_PT_PERMANENT, 0x200 },
		{ TPM2_PT_LOCKOUT_COUNTER, 5 },
		{ TPM2_PT_MAX_AUTH_FAIL, 32 },
		{ 0x300, 1 },
	};
	size_t end = 9;
	uint32_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (all[i][0] < first || (!model->talkative && all[i][0] >> 8 != first >> 8))
			continue;
		end = fake_put(body, end, all[i][0], 4);
		end = fake_put(body, end, all[i][1], 4);
		n++;
	}
	fake_put(body, 0, model->talkative, 1);
	fake_put(body, 1, TPM2_CAP_TPM_PROPERTIES, 4);
	fake_put(body, 5, n, 4);
	return end;
}

static TSS2_RC answer(void *arg, const uint8_t *command, size_t size, uint8_t *response,
		      size_t *ret_size)
{
	struct model *model = arg;
	uint32_t code = fake_get32(command + 6), first = 0;
	uint8_t body[FAKE_TCTI_MAX] = { 0 };
	size_t end = 0;

	(void)size;
	if (code == TPM2_CC_GetCapability) {
		first = fake_get32(command + 14);
		model->fixed += first == TPM2_PT_FIXED;
		model->variable += first == TPM2_PT_VAR;
	}
	model->clock += code == TPM2_CC_ReadClock;
	if (model->transport)
		return model->transport;
	if (model->rc || (model->clock_rc && code == TPM2_CC_ReadClock)) {
		*ret_size =
			fake_response(response, model->rc ? model->rc : model->clock_rc, NULL, 0);
		return TSS2_RC_SUCCESS;
	}
	if (code == TPM2_CC_GetCapability) {
		end = put_properties(model, first, body);
	} else if (code == TPM2_CC_ReadClock) {
		end = fake_put(body, end, 1000, 8);
		end = fake_put(body, end, 5000, 8);
		end = fake_put(body, end, model->resets, 4);
		end = fake_put(body, end, 0, 4);
		end = fake_put(body, end, 1, 1);
	} else {
		fail_msg("watch sends command 0x%x", code);
	}
	*ret_size = fake_response(response, 0, body, end);
	return TSS2_RC_SUCCESS;
}

/* A round's availability and commands; more is looked at in sample, if given. */
static enum watch_availability take(struct poller *poller, unsigned int *ret_commands,
				    struct watch_sample *ret_sample)
{
	struct watch_sample sample;
	enum watch_availability availability;

	poller_poll(poller, &sample);
	availability = sample.availability;
	*ret_commands = sample.commands;
	assert_true((availability == WATCH_ANSWERING) == !sample.message);
	if (ret_sample)
		*ret_sample = sample;
	else
		watch_sample_clear(&sample);
	return availability;
}

static void test_commands(void **state)
{
	struct model model = { 0 };
	struct fake_tcti fake = { .answer = answer, .arg = &model };
	struct poller *poller = poller_new("fake");
	struct watch_sample sample;
	unsigned int commands;

	(void)state;
	fake_tcti_use(&fake);
	assert_int_equal(take(poller, &commands, &sample), WATCH_ANSWERING);
	assert_int_equal(commands, WATCH_COMMANDS);
	assert_true(sample.latency_ns > 0);
	assert_string_equal(report_tpm(sample.report, 0)->identity->firmware.value, "7.85.0.1");
	assert_int_equal(report_tpm(sample.report, 0)->state->lockout_counter.value, 5);
	assert_int_equal(report_tpm(sample.report, 0)->state->in_lockout.value, 1);
	watch_sample_clear(&sample);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(take(poller, &commands, &sample), WATCH_ANSWERING);
		assert_int_equal(commands, 2);
		/* Known without being asked for again. */
		assert_string_equal(report_tpm(sample.report, 0)->identity->firmware.value,
				    "7.85.0.1");
		watch_sample_clear(&sample);
	}
	assert_int_equal(model.fixed, 1);
	assert_int_equal(fake.transmitted, 13);
	assert_int_equal(fake.opened, 1);
	/* After a reset it may be another firmware. */
	model.resets++;
	assert_int_equal(take(poller, &commands, NULL), WATCH_ANSWERING);
	assert_int_equal(take(poller, &commands, NULL), WATCH_ANSWERING);
	assert_int_equal(commands, WATCH_COMMANDS);
	assert_int_equal(take(poller, &commands, NULL), WATCH_ANSWERING);
	assert_int_equal(commands, 2);
	poller_free(poller);
	assert_int_equal(fake.finalized, 1);
}

/* More than is asked for is not asked for further. */
static void test_talkative(void **state)
{
	struct model model = { .talkative = true };
	struct fake_tcti fake = { .answer = answer, .arg = &model };
	struct poller *poller = poller_new("fake");
	unsigned int commands;

	(void)state;
	fake_tcti_use(&fake);
	take(poller, &commands, NULL);
	assert_int_equal(commands, WATCH_COMMANDS);
	take(poller, &commands, NULL);
	assert_int_equal(commands, 2);
	poller_free(poller);
}

static void test_codes(void **state)
{
	static const struct {
		uint32_t rc;
		enum watch_availability availability;
	} rows[] = {
		{ TPM2_RC_FAILURE, WATCH_FAILURE }, { TPM2_RC_INITIALIZE, WATCH_REFUSED },
		{ TPM2_RC_UPGRADE, WATCH_REFUSED }, { TPM2_RC_COMMAND_CODE, WATCH_REFUSED },
		{ TPM2_RC_LOCKOUT, WATCH_REFUSED },
	};
	struct model model = { 0 };
	struct fake_tcti fake = { .answer = answer, .arg = &model };
	struct poller *poller = poller_new("fake");
	unsigned int commands;

	(void)state;
	fake_tcti_use(&fake);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		model.rc = rows[i].rc;
		assert_int_equal(take(poller, &commands, NULL), rows[i].availability);
		assert_int_equal(commands, 1);
	}
	model.rc = 0;
	model.clock_rc = TPM2_RC_FAILURE;
	assert_int_equal(take(poller, &commands, NULL), WATCH_FAILURE);
	model.clock_rc = 0;
	assert_int_equal(take(poller, &commands, NULL), WATCH_ANSWERING);
	/* What the TPM says keeps the connection. */
	assert_int_equal(fake.opened, 1);
	poller_free(poller);
}

/* Asked again as often as the TPM wishes, which is made up for afterwards. */
static void test_retries(void **state)
{
	struct model model = { .rc = TPM2_RC_RETRY };
	struct fake_tcti fake = { .answer = answer, .arg = &model };
	struct poller *poller = poller_new("fake");
	unsigned int commands;

	(void)state;
	fake_tcti_use(&fake);
	assert_int_equal(take(poller, &commands, NULL), WATCH_BUSY);
	assert_int_equal(commands, 6);
	assert_int_equal(watch_pause(commands), 2);
	poller_free(poller);
	for (unsigned int n = 0; n < 100; n++)
		assert_true(watch_pause(n) >= 1 && watch_pause(n) * WATCH_COMMANDS >= n &&
			    (watch_pause(n) - 1) * WATCH_COMMANDS <= n);
}

/* A transport that fails is opened anew with the next round, and the TPM may be another one. */
static void test_transport(void **state)
{
	struct model model = { 0 };
	struct fake_tcti fake = { .answer = answer, .arg = &model };
	struct poller *poller = poller_new("fake");
	unsigned int commands;

	(void)state;
	fake_tcti_use(&fake);
	assert_int_equal(take(poller, &commands, NULL), WATCH_ANSWERING);
	model.transport = TSS2_TCTI_RC_IO_ERROR;
	assert_int_equal(take(poller, &commands, NULL), WATCH_NO_ANSWER);
	assert_int_equal(fake.finalized, 1);
	fake.open_rc = TSS2_TCTI_RC_IO_ERROR;
	assert_int_equal(take(poller, &commands, NULL), WATCH_NO_ANSWER);
	assert_int_equal(commands, 0);
	fake.open_rc = 0;
	model.transport = 0;
	assert_int_equal(take(poller, &commands, NULL), WATCH_ANSWERING);
	assert_int_equal(commands, WATCH_COMMANDS);
	assert_int_equal(model.fixed, 2);
	poller_free(poller);
	assert_int_equal(fake.finalized, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),  cmocka_unit_test(test_talkative),
		cmocka_unit_test(test_codes),	  cmocka_unit_test(test_retries),
		cmocka_unit_test(test_transport),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
