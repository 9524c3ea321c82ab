/* SPDX-License-Identifier: BSD-2-Clause */
/* The digests that are computed here are those that systemd 252 and 257 and clevis stored. */
#include "unlock_fixture.h"

#include <errno.h>

#include "pcr-candidates.h"
#include "pcrlock.h"
#include "signature.h"

#define PCR(n) (UINT32_C(1) << (n))

static void check_systemd(const char *name, bool has_srk)
{
	static const struct {
		uint32_t pcrs, signed_pcrs;
		uint16_t bank;
		bool pin;
	} expected[] = {
		{ PCR(7), 0, TPM2_ALG_SHA256, false },
		{ PCR(0) | PCR(7), 0, TPM2_ALG_SHA256, false },
		{ PCR(23), 0, TPM2_ALG_SHA1, false },
		{ PCR(16), 0, TPM2_ALG_SHA256, true },
		{ 0, 0, 0, false },
		{ 0, PCR(11), TPM2_ALG_SHA256, false },
		{ PCR(7), PCR(11), TPM2_ALG_SHA256, false },
	};
	char path[64];
	struct unlock_binding *bindings;
	struct pcr_values banks[2];
	size_t n;

	snprintf(path, sizeof(path), "%s.pcrs", name);
	load_pcrs(path, banks);
	snprintf(path, sizeof(path), "%s.luks", name);
	n = bindings_of_luks(&arena, load_luks(path), &bindings);
	assert_int_equal(n, sizeof(expected) / sizeof(expected[0]));
	for (size_t i = 0; i < n; i++) {
		const struct unlock_binding *binding = &bindings[i];
		const struct binding_shard *shard = &binding->shards[0];

		assert_null(binding->fault);
		assert_int_equal(binding->kind, BINDING_SYSTEMD_TPM2);
		assert_int_equal(binding->token, i);
		assert_int_equal(binding->pcrs, expected[i].pcrs);
		assert_int_equal(binding->signed_pcrs, expected[i].signed_pcrs);
		assert_int_equal(binding->bank, expected[i].bank);
		assert_int_equal(binding->pin, expected[i].pin);
		assert_false(binding->bank_guessed);
		assert_int_equal(binding->n_shards, 1);
		assert_int_equal(binding->n_keyslots, 1);
		assert_int_equal(binding->keyslots[0].number, i + 1);
		assert_true(binding->keyslot_usable);
		assert_int_equal(binding->srk.known, has_srk);
		assert_false(shard->policy_differs);
		assert_int_equal(shard->has_no_da, has_srk && !binding->pin);
		assert_int_equal(shard->is_signed, expected[i].signed_pcrs != 0);
		assert_int_equal(check(binding, 0, banks, NULL), POLICY_HOLDS);
		if (has_srk) {
			assert_int_equal(binding->srk.handle, 0x81000001);
			assert_true(binding->srk.has_public);
		}
	}
	/* Another value of a PCR that is in it, and of one that is not. */
	banks[0].value[7][0] ^= 1;
	assert_int_equal(check(&bindings[0], 0, banks, NULL), POLICY_DIFFERS);
	assert_int_equal(check(&bindings[1], 0, banks, NULL), POLICY_DIFFERS);
	assert_int_equal(check(&bindings[2], 0, banks, NULL), POLICY_HOLDS);
	assert_int_equal(check(&bindings[5], 0, banks, NULL), POLICY_HOLDS);
	assert_int_equal(check(&bindings[6], 0, banks, NULL), POLICY_DIFFERS);
	/* A value that is not known says nothing. */
	banks[0].known &= ~PCR(7);
	assert_int_equal(check(&bindings[0], 0, banks, NULL), POLICY_UNKNOWN);
	assert_int_equal(check(&bindings[3], 0, banks, NULL), POLICY_HOLDS);
}

static void systemd_252_policies_are_computed(void **state)
{
	(void)state;
	check_systemd("systemd-252", false);
}

