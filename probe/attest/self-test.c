/* SPDX-License-Identifier: BSD-2-Clause */
/* What the steps share, and the walk over all of them. */
#include <stdlib.h>

#include "attestation.h"
#include "capabilities.h"
#include "clock.h"
#include "field.h"
#include "fields.h"
#include "rc.h"
#include "self-test-steps.h"

enum step_status step_fail(struct self_test *test, const char *why)
{
	test->note = why;
	return STEP_FAIL;
}

enum step_status step_skip(struct self_test *test, const char *why)
{
	test->note = why;
	return STEP_SKIPPED;
}

enum step_status step_verdict(struct self_test *test, const char *why)
{
	return why ? step_fail(test, why) : STEP_PASS;
}

enum step_status step_rc(struct self_test *test, const char *command, TSS2_RC rc)
{
	struct rc_info info;

	rc_decode(rc, &info);
	return step_fail(test, arena_printf(&test->report->arena, "%s: %s answers %s (0x%08x)",
					    command, info.layer, info.text, rc));
}

void step_own(struct self_test *test, TPM2_HANDLE handle)
{
	if (test->n_owned == OWNED_MAX) /* a step that never flushes */
		abort();
	test->owned[test->n_owned++] = handle;
}

void step_flush(struct self_test *test, TPM2_HANDLE handle)
{
	TSS2_RC rc;

	for (size_t i = 0; i < test->n_owned; i++) {
		if (test->owned[i] != handle)
			continue;
		test->owned[i] = test->owned[--test->n_owned];
		rc = tpm_flush(test->tpm, handle);
		if (!test->flush_rc)
			test->flush_rc = rc;
		return;
	}
}

void step_flush_all(struct self_test *test)
{
	while (test->n_owned)
		step_flush(test, test->owned[test->n_owned - 1]);
}

const char *step_kind(struct self_test *test, const TPMT_PUBLIC *area)
{
	if (area->type == TPM2_ALG_RSA)
		return arena_printf(&test->report->arena, "rsa %u",
				    area->parameters.rsaDetail.keyBits);
	switch (area->parameters.eccDetail.curveID) {
	case TPM2_ECC_NIST_P256:
		return "ecc p256";
	case TPM2_ECC_NIST_P384:
		return "ecc p384";
	case TPM2_ECC_NIST_P521:
		return "ecc p521";
	default:
		return "ecc";
	}
}

static bool has_id(const struct list_fact *list, uint32_t id, const struct record_type *type)
{
	const struct field *field = record_field(type, "id");

	for (size_t i = 0; i < list->count; i++) {
		const char *record = (const char *)list->items + i * type->size;

		if (((const struct number_fact *)field_member(field, record))->value == id)
			return true;
	}
	return false;
}

bool step_has_curve(const struct self_test *test, TPM2_ECC_CURVE curve)
{
	return has_id(&test->tpm_report->capabilities->ecc_curves, curve, &named_id_type);
}

bool step_has_algorithm(const struct self_test *test, TPM2_ALG_ID id)
{
	return has_id(&test->tpm_report->capabilities->algorithms, id, &algorithm_type);
}

void step_signing_area(const TPMT_PUBLIC *parent, bool restricted, TPMT_PUBLIC *ret_area)
{
	*ret_area = (TPMT_PUBLIC){
		.type = parent->type,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
				    TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_USERWITHAUTH |
				    TPMA_OBJECT_NODA | TPMA_OBJECT_SIGN_ENCRYPT |
				    (restricted ? TPMA_OBJECT_RESTRICTED : 0),
	};
	if (parent->type == TPM2_ALG_RSA) {
		TPMS_RSA_PARMS *rsa = &ret_area->parameters.rsaDetail;

		rsa->symmetric.algorithm = TPM2_ALG_NULL;
		rsa->scheme.scheme = TPM2_ALG_RSASSA;
		rsa->scheme.details.rsassa.hashAlg = TPM2_ALG_SHA256;
		rsa->keyBits = 2048;
	} else {
		TPMS_ECC_PARMS *ecc = &ret_area->parameters.eccDetail;

		ecc->symmetric.algorithm = TPM2_ALG_NULL;
		ecc->scheme.scheme = TPM2_ALG_ECDSA;
		ecc->scheme.details.ecdsa.hashAlg = TPM2_ALG_SHA256;
		ecc->curveID = TPM2_ECC_NIST_P256;
		ecc->kdf.scheme = TPM2_ALG_NULL;
	}
}

