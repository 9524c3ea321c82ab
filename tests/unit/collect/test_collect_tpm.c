/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TPM's answers, or its refusals, become in the report. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "capabilities.h"
#include "collect.h"
#include "connection.h"
#include "fake_tcti.h"
#include "identity.h"
#include "outcome.h"
#include "tpm-state.h"

struct tagged {
	uint32_t property, value;
};

/* An Infineon SLB 9665 with firmware 5.62.12.8320, as far as is needed here. */
static const struct tagged slb9665[] = {
	{ TPM2_PT_FAMILY_INDICATOR, 0x322e3000 },
	{ TPM2_PT_LEVEL, 0 },
	{ TPM2_PT_REVISION, 116 },
	{ TPM2_PT_DAY_OF_YEAR, 15 },
	{ TPM2_PT_YEAR, 2016 },
	{ TPM2_PT_MANUFACTURER, 0x49465800 },
	{ TPM2_PT_VENDOR_STRING_1, 0x534c4239 },
	{ TPM2_PT_VENDOR_STRING_2, 0x36363500 },
	{ TPM2_PT_VENDOR_STRING_3, 0 },
	{ TPM2_PT_VENDOR_STRING_4, 0 },
	{ TPM2_PT_VENDOR_TPM_TYPE, 0 },
	{ TPM2_PT_FIRMWARE_VERSION_1, 0x0005003e },
	{ TPM2_PT_FIRMWARE_VERSION_2, 0x000c3600 },
	{ TPM2_PT_MODES, 1 },
	{ TPM2_PT_PERMANENT, 0x80000607 },
	{ TPM2_PT_STARTUP_CLEAR, 0x8000000e },
	{ TPM2_PT_LOCKOUT_COUNTER, 5 },
	{ 0x2ff, 0xcafe },
};

struct model {
	const struct tagged *properties;
	size_t n_properties;
	bool one_page;	 /* fixed and variable properties in one page */
	uint32_t refuse; /* code for every capability but the properties */
	uint32_t all;	 /* code for every capability */
	TSS2_RC transport;
	unsigned int transport_after; /* commands that still work */
	unsigned int seen;
	unsigned int limit; /* of commands */
};

static size_t put_properties(const struct model *model, uint32_t first, uint8_t *body)
{
	size_t end = 9;
	uint32_t n = 0;

	for (size_t i = 0; i < model->n_properties; i++) {
		uint32_t property = model->properties[i].property;

		if (property < first || (!model->one_page && property >> 8 != first >> 8))
			continue;
		end = fake_put(body, end, property, 4);
		end = fake_put(body, end, model->properties[i].value, 4);
		n++;
	}
	fake_put(body, 0, 0, 1);
	fake_put(body, 1, TPM2_CAP_TPM_PROPERTIES, 4);
	fake_put(body, 5, n, 4);
	return end;
}

static TSS2_RC answer(void *arg, const uint8_t *command, size_t size, uint8_t *response,
		      size_t *ret_size)
{
	struct model *model = arg;
	uint32_t code = fake_get32(command + 6);
	uint8_t body[FAKE_TCTI_MAX] = { 0 };

	(void)size;
	if (model->transport && model->seen++ >= model->transport_after)
		return model->transport;
	if (code == TPM2_CC_ReadClock) {
		fake_put(body, 0, 11, 8);
		fake_put(body, 8, 22, 8);
		fake_put(body, 16, 33, 4);
		fake_put(body, 20, 44, 4);
		body[24] = 1;
		*ret_size = fake_response(response, model->all, body, model->all ? 0 : 25);
	} else if (code == TPM2_CC_GetTestResult) {
		fake_put(body, 2, model->all, 4);
		*ret_size = fake_response(response, 0, body, 6);
	} else if (code != TPM2_CC_GetCapability || model->all) {
		*ret_size = fake_response(response, model->all ? model->all : 0x143, NULL, 0);
	} else if (fake_get32(command + 10) == TPM2_CAP_TPM_PROPERTIES) {
		*ret_size = fake_response(response, 0, body,
					  put_properties(model, fake_get32(command + 14), body));
	} else if (model->refuse) {
		*ret_size = fake_response(response, model->refuse, NULL, 0);
	} else {
		/* An empty list. */
		fake_put(body, 1, fake_get32(command + 10), 4);
		*ret_size = fake_response(response, 0, body, 9);
	}
	return TSS2_RC_SUCCESS;
}