static void systemd_257_policies_are_computed(void **state)
{
	(void)state;
	check_systemd("systemd-257", true);
}

static void credentials_are_read(void **state)
{
	static const char *const versions[] = { "systemd-252", "systemd-257" };
	struct pcr_values banks[2];
	char path[64];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct unlock_binding *binding;
		struct bytes bytes;

		snprintf(path, sizeof(path), "%s.pcrs", versions[i]);
		load_pcrs(path, banks);
		snprintf(path, sizeof(path), "%s.cred", versions[i]);
		bytes = load(path);
		binding = binding_of_file(&arena, bytes.data, bytes.size);
		assert_non_null(binding);
		assert_null(binding->fault);
		assert_int_equal(binding->kind, BINDING_SYSTEMD_CREDS);
		assert_string_equal(binding->type, "tpm2");
		assert_int_equal(binding->pcrs, PCR(0) | PCR(7));
		assert_int_equal(check(binding, 0, banks, NULL), POLICY_HOLDS);

		snprintf(path, sizeof(path), "%s-signed.cred", versions[i]);
		bytes = load(path);
		binding = binding_of_file(&arena, bytes.data, bytes.size);
		assert_non_null(binding);
		assert_null(binding->fault);
		assert_int_equal(binding->pcrs, PCR(7));
		assert_int_equal(binding->signed_pcrs, PCR(11));
		assert_int_equal(check(binding, 0, banks, NULL), POLICY_HOLDS);
		banks[0].value[7][31] ^= 0x80;
		assert_int_equal(check(binding, 0, banks, NULL), POLICY_DIFFERS);
	}
}

static void clevis_is_read(void **state)
{
	const struct unlock_binding *sss, *inner;
	struct unlock_binding *bindings;
	struct pcr_values banks[2];

	(void)state;
	load_pcrs("clevis.pcrs", banks);
	assert_int_equal(bindings_of_luks(&arena, load_luks("clevis.luks"), &bindings), 4);
	for (size_t i = 0; i < 3; i++) {
		assert_null(bindings[i].fault);
		assert_int_equal(bindings[i].kind, BINDING_CLEVIS_TPM2);
		assert_true(bindings[i].shards[0].has_no_da);
		assert_int_equal(check(&bindings[i], 0, banks, NULL), POLICY_HOLDS);
	}
	assert_int_equal(bindings[0].pcrs, PCR(7));
	assert_int_equal(bindings[1].pcrs, 0);
	assert_int_equal(bindings[2].pcrs, PCR(0) | PCR(7) | PCR(23));
	assert_int_equal(bindings[2].bank, TPM2_ALG_SHA1);
	assert_int_equal(bindings[2].session_hash, TPM2_ALG_SHA384);
	assert_int_equal(bindings[2].primary_alg, TPM2_ALG_RSA);
	sss = &bindings[3];
	assert_null(sss->fault);
	assert_int_equal(sss->kind, BINDING_CLEVIS_SSS);
	assert_int_equal(sss->threshold, 2);
	assert_int_equal(sss->n_children, 3);
	for (size_t i = 0; i < 3; i++) {
		inner = &sss->children[i];
		if (inner->kind == BINDING_CLEVIS_SSS) {
			assert_int_equal(inner->threshold, 1);
			assert_int_equal(inner->n_children, 1);
			inner = &inner->children[0];
			assert_int_equal(inner->pcrs, PCR(4));
		}
		assert_int_equal(inner->kind, BINDING_CLEVIS_TPM2);
		assert_int_equal(check(inner, 0, banks, NULL), POLICY_HOLDS);
	}
	banks[0].value[7][0] ^= 1;
	banks[1].value[23][0] ^= 1;
	assert_int_equal(check(&bindings[0], 0, banks, NULL), POLICY_DIFFERS);
	assert_int_equal(check(&bindings[1], 0, banks, NULL), POLICY_HOLDS);
	assert_int_equal(check(&bindings[2], 0, banks, NULL), POLICY_DIFFERS);
}

