/* SPDX-License-Identifier: BSD-2-Clause */
/* Templates, made and recognised; and the registries of handles. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "digest.h"
#include "hash.h"
#include "names-registry.h"
#include "template.h"

static void fill_unique(TPMT_PUBLIC *area)
{
	if (area->type == TPM2_ALG_RSA)
		area->unique.rsa.size = 256;
	else
		area->unique.ecc.x.size = area->unique.ecc.y.size = 32;
	memset(area->unique.rsa.buffer, 0x5a, 200);
}

static void test_ek_recognised(void **state)
{
	const struct ek_template *template;
	TPMT_PUBLIC area, other;
	size_t i;

	(void)state;
	for (i = 0; (template = ek_template(i)); i++) {
		ek_template_area(template, NULL, 0, &area);
		fill_unique(&area);
		assert_ptr_equal(recognise_ek(&area), template);
		assert_ptr_equal(ek_template_named(template->name), template);
		assert_ptr_equal(ek_template_for(template->certificate), template);
		other = area;
		other.objectAttributes ^= TPMA_OBJECT_NODA;
		assert_null(recognise_ek(&other));
		other = area;
		other.authPolicy.buffer[31] ^= 1;
		assert_null(recognise_ek(&other));
		other = area;
		other.authPolicy.size--;
		assert_null(recognise_ek(&other));
		other = area;
		other.nameAlg = TPM2_ALG_SHA1;
		assert_null(recognise_ek(&other));
		other = area;
		if (area.type == TPM2_ALG_RSA)
			other.parameters.rsaDetail.keyBits += 8;
		else
			other.parameters.eccDetail.curveID = TPM2_ECC_SM2_P256;
		assert_null(recognise_ek(&other));
	}
	assert_int_equal(i, 8);
	assert_null(ek_template_named("rsa1024"));
	assert_null(ek_template_for(0x01c00004));
}

/* PolicyOR is a digest over zeros, the command's code, and the branches. */
static void test_policy_b(void **state)
{
	static const TPM2_ALG_ID hashes[] = { TPM2_ALG_SHA256, TPM2_ALG_SHA384, TPM2_ALG_SHA512 };
	static const uint8_t code[] = { 0, 0, 1, 0x71 };
	static const uint8_t secret[] = { 0, 0, 1, 0x51, 0x40, 0, 0, 0x0b };
	static const uint8_t zeros[64];
	const struct ek_template *template;

	(void)state;
	for (size_t h = 0; h < 3; h++) {
		size_t n = hash_size(hashes[h]);
		TPML_DIGEST branches;
		TPM2B_DIGEST policy;
		TPMT_PUBLIC area;

		assert_true(ek_policy_branches(hashes[h], &branches));
		assert_int_equal(branches.count, 2);
		/* PolicySecret, then the empty policyRef */
		assert_true(digest(hashes[h],
				   (struct bytes[]){ { zeros, n }, { secret, sizeof(secret) } }, 2,
				   &policy));
		assert_true(digest(hashes[h], &(struct bytes){ policy.buffer, n }, 1, &policy));
		assert_memory_equal(policy.buffer, branches.digests[0].buffer, n);
		assert_true(digest(hashes[h],
				   (struct bytes[]){ { zeros, n },
						     { code, sizeof(code) },
						     { branches.digests[0].buffer, n },
						     { branches.digests[1].buffer, n } },
				   4, &policy));
		for (size_t i = 0; (template = ek_template(i)); i++) {
			if (!template->is_high || template->name_alg != hashes[h])
				continue;
			ek_template_area(template, NULL, 0, &area);
			assert_int_equal(area.authPolicy.size, n);
			assert_memory_equal(area.authPolicy.buffer, policy.buffer, n);
		}
	}
	assert_false(ek_policy_branches(TPM2_ALG_SHA1, &(TPML_DIGEST){ 0 }));
}

static void test_ek_nonce(void **state)
{
	const uint8_t nonce[] = { 1, 2, 3 };
	uint8_t large[300] = { 1 };
	TPMT_PUBLIC area;

	(void)state;
	ek_template_area(ek_template_named("rsa2048"), nonce, sizeof(nonce), &area);
	assert_int_equal(area.unique.rsa.size, 256);
	assert_memory_equal(area.unique.rsa.buffer, nonce, sizeof(nonce));
	ek_template_area(ek_template_named("p256"), nonce, sizeof(nonce), &area);
	assert_int_equal(area.unique.ecc.x.size, 32);
	assert_memory_equal(area.unique.ecc.x.buffer, nonce, sizeof(nonce));
	assert_int_equal(area.unique.ecc.y.buffer[0], 0);
	/* High-range templates have none, and one that is too large is none. */
	ek_template_area(ek_template_named("p384"), nonce, sizeof(nonce), &area);
	assert_int_equal(area.unique.ecc.x.size, 0);
	ek_template_area(ek_template_named("rsa2048"), large, sizeof(large), &area);
	assert_int_equal(area.unique.rsa.buffer[0], 0);
}

static bool is_among(const char *const *fits, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(fits[i], text))
			return true;
	return false;
}