static TSS2_RC collect(struct model *model, unsigned int parts, struct report **ret_report,
		       struct tpm_report **ret_tpm, unsigned int *ret_commands)
{
	struct fake_tcti fake = { .answer = answer, .arg = model };
	struct tpm *tpm;
	TSS2_RC rc;

	fake_tcti_use(&fake);
	assert_int_equal(tpm_open("fake", -1, &tpm), 0);
	tpm_limit_commands(tpm, model->limit);
	*ret_report = report_new();
	*ret_tpm = report_add_tpm(*ret_report);
	rc = collect_tpm(*ret_report, *ret_tpm, tpm, parts);
	*ret_commands = tpm_commands(tpm);
	assert_int_equal((*ret_tpm)->connection->commands.value, *ret_commands);
	tpm_close(tpm);
	return rc;
}

#define MODEL                                   \
	((struct model){ .properties = slb9665, \
			 .n_properties = sizeof(slb9665) / sizeof(slb9665[0]) })
static void test_identity(void **state)
{
	struct model model = MODEL;
	struct tpm_report *tpm;
	struct report *report;
	unsigned int commands;

	(void)state;
	for (int one_page = 0; one_page < 2; one_page++) {
		const struct identity *identity;

		model.one_page = one_page;
		assert_int_equal(collect(&model, COLLECT_IDENTITY, &report, &tpm, &commands), 0);
		assert_int_equal(commands, one_page ? 3 : 4);
		identity = tpm->identity;
		assert_string_equal(identity->family.value, "2.0");
		assert_string_equal(identity->manufacturer.value, "IFX");
		assert_string_equal(identity->manufacturer_name.value, "Infineon");
		assert_string_equal(identity->vendor_string.value, "SLB9665");
		assert_string_equal(identity->firmware_raw.value, "0005003e 000c3600");
		assert_string_equal(identity->firmware.value, "5.62.12.13824");
		assert_string_equal(identity->firmware_systemd.value, "5.62.800256");
		assert_string_equal(
			identity->modalias.value,
			"fi2.0:lv0:rv1.16:sy2016:sd15:mfIFX:vsSLB9665:ty0:fw5.62.800256:");
		assert_int_equal(identity->revision.value, 116);
		assert_int_equal(identity->fips_140_2.value, 1);

		assert_int_equal(tpm->state->in_lockout.value, 1);
		assert_int_equal(tpm->state->tpm_generated_eps.value, 1);
		assert_int_equal(tpm->state->disable_clear.value, 0);
		assert_int_equal(tpm->state->disable_clear.fact.presence, PRESENCE_PRESENT);
		assert_int_equal(tpm->state->platform_hierarchy.value, 0);
		assert_int_equal(tpm->state->platform_nv.value, 1);
		assert_int_equal(tpm->state->orderly.value, 1);
		assert_int_equal(tpm->state->lockout_counter.value, 5);
		/* Not among its properties: absent, which is not 0. */
		assert_int_equal(tpm->state->max_auth_fail.fact.presence, PRESENCE_ABSENT);
		assert_int_equal(tpm->state->clock_ms.value, 22);
		assert_int_equal(tpm->state->reset_count.value, 33);
		assert_string_equal(tpm->state->self_test.value, "success");
		assert_int_equal(tpm->capabilities->commands.fact.presence, PRESENCE_NOT_COLLECTED);
		report_free(report);
	}
}

static void test_capabilities(void **state)
{
	struct model model = MODEL;
	struct tpm_report *tpm;
	struct report *report;
	const struct property *last;
	unsigned int commands;

	(void)state;
	assert_int_equal(collect(&model, COLLECT_CAPABILITIES | COLLECT_IDENTITY, &report, &tpm,
				 &commands),
			 0);
	assert_true(commands <= 20);
	assert_int_equal(tpm->capabilities->properties_fixed.count, 14);
	assert_int_equal(tpm->capabilities->properties_variable.count, 4);
	last = (const struct property *)tpm->capabilities->properties_variable.items + 3;
	assert_string_equal(last->name.value, "0x2ff");
	assert_int_equal(last->raw.value, 0xcafe);
	assert_int_equal(tpm->capabilities->handles_nv_index.fact.presence, PRESENCE_PRESENT);
	assert_int_equal(tpm->capabilities->handles_nv_index.count, 0);
	report_free(report);
}