/* A token whose bank is not named: the one that fits. */
static void a_missing_bank_is_guessed(void **state)
{
	struct unlock_binding *bindings;
	struct policy_result result;
	const struct policy_facts none = { 0 };
	struct luks_header *header = load_luks("systemd-252.luks");
	struct pcr_values banks[2];

	(void)state;
	load_pcrs("systemd-252.pcrs", banks);
	for (size_t i = 0; i < header->n_tokens; i++) {
		char *at = strstr(header->tokens[i].json, "\"tpm2-pcr-bank\"");

		if (at)
			memcpy(at, "\"another-name1\"", 15);
	}
	bindings_of_luks(&arena, header, &bindings);
	assert_true(bindings[0].bank_guessed && bindings[2].bank_guessed);
	unlock_policy_check(&bindings[0], 0, banks, 2, &none, &result);
	assert_int_equal(result.match, POLICY_HOLDS);
	assert_int_equal(result.bank, TPM2_ALG_SHA256);
	unlock_policy_check(&bindings[2], 0, banks, 2, &none, &result);
	assert_int_equal(result.match, POLICY_HOLDS);
	assert_int_equal(result.bank, TPM2_ALG_SHA1);
}

static enum signature_match match_of(const char *json, const struct unlock_binding *binding,
				     const struct pcr_values *values)
{
	struct signature_file *file;
	const char *fault;

	assert_int_equal(signature_file_read(&arena, json, strlen(json), &file, &fault), 0);
	return signature_match(file, binding, values, NULL);
}

/* Of a policy that does not hold: bank, PCRs, key, value, signature. */
static void signatures_are_matched(void **state)
{
	static const struct {
		const char *from, *to;
		enum signature_match match;
	} faults[] = {
		{ "", "", SIGNATURE_HOLDS },
		{ "\"sha256\"", "\"sha384\"", SIGNATURE_NO_BANK },
		{ "[11]", "[12]", SIGNATURE_OTHER_PCRS },
		{ "[11]", "[11,12]", SIGNATURE_OTHER_PCRS },
		{ "\"pkfp\":\"df", "\"pkfp\":\"00", SIGNATURE_OTHER_KEY },
		{ "\"pol\":\"93", "\"pol\":\"00", SIGNATURE_OTHER_VALUE },
		{ "\"sig\":\"", "\"sig\":\"AAAA", SIGNATURE_INVALID },
	};
	static const char *const versions[] = { "systemd-252", "systemd-257" };
	struct unlock_binding *bindings;
	struct pcr_values banks[2];
	char path[64];

	(void)state;
	for (size_t v = 0; v < 2; v++) {
		const char *json;

		snprintf(path, sizeof(path), "%s.pcrs", versions[v]);
		load_pcrs(path, banks);
		snprintf(path, sizeof(path), "%s.luks", versions[v]);
		bindings_of_luks(&arena, load_luks(path), &bindings);
		snprintf(path, sizeof(path), "%s.signature.json", versions[v]);
		json = load(path).data;
		for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
			const char *at = strstr(json, faults[i].from);

			assert_non_null(at);
			assert_int_equal(match_of(arena_printf(&arena, "%.*s%s%s", (int)(at - json),
							       json, faults[i].to,
							       at + strlen(faults[i].from)),
						  &bindings[5], banks),
					 faults[i].match);
		}
		banks[0].value[11][0] ^= 1;
		assert_int_equal(match_of(json, &bindings[5], banks), SIGNATURE_OTHER_VALUE);
		banks[0].known &= ~PCR(11);
		assert_int_equal(match_of(json, &bindings[5], banks), SIGNATURE_UNKNOWN);
		assert_int_equal(match_of(json, &bindings[0], banks), SIGNATURE_UNKNOWN);
	}
}

