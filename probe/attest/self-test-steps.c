/* SPDX-License-Identifier: BSD-2-Clause */
/* What several steps need: how one ends, what it has loaded, templates. */
#include "self-test-steps.h"

#include <stdlib.h>

#include "rc.h"
#include "capabilities.h"
#include "field.h"
#include "fields.h"

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

		if (((const struct number_fact *)(record + field->offset))->value == id)
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