/* A flag of several bits, the reserved ones among them, is shown shifted to bit 0. */
static void test_flags(void **state)
{
	struct model model = MODEL;
	struct tpm_report *tpm;
	struct report *report;
	const struct property *permanent;
	const struct flag *flags;
	unsigned int commands;

	(void)state;
	assert_int_equal(collect(&model, COLLECT_CAPABILITIES, &report, &tpm, &commands), 0);
	permanent = tpm->capabilities->properties_variable.items;
	assert_string_equal(permanent->name.value, "TPM2_PT_PERMANENT");
	assert_int_equal(permanent->flags.count, 8);
	flags = permanent->flags.items;
	assert_string_equal(flags[0].name.value, "ownerAuthSet");
	assert_int_equal(flags[0].value.value, 1);
	assert_string_equal(flags[7].name.value, "reserved2");
	assert_int_equal(flags[7].value.value, 0x80000000 >> 11);
	report_free(report);
}

static void test_refused_is_absent(void **state)
{
	const uint32_t codes[] = { 0x1c4, 0x084, 0x143, 0xb0143, 0x2c4, 0x1cb, 0xc01c4 };

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct model model = MODEL;
		struct tpm_report *tpm;
		struct report *report;
		unsigned int commands;

		model.refuse = codes[i];
		assert_int_equal(collect(&model, COLLECT_CAPABILITIES | COLLECT_PCRS, &report, &tpm,
					 &commands),
				 0);
		assert_int_equal(tpm->capabilities->commands.fact.presence, PRESENCE_ABSENT);
		assert_int_equal(tpm->capabilities->vendor.fact.presence, PRESENCE_ABSENT);
		assert_int_equal(tpm->pcr_values.fact.presence, PRESENCE_ABSENT);
		assert_int_equal(tpm->capabilities->properties_fixed.count, 14);
		assert_int_equal(tpm->connection->error.fact.presence, PRESENCE_NOT_COLLECTED);
		report_free(report);
	}
}

/* Another code of the TPM's is a failure of that one question, and the next is asked. */
static void test_other_code_is_a_failure(void **state)
{
	struct model model = MODEL;
	struct tpm_report *tpm;
	struct report *report;
	unsigned int commands;

	(void)state;
	model.refuse = TPM2_RC_NV_UNAVAILABLE;
	assert_int_equal(collect(&model, COLLECT_CAPABILITIES, &report, &tpm, &commands), 0);
	assert_int_equal(commands, 18);
	assert_int_equal(tpm->capabilities->commands.fact.presence, PRESENCE_FAILED);
	assert_true(tpm->capabilities->commands.fact.error_is_rc);
	assert_int_equal(tpm->capabilities->commands.fact.error, TPM2_RC_NV_UNAVAILABLE);
	report_free(report);
}

static void test_failure_mode(void **state)
{
	struct model model = MODEL;
	struct tpm_report *tpm;
	struct report *report;
	unsigned int commands;

	(void)state;
	model.all = TPM2_RC_FAILURE;
	assert_int_equal(collect(&model, COLLECT_IDENTITY | COLLECT_CAPABILITIES, &report, &tpm,
				 &commands),
			 TPM2_RC_FAILURE);
	/* The first refusal, and the self-test's result. */
	assert_int_equal(commands, 2);
	assert_string_equal(tpm->state->self_test.value, "failure");
	assert_int_equal(tpm->state->self_test_result.value, TPM2_RC_FAILURE);
	assert_int_equal(tpm->identity->family.fact.presence, PRESENCE_FAILED);
	assert_int_equal(tpm->connection->error.value, TPM2_RC_FAILURE);
	assert_non_null(strstr(tpm->connection->error_text.value, "failure mode"));
	assert_non_null(tpm->connection->remedy.value);
	report_free(report);
}

static void test_transport_ends_the_questions(void **state)
{
	struct model model = MODEL;
	struct tpm_report *tpm;
	struct report *report;
	unsigned int commands;

	(void)state;
	model.transport = TSS2_TCTI_RC_IO_ERROR;
	model.transport_after = 5;
	assert_int_equal(collect(&model, COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_PCRS,
				 &report, &tpm, &commands),
			 TSS2_TCTI_RC_IO_ERROR);
	assert_int_equal(commands, 6);
	assert_string_equal(tpm->identity->manufacturer.value, "IFX");
	assert_int_equal(tpm->capabilities->vendor.fact.presence, PRESENCE_FAILED);
	assert_int_equal(tpm->capabilities->vendor.fact.error, TSS2_TCTI_RC_IO_ERROR);
	assert_int_equal(tpm->pcr_values.fact.presence, PRESENCE_FAILED);
	assert_non_null(tpm->connection->error_text.value);
	report_free(report);
}