static void test_srk_recognised(void **state)
{
	const char *fits[RECOGNISED_MAX];
	TPMT_PUBLIC area, ek;
	size_t n;

	(void)state;
	srk_template_area(TPM2_ALG_RSA, &area);
	fill_unique(&area);
	n = recognise_srk(&area, fits);
	assert_true(is_among(fits, n, "Windows") && is_among(fits, n, "systemd"));
	assert_true(is_among(fits, n, "FAPI P_RSA2048SHA256-low-range"));
	assert_false(is_among(fits, n, "FAPI P_RSA2048SHA256-legacy"));
	area.objectAttributes &= ~(TPMA_OBJECT)TPMA_OBJECT_NODA;
	n = recognise_srk(&area, fits);
	assert_int_equal(n, 1);
	assert_string_equal(fits[0], "FAPI P_RSA2048SHA256-legacy");
	srk_template_area(TPM2_ALG_ECC, &area);
	n = recognise_srk(&area, fits);
	assert_false(is_among(fits, n, "Windows"));
	assert_true(is_among(fits, n, "FAPI P_ECCP256SHA256-high-range"));
	area.nameAlg = TPM2_ALG_SHA384;
	area.parameters.eccDetail.curveID = TPM2_ECC_NIST_P384;
	area.parameters.eccDetail.symmetric.keyBits.aes = 256;
	n = recognise_srk(&area, fits);
	assert_int_equal(n, 1);
	assert_string_equal(fits[0], "FAPI P_ECCP384SHA384");
	area.authPolicy.size = 32;
	assert_int_equal(recognise_srk(&area, fits), 0);
	ek_template_area(ek_template_named("p256"), NULL, 0, &ek);
	assert_int_equal(recognise_srk(&ek, fits), 0);
}

static void test_nv_registry(void **state)
{
	static const struct {
		uint32_t index;
		const char *owner, *purpose;
	} rows[] = {
		{ 0x01000000, "TPM maker", NULL },
		{ 0x013fffff, "TPM maker", NULL },
		{ 0x01400000, "platform maker", NULL },
		{ 0x01800000, "platform owner", NULL },
		{ 0x01880001, "platform owner (Windows)", "Windows state bits" },
		{ 0x01bfffff, "platform owner", NULL },
		{ 0x01c00002, "TCG, endorsement", "EK certificate, rsa 2048" },
		{ 0x01c0000a, "TCG, endorsement", "EK certificate, ecc p256" },
		{ 0x01c00004, "TCG, endorsement", "EK template, rsa 2048" },
		{ 0x01c001ff, "TCG, endorsement", "EK certificate chain" },
		{ 0x01c00200, "TCG, endorsement", NULL },
		{ 0x01c08000, "TCG, platform certificates", "platform certificate" },
		{ 0x01c0ffff, "TCG, platform certificates", "platform certificate" },
		{ 0x01c10000, "component maker (Google Cloud)",
		  "attestation key certificate, rsa" },
		{ 0x01c10004, "component maker", NULL },
		{ 0x01c10103, "component maker (Intel)", "Intel TXT platform supplier policy" },
		{ 0x01c101d0, "component maker (Microsoft)",
		  "attestation key certificate (Azure)" },
		{ 0x01c90000, "TCG, device identity", "device identity certificate (IDevID)" },
		{ 0x01d10200, "Linux (systemd)", "systemd NvPCR" },
		{ 0x01d10224, "Linux (systemd)", "systemd NvPCR" },
		{ 0x01d10225, "Linux", "kernel or user space" },
		{ 0x01d105ff, "Linux", NULL },
		{ 0x01d10600, "not registered", NULL },
		{ 0x01ffffff, "not registered", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(nv_owner(rows[i].index), rows[i].owner);
		if (rows[i].purpose)
			assert_string_equal(nv_purpose(rows[i].index), rows[i].purpose);
		else
			assert_null(nv_purpose(rows[i].index));
	}
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(nv_type(0), "ordinary");
	assert_string_equal(nv_type(1 << 4), "counter");
	assert_string_equal(nv_type(2 << 4), "bits");
	assert_string_equal(nv_type(4 << 4), "extend");
	assert_string_equal(nv_type(8 << 4), "pin fail");
	assert_string_equal(nv_type(9 << 4), "pin pass");
	assert_null(nv_type(3 << 4));
	assert_null(nv_type(0xf << 4));
	assert_string_equal(nv_attribute(25), "no_da");
	assert_null(nv_attribute(4));
	assert_null(nv_attribute(32));
	assert_string_equal(object_attribute(10), "noDA");
	assert_null(object_attribute(0));
	assert_null(object_attribute(99));
	assert_string_equal(persistent_hierarchy(0x81000001), "owner");
	assert_string_equal(persistent_hierarchy(0x81010001), "endorsement");
	assert_string_equal(persistent_hierarchy(0x817fffff), "owner");
	assert_string_equal(persistent_hierarchy(0x81800000), "platform");
	assert_string_equal(persistent_purpose(0x81000001), "storage root key (SRK)");
	assert_string_equal(persistent_purpose(0x81010001), "endorsement key (EK)");
	assert_null(persistent_purpose(0x81030000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ek_recognised), cmocka_unit_test(test_policy_b),
		cmocka_unit_test(test_ek_nonce),      cmocka_unit_test(test_srk_recognised),
		cmocka_unit_test(test_nv_registry),   cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