static void pcrlock_is_computed(void **state)
{
	const struct policy_facts none = { 0 };
	const struct bytes json = load("pcrlock-257.json"), nv = load("pcrlock-257.nv");
	struct unlock_binding *bindings;
	struct pcrlock_policy *policy;
	struct pcrlock_state compared;
	struct policy_result result;
	struct policy_facts facts;
	struct pcr_values banks[2];
	uint8_t other[64];
	const char *fault;

	(void)state;
	load_pcrs("pcrlock-257.pcrs", banks);
	assert_int_equal(pcrlock_read(&arena, json.data, json.size, &policy, &fault), 0);
	assert_true(policy->has_nv_public && policy->nv.known && policy->srk.known);
	assert_int_equal(policy->n_pcrs, 5);
	assert_int_equal(policy->pcrs[0].n_values, 4);
	assert_true(pcrlock_nv_matches(policy, nv));
	memcpy(other, nv.data, nv.size);
	other[10] ^= 1;
	assert_false(pcrlock_nv_matches(policy, (struct bytes){ other, nv.size }));
	assert_false(pcrlock_nv_matches(policy, (struct bytes){ nv.data, nv.size - 1 }));

	facts = (struct policy_facts){ .pcrlock_nv = &policy->nv_public };
	assert_int_equal(bindings_of_luks(&arena, load_luks("pcrlock-257.luks"), &bindings), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_null(bindings[i].fault);
		assert_true(bindings[i].pcrlock && pcrlock_is_of(policy, &bindings[i]));
		assert_int_equal(bindings[i].n_shards, i == 2 ? 2 : 1);
		for (size_t j = 0; j < bindings[i].n_shards; j++)
			assert_int_equal(check(&bindings[i], j, banks, &facts), POLICY_HOLDS);
	}
	assert_true(bindings[1].pin);
	assert_true(bindings[2].shards[0].is_signed && bindings[2].shards[1].is_pcrlock);
	/* The token alone knows its NV index, too. */
	assert_int_equal(check(&bindings[0], 0, banks, &none), POLICY_HOLDS);
	bindings[0].pcrlock_nv = (struct esys_reference){ 0 };
	unlock_policy_check(&bindings[0], 0, banks, 2, &none, &result);
	assert_int_equal(result.match, POLICY_UNKNOWN);
	assert_non_null(result.why);

	pcrlock_compare(policy, banks, &compared);
	assert_int_equal(compared.in_variant, 0x2f);
	assert_int_equal(compared.in_no_variant | compared.unknown, 0);
	banks[0].value[2][0] ^= 1;
	banks[0].known &= ~PCR(3);
	pcrlock_compare(policy, banks, &compared);
	assert_int_equal(compared.in_no_variant, PCR(2));
	assert_int_equal(compared.unknown, PCR(3));
	assert_int_equal(compared.variant[2], -1);
	assert_int_equal(compared.variant[0], 0);
}

static struct unlock_binding *load_file(const char *name)
{
	const struct bytes bytes = load(name);
	struct unlock_binding *binding = binding_of_file(&arena, bytes.data, bytes.size);

	assert_non_null(binding);
	assert_null(binding->fault);
	assert_int_equal(binding->n_shards, 1);
	return binding;
}