/* What the limit leaves no room for was not asked, and is no failure. */
static void test_limit(void **state)
{
	const unsigned int parts = COLLECT_IDENTITY | COLLECT_BOOT_PCRS | COLLECT_VALIDITY;
	struct model model = MODEL;
	struct tpm_report *tpm;
	struct report *report;
	unsigned int commands, all;

	(void)state;
	assert_int_equal(collect(&model, parts, &report, &tpm, &all), 0);
	assert_int_equal(all, 6);
	assert_int_equal(tpm->connection->left_out.count, 0);
	assert_int_equal(tpm->ek_certificates.fact.presence, PRESENCE_PRESENT);
	report_free(report);
	for (model.limit = 1; model.limit <= all; model.limit++) {
		assert_int_equal(collect(&model, parts, &report, &tpm, &commands), 0);
		assert_int_equal(commands, model.limit);
		assert_int_equal(tpm->connection->error_text.fact.presence, PRESENCE_NOT_COLLECTED);
		assert_int_equal(tpm->connection->left_out.count > 0, model.limit < all);
		assert_int_equal(tpm->state->self_test.fact.presence,
				 model.limit < 4 ? PRESENCE_NOT_COLLECTED : PRESENCE_PRESENT);
		assert_int_equal(tpm->ek_certificates.fact.presence,
				 model.limit < 6 ? PRESENCE_NOT_COLLECTED : PRESENCE_PRESENT);
		if (model.limit == 4)
			assert_string_equal(*(const char **)tpm->connection->left_out.items,
					    "capabilities");
		report_free(report);
	}
}

/* Bytes from the TPM that are neither text nor harmless. */
static void test_untrusted_text(void **state)
{
	static const struct tagged odd[] = {
		{ TPM2_PT_FAMILY_INDICATOR, 0x322e3020 },   { TPM2_PT_MANUFACTURER, 0x1b5b314d },
		{ TPM2_PT_VENDOR_STRING_1, 0x41203a20 },    { TPM2_PT_VENDOR_STRING_2, 0x42ff0000 },
		{ TPM2_PT_FIRMWARE_VERSION_1, 0xffffffff }, { TPM2_PT_FIRMWARE_VERSION_2, 0 },
	};
	struct model model = { .properties = odd, .n_properties = sizeof(odd) / sizeof(odd[0]) };
	struct tpm_report *tpm;
	struct report *report;
	unsigned int commands;

	(void)state;
	assert_int_equal(collect(&model, COLLECT_IDENTITY, &report, &tpm, &commands), 0);
	assert_string_equal(tpm->identity->family.value, "2.0");
	assert_null(strchr(tpm->identity->manufacturer.value, '\033'));
	assert_int_equal(tpm->identity->manufacturer_name.fact.presence, PRESENCE_ABSENT);
	assert_non_null(
		strstr(tpm->identity->modalias.value, ":mf_[1M:vsA_:_B_:ty0:fw65535.65535.0:"));
	report_free(report);
}

static void test_response_code(void **state)
{
	struct report *report = report_new();
	const struct response_code *codes;

	(void)state;
	collect_response_code(report, 0x98e);
	collect_response_code(report, 0x00050001);
	assert_int_equal(report->response_codes.count, 2);
	codes = report->response_codes.items;
	assert_int_equal(codes[0].code.value, 0x98e);
	assert_string_equal(codes[0].hex.value, "0x0000098e");
	assert_string_equal(codes[0].layer.value, "TPM");
	assert_string_equal(codes[0].name.value, "TPM2_RC_AUTH_FAIL");
	assert_int_equal(codes[0].session.value, 1);
	assert_int_equal(codes[0].parameter.fact.presence, PRESENCE_ABSENT);
	assert_non_null(codes[0].remedy.value);
	assert_string_equal(codes[1].layer.value, "unknown layer");
	assert_int_equal(codes[1].name.fact.presence, PRESENCE_ABSENT);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_capabilities),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_refused_is_absent),
		cmocka_unit_test(test_other_code_is_a_failure),
		cmocka_unit_test(test_failure_mode),
		cmocka_unit_test(test_transport_ends_the_questions),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_untrusted_text),
		cmocka_unit_test(test_response_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
