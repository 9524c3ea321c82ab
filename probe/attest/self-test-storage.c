/* SPDX-License-Identifier: BSD-2-Clause */
/* The steps about storage: a key and a secret below the storage root key. */
#include "self-test-storage.h"

#include <string.h>

#include "capabilities.h"
#include "self-test-steps.h"
#include "verify.h"
#include "library-crypto.h"

#define SRK UINT32_C(0x81000001)

enum {
	WANTED = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT | TPMA_OBJECT_USERWITHAUTH |
		 TPMA_OBJECT_NODA
};

/* The SRK, if a wrong password for it would count for nothing. */
static bool take_srk(struct self_test *test)
{
	const struct list_fact *list = &test->tpm_report->capabilities->handles_persistent;
	struct tpm_public public;
	bool is_there = false;

	for (size_t i = 0; i < list->count; i++)
		is_there = is_there || ((const uint64_t *)list->items)[i] == SRK;
	if (!is_there || tpm_read_public(test->tpm, SRK, &public) ||
	    (public.area.objectAttributes & WANTED) != WANTED)
		return false;
	test->parent = (struct tpm_key){ SRK, public.area, public.name };
	return true;
}

enum step_status step_storage_key(struct self_test *test)
{
	const char *why = hierarchy_refusal(test->tpm_report, TPM2_RH_OWNER);
	TPMT_PUBLIC area;
	TSS2_RC rc;

	/* Some TPMs have three slots: what attestation used is no longer needed. */
	step_flush_all(test);
	if (take_srk(test)) {
		test->note = arena_printf(&test->report->arena, "the SRK at 0x%08x, %s", SRK,
					  step_kind(test, &test->parent.area));
		return STEP_PASS;
	}
	if (why)
		return step_skip(test, arena_printf(&test->report->arena,
						    "there is no SRK without dictionary-attack "
						    "protection at 0x%08x, and %s",
						    SRK, why));
	srk_template_area(step_has_curve(test, TPM2_ECC_NIST_P256) ? TPM2_ALG_ECC : TPM2_ALG_RSA,
			  &area);
	rc = tpm_create_primary(test->tpm, TPM2_RH_OWNER, &area, &test->parent);
	if (rc)
		return step_rc(test, "TPM2_CreatePrimary", rc);
	step_own(test, test->parent.handle);
	test->note = arena_printf(&test->report->arena, "transient, %s",
				  step_kind(test, &test->parent.area));
	return STEP_PASS;
}

/* An SRK may have a password, which we do not know. */
static enum step_status refused(struct self_test *test, const char *command, TSS2_RC rc)
{
	if (test->parent.handle == SRK && (rc & TPM2_RC_FMT1) &&
	    (rc & (TPM2_RC_FMT1 | 0x3f)) == TPM2_RC_BAD_AUTH)
		return step_skip(test, "the SRK has a password");
	return step_rc(test, command, rc);
}

enum step_status step_wrapped_key(struct self_test *test)
{
	static const char message[] = "tpm-probe";
	const struct bytes bytes = { message, sizeof(message) };
	TPMT_SIGNATURE signature;
	struct tpm_blob blob;
	TPM2B_DIGEST hash;
	struct tpm_key key;
	TPMT_PUBLIC area;
	TSS2_RC rc;

	step_signing_area(&test->parent.area, false, &area);
	if (!digest(TPM2_ALG_SHA256, &bytes, 1, &hash))
		return step_fail(test, "there is no such hash here");
	rc = tpm_create(test->tpm, test->parent.handle, TPM2_RS_PW, &area, NULL, 0, &blob);
	if (rc)
		return refused(test, "TPM2_Create", rc);
	rc = tpm_load(test->tpm, test->parent.handle, TPM2_RS_PW, &blob, &key);
	if (rc)
		return step_rc(test, "TPM2_Load", rc);
	step_own(test, key.handle);
	rc = tpm_sign(test->tpm, key.handle, &hash, &signature);
	step_flush(test, key.handle);
	if (rc)
		return step_rc(test, "TPM2_Sign", rc);
	test->note = arena_printf(&test->report->arena, "%s, signs", step_kind(test, &key.area));
	return step_verdict(test, verify_signature(&key.area, bytes, &signature));
}

enum step_status step_sealed_data(struct self_test *test)
{
	const TPMT_PUBLIC area = {
		.type = TPM2_ALG_KEYEDHASH,
		.nameAlg = TPM2_ALG_SHA256,
		.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
				    TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA,
		.parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL,
	};
	TPM2B_SENSITIVE_DATA data;
	struct tpm_blob blob;
	struct tpm_key key;
	uint8_t secret[32];
	TSS2_RC rc;

	if (RAND_bytes(secret, sizeof(secret)) != 1)
		return step_fail(test, "libcrypto gives no random bytes");
	rc = tpm_create(test->tpm, test->parent.handle, TPM2_RS_PW, &area, secret, sizeof(secret),
			&blob);
	if (rc)
		return refused(test, "TPM2_Create", rc);
	rc = tpm_load(test->tpm, test->parent.handle, TPM2_RS_PW, &blob, &key);
	if (rc)
		return step_rc(test, "TPM2_Load", rc);
	step_own(test, key.handle);
	rc = tpm_unseal(test->tpm, key.handle, &data);
	step_flush(test, key.handle);
	if (rc)
		return step_rc(test, "TPM2_Unseal", rc);
	return step_verdict(test, data.size == sizeof(secret) &&
						  !memcmp(data.buffer, secret, sizeof(secret))
					  ? NULL
					  : "other bytes come out than went in");
}
