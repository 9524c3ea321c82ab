/* SPDX-License-Identifier: BSD-2-Clause */
/* The steps about the endorsement key, its certificate, and an attestation key below it. */
#include "self-test-keys.h"

#include <string.h>

#include "attestation.h"
#include "certificates.h"
#include "credential.h"
#include "keys.h"
#include "self-test-steps.h"
#include "library-crypto.h"

static const struct ek_certificate *certificate_of(const struct self_test *test,
						   const struct ek_template *template)
{
	const struct ek_certificate *certificates = test->tpm_report->ek_certificates.items;

	for (size_t i = 0; i < test->tpm_report->ek_certificates.count; i++)
		if (certificates[i].handle.value == template->certificate)
			return &certificates[i];
	return NULL;
}

static bool is_possible(const struct self_test *test, const struct ek_template *template)
{
	return step_has_algorithm(test, template->type) &&
	       step_has_algorithm(test, template->name_alg) &&
	       (template->type == TPM2_ALG_RSA || step_has_curve(test, template->curve));
}

/* One that is certified ahead of one that is not; then ECC, which is made in milliseconds. */
static const struct ek_template *choose_template(const struct self_test *test)
{
	static const TPM2_ALG_ID types[] = { TPM2_ALG_ECC, TPM2_ALG_RSA };
	const struct ek_template *template;

	if (test->template)
		return test->template;
	for (int certified = 1; certified >= 0; certified--)
		for (size_t t = 0; t < 2; t++)
			for (size_t i = 0; (template = ek_template(i)); i++)
				if (template->type == types[t] && is_possible(test, template) &&
				    (!certified || certificate_of(test, template)))
					return template;
	return NULL;
}

enum step_status step_ek(struct self_test *test)
{
	const char *why = hierarchy_refusal(test->tpm_report, TPM2_RH_ENDORSEMENT);
	TPMT_PUBLIC area;
	TSS2_RC rc;

	if (why)
		return step_skip(test, why);
	test->template = choose_template(test);
	if (!test->template)
		return step_skip(test, "the TPM has the algorithms of no EK template");
	ek_area(test->tpm, test->tpm_report, test->template, &area);
	rc = tpm_create_primary(test->tpm, TPM2_RH_ENDORSEMENT, &area, &test->ek);
	if (rc)
		return step_rc(test, "TPM2_CreatePrimary", rc);
	step_own(test, test->ek.handle);
	fact_set_text(test->report, &test->tpm_report->attestation->ek, test->template->title);
	test->note = arena_printf(&test->report->arena, "%s, %s", test->template->title,
				  step_kind(test, &test->ek.area));
	return STEP_PASS;
}

enum step_status step_certificate(struct self_test *test)
{
	const struct ek_certificate *certificate = certificate_of(test, test->template);
	struct arena *arena = &test->report->arena;
	uint8_t key[PUBLIC_KEY_MAX];
	const char *why;

	if (!certificate)
		return step_skip(test, arena_printf(arena,
						    "NV has no certificate for this key "
						    "(0x%08x)",
						    test->template->certificate));
	if (fact_known(&certificate->error.fact))
		return step_fail(test, certificate->error.value);
	if (!fact_known(&certificate->subject.fact))
		return step_skip(test, "an empty password may not read the certificate");
	if (!fact_known(&certificate->public_key.fact) ||
	    strcmp(certificate->public_key.value,
		   arena_hex(arena, key, public_key_bytes(&test->ek.area, key))) != 0)
		return step_fail(test, "the certificate is for another key than the one that this "
				       "TPM derives");
	if (!test->trust) {
		test->note = "it is for this key; who issued it was not verified (--verify)";
		return STEP_PASS;
	}
	why = certificate_verify(test->tpm_report, certificate, test->trust);
	test->note = why ? why : "it is for this key, and verified";
	return why ? STEP_FAIL : STEP_PASS;
}

/* A session that its command has not used up is still there. */
static TSS2_RC with_ek_session(struct self_test *test,
			       TSS2_RC (*command)(struct self_test *test, TPM2_HANDLE session,
						  void *argument),
			       void *argument)
{
	TPM2_HANDLE session;
	TSS2_RC rc = ek_start_session(test->tpm, &test->ek.area, &session);

	if (rc)
		return rc;
	step_own(test, session);
	rc = command(test, session, argument);
	if (rc)
		step_flush(test, session);
	else
		test->n_owned--; /* the last one */
	return rc;
}

static TSS2_RC create_ak(struct self_test *test, TPM2_HANDLE session, void *blob)
{
	TPMT_PUBLIC area;

	step_signing_area(&test->ek.area, true, &area);
	return tpm_create(test->tpm, test->ek.handle, session, &area, NULL, 0, blob);
}

static TSS2_RC load_ak(struct self_test *test, TPM2_HANDLE session, void *blob)
{
	return tpm_load(test->tpm, test->ek.handle, session, blob, &test->ak);
}

enum step_status step_ak(struct self_test *test)
{
	struct tpm_blob blob;
	TSS2_RC rc = with_ek_session(test, create_ak, &blob);

	if (rc)
		return step_rc(test, "TPM2_Create below the EK", rc);
	rc = with_ek_session(test, load_ak, &blob);
	if (rc)
		return step_rc(test, "TPM2_Load below the EK", rc);
	step_own(test, test->ak.handle);
	test->note =
		arena_printf(&test->report->arena, "%s %s sha256", step_kind(test, &test->ak.area),
			     test->ak.area.type == TPM2_ALG_RSA ? "rsassa" : "ecdsa");
	fact_set_text(test->report, &test->tpm_report->attestation->ak, test->note);
	return STEP_PASS;
}

struct credential {
	TPM2B_ID_OBJECT id;
	TPM2B_ENCRYPTED_SECRET seed;
	TPM2B_DIGEST secret;
};

static TSS2_RC activate(struct self_test *test, TPM2_HANDLE session, void *argument)
{
	struct credential *credential = argument;

	return tpm_activate_credential(test->tpm, test->ak.handle, test->ek.handle, session,
				       &credential->id, &credential->seed, &credential->secret);
}

enum step_status step_credential(struct self_test *test)
{
	struct credential credential = { 0 };
	TPM2B_DIGEST secret = { .size = 32 };
	TSS2_RC rc;

	if (RAND_bytes(secret.buffer, secret.size) != 1 ||
	    !credential_make(&test->ek.area, &test->ak.name, &secret, &credential.id,
			     &credential.seed))
		return step_fail(test, "libcrypto makes no credential for this EK");
	rc = with_ek_session(test, activate, &credential);
	if (rc)
		return step_rc(test, "TPM2_ActivateCredential", rc);
	return step_verdict(test, credential.secret.size == secret.size &&
						  !memcmp(credential.secret.buffer, secret.buffer,
							  secret.size)
					  ? NULL
					  : "the TPM gives out another secret");
}