static enum step_status step_clean_up(struct self_test *test)
{
	step_flush_all(test);
	return test->flush_rc ? step_rc(test, "TPM2_FlushContext", test->flush_rc) : STEP_PASS;
}

enum step {
	STEP_EK,
	STEP_CERTIFICATE,
	STEP_AK,
	STEP_CREDENTIAL,
	STEP_QUOTE,
	STEP_SIGNATURE,
	STEP_NONCE,
	STEP_PCRS,
	STEP_LOG,
	STEP_STORAGE_KEY,
	STEP_WRAPPED_KEY,
	STEP_SEALED_DATA,
	STEP_CLEAN_UP,
	N_STEPS,
};

/* needs: the step without which this one has nothing to work on; itself: none. */
static const struct {
	const char *name;
	enum step_status (*run)(struct self_test *test);
	enum step needs;
} steps[] = {
	[STEP_EK] = { "endorsement key", step_ek, STEP_EK },
	[STEP_CERTIFICATE] = { "certificate", step_certificate, STEP_EK },
	[STEP_AK] = { "attestation key", step_ak, STEP_EK },
	[STEP_CREDENTIAL] = { "credential", step_credential, STEP_AK },
	[STEP_QUOTE] = { "quote", step_quote, STEP_AK },
	[STEP_SIGNATURE] = { "quote signature", step_signature, STEP_QUOTE },
	[STEP_NONCE] = { "quote nonce", step_nonce, STEP_SIGNATURE },
	[STEP_PCRS] = { "quote PCRs", step_pcrs, STEP_SIGNATURE },
	[STEP_LOG] = { "event log", step_log, STEP_PCRS },
	[STEP_STORAGE_KEY] = { "storage key", step_storage_key, STEP_STORAGE_KEY },
	[STEP_WRAPPED_KEY] = { "wrapped key", step_wrapped_key, STEP_STORAGE_KEY },
	[STEP_SEALED_DATA] = { "sealed data", step_sealed_data, STEP_STORAGE_KEY },
	[STEP_CLEAN_UP] = { "clean-up", step_clean_up, STEP_CLEAN_UP },
};

static void record_step(struct self_test *test, enum step step, enum step_status status,
			uint64_t duration_ns)
{
	static const char *const words[] = {
		[STEP_PASS] = "pass", [STEP_FAIL] = "fail", [STEP_SKIPPED] = "skipped"
	};
	struct attest_step *record = list_append(
		&test->report->arena, &test->tpm_report->attestation->steps, sizeof(*record));

	fact_set_text(test->report, &record->name, steps[step].name);
	fact_set_text(test->report, &record->status, words[status]);
	fact_set_text(test->report, &record->reason, test->note);
	record->duration_ns = FACT_NUMBER(duration_ns);
	if (status == STEP_SKIPPED)
		record->duration_ns.fact = FACT_ABSENT;
}

bool self_test(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm,
	       const struct self_test_options *options)
{
	struct self_test test = {
		.report = report, .tpm_report = tpm_report, .tpm = tpm, .options = options
	};
	enum step_status results[N_STEPS] = { STEP_PASS };
	bool good = true;

	for (enum step step = 0; step < N_STEPS; step++) {
		enum step needs = steps[step].needs;
		uint64_t start = now_ns();

		test.note = NULL;
		if (needs != step && results[needs] != STEP_PASS)
			results[step] = step_skip(&test, arena_printf(&report->arena,
								      "needs the step \"%s\"",
								      steps[needs].name));
		else
			results[step] = steps[step].run(&test);
		record_step(&test, step, results[step], now_ns() - start);
		good = good && results[step] != STEP_FAIL;
	}
	return good;
}