static void tss2_keys_are_read(void **state)
{
	static const struct policy_facts none;
	struct candidate_set sets[2] = { 0 };
	const struct candidates candidates = { .sets = sets, .n_sets = 2, .n_bases = 1 };
	struct candidates_result found;
	struct unlock_binding *plain, *grub;
	struct policy_result result;
	struct pcr_values banks[2];

	(void)state;
	load_pcrs("tss2.pcrs", banks);
	plain = load_file("tss2.pem");
	assert_int_equal(plain->kind, BINDING_TSS2_KEY);
	assert_int_equal(plain->parent, 0x81000001);
	assert_true(plain->empty_auth && !plain->pin && !plain->branches_signed);
	assert_int_equal(plain->pcrs, PCR(0) | PCR(7));
	assert_int_equal(plain->bank, TPM2_ALG_SHA256);
	assert_int_equal(check(plain, 0, banks, NULL), POLICY_HOLDS);
	grub = load_file("tss2-grub.der");
	assert_int_equal(grub->kind, BINDING_GRUB_TPM2);
	assert_true(grub->branches_signed);
	assert_int_equal(grub->n_branches, 2);
	unlock_policy_check(grub, 0, banks, 2, &none, &result);
	assert_int_equal(result.match, POLICY_HOLDS);
	assert_int_equal(result.branch, 1);
	assert_string_equal(grub->branches[1].name, "current");

	sets[1].values = banks[0];
	banks[0].value[7][0] ^= 1;
	sets[0].values = banks[0];
	assert_int_equal(check(plain, 0, banks, NULL), POLICY_DIFFERS);
	assert_int_equal(check(grub, 0, banks, NULL), POLICY_DIFFERS);
	candidates_search(plain, 0, &none, &candidates, &found);
	assert_int_equal(found.outcome, CANDIDATES_FOUND);
	assert_int_equal(found.n_differ, 1);
	assert_int_equal(found.differ[0].pcr, 7);
	/* A signature of something else proves nothing. */
	banks[0].value[7][0] ^= 1;
	((uint8_t *)grub->branches[1].steps[1].data.data)[400] ^= 1;
	assert_int_equal(check(grub, 0, banks, NULL), POLICY_DIFFERS);

	/* Without a list of commands the PCRs are not known. */
	assert_int_equal(load_file("tss2.hex")->kind, BINDING_TRUSTED_KEY);
	assert_int_equal(load_file("tss2.raw")->kind, BINDING_GRUB_TPM2);
	unlock_policy_check(load_file("tss2.raw"), 0, banks, 2, &none, &result);
	assert_int_equal(result.match, POLICY_UNKNOWN);
	assert_non_null(result.why);
	assert_null(binding_of_file(&arena, "nonsense", 8));
	assert_null(binding_of_file(&arena, "", 0));
}

/* systemd 255.0 wrote the exponent of RSA keys as 0: the same key with another name. */
static void both_forms_of_an_exponent_are_tried(void **state)
{
	struct unlock_binding *bindings;
	struct policy_digest digest;
	struct policy_result result;
	const struct policy_facts none = { 0 };
	struct pcr_values banks[2];

	(void)state;
	load_pcrs("systemd-257.pcrs", banks);
	bindings_of_luks(&arena, load_luks("systemd-257.luks"), &bindings);
	policy_start(&digest, TPM2_ALG_SHA256);
	policy_authorize(&digest, &bindings[5].signer->name_exponent_0, (struct bytes){ 0 });
	bindings[5].shards[0].policy = (struct bytes){ digest.digest.buffer, 32 };
	unlock_policy_check(&bindings[5], 0, banks, 2, &none, &result);
	assert_int_equal(result.match, POLICY_HOLDS);
	assert_int_equal(result.exponent, EXPONENT_0);
	bindings[5].shards[0].policy.size = 31;
	assert_int_equal(check(&bindings[5], 0, banks, NULL), POLICY_DIFFERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(systemd_252_policies_are_computed, clear_arena),
		cmocka_unit_test_teardown(systemd_257_policies_are_computed, clear_arena),
		cmocka_unit_test_teardown(credentials_are_read, clear_arena),
		cmocka_unit_test_teardown(clevis_is_read, clear_arena),
		cmocka_unit_test_teardown(a_missing_bank_is_guessed, clear_arena),
		cmocka_unit_test_teardown(signatures_are_matched, clear_arena),
		cmocka_unit_test_teardown(pcrlock_is_computed, clear_arena),
		cmocka_unit_test_teardown(tss2_keys_are_read, clear_arena),
		cmocka_unit_test_teardown(both_forms_of_an_exponent_are_tried, clear_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
