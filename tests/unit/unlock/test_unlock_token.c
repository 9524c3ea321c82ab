/* SPDX-License-Identifier: BSD-2-Clause */
/* Tokens as each version of systemd writes them, from a real one; and tokens that nobody should
 * write. */
#include "unlock_fixture.h"

#include "clevis-token.h"
#include "systemd-token.h"

#define PCR(n) (UINT32_C(1) << (n))

/* Token 1 of systemd 252, bound to PCRs 0 and 7; or number 5, with a signed PCR 11. */
static struct json_object *real_token(size_t number)
{
	struct luks_header *header = load_luks("systemd-252.luks");

	return json_tokener_parse(header->tokens[number].json);
}

static struct unlock_binding read_token(struct json_object *token)
{
	struct unlock_binding binding = { .kind = BINDING_SYSTEMD_TPM2, .type = "systemd-tpm2" };

	systemd_token_read(&arena, token, &binding);
	json_object_put(token);
	return binding;
}

/* Members of `more` into a token; null takes one out. */
static struct json_object *with(struct json_object *token, const char *more)
{
	struct json_object *changes = json_tokener_parse(more);

	assert_non_null(changes);
	json_object_object_foreach(changes, key, value)
	{
		if (value)
			json_object_object_add(token, key, json_object_get(value));
		else
			json_object_object_del(token, key);
	}
	json_object_put(changes);
	return token;
}

static void every_version_is_read(void **state)
{
	/* A serialised ESYS_TR of an NV index is in the fixture of 257; here is a persistent
	 * object without more. */
	static const struct {
		const char *version, *changes;
		bool guessed, salted;
	} versions[] = {
		{ "248", "{\"tpm2-pcr-bank\":null,\"tpm2-primary-alg\":null,\"tpm2-pin\":null}",
		  true, false },
		{ "250", "{\"tpm2-pin\":null}", false, false },
		{ "251", "{\"tpm2-pin\":false}", false, false },
		{ "253", "{\"tpm2_salt\":\"AAAA\"}", false, true },
		{ "254", "{\"tpm2_srk\":\"gQAAAQAAAAAAAA==\"}", false, false },
		{ "255", "{\"tpm2_pcrlock\":false,\"tpm2_srk\":\"gQAAAQAAAAAAAA==\"}", false,
		  false },
		{ "newer", "{\"tpm2-pin\":null,\"tpm2_new\":{\"a\":[1]},\"tpm3\":null}", false,
		  false },
	};
	struct pcr_values banks[2];

	(void)state;
	load_pcrs("systemd-252.pcrs", banks);
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct unlock_binding binding =
			read_token(with(real_token(1), versions[i].changes));

		assert_null(binding.fault);
		assert_int_equal(binding.bank_guessed, versions[i].guessed);
		assert_int_equal(binding.salted, versions[i].salted);
		assert_int_equal(binding.primary_alg, TPM2_ALG_ECC);
		assert_int_equal(binding.srk.known, !!strstr(versions[i].changes, "tpm2_srk"));
		assert_int_equal(binding.pcrs, PCR(0) | PCR(7));
		assert_int_equal(check(&binding, 0, banks, NULL), POLICY_HOLDS);
	}
}

/* 257 writes lists where there are two sealed objects; a list of one is the same as one. */
static void a_list_of_one_is_one(void **state)
{
	struct json_object *token = real_token(1), *list;
	static const char *const keys[] = { "tpm2-blob", "tpm2-policy-hash" };
	struct unlock_binding binding;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		list = json_object_new_array();
		json_object_array_add(list,
				      json_object_get(json_object_object_get(token, keys[i])));
		json_object_object_add(token, keys[i], list);
	}
	binding = read_token(token);
	assert_null(binding.fault);
	assert_int_equal(binding.n_shards, 1);
}

static void the_object_prevails_over_the_token(void **state)
{
	struct pcr_values banks[2];
	struct unlock_binding binding =
		read_token(with(real_token(1), "{\"tpm2-policy-hash\":\"00112233\"}"));

	(void)state;
	load_pcrs("systemd-252.pcrs", banks);
	assert_null(binding.fault);
	assert_true(binding.shards[0].policy_differs);
	assert_int_equal(check(&binding, 0, banks, NULL), POLICY_HOLDS);
}

/* A signed policy and literal PCRs; the key is ECC, which 255 takes. */
static void an_ecc_key_signs(void **state)
{
	static const char key[] =
		"{\"tpm2_pubkey\":\""
		"LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RR"
		"Z0FFT3hGZjlhc21HWFN5Q0ZEKzZDaWVyMERMREhWNQpHdTIvS0hDcnU2SURDUUNwK3NNdzVyL0IrV2lR"
		"TE9EdjRXanZjM200Ri90ZXc3RDFKbkVsbVdxUkt3PT0KLS0tLS1FTkQgUFVCTElDIEtFWS0tLS0tCg=="
		"\"}";
	struct unlock_binding binding = read_token(with(real_token(5), key));

	(void)state;
	assert_null(binding.fault);
	assert_int_equal(binding.signer->area.type, TPM2_ALG_ECC);
	assert_int_equal(binding.signer->bits, 256);
	assert_int_equal(binding.signer->name.size, 34);
	assert_int_equal(binding.signer->name_exponent_0.size, 0);
	assert_int_equal(binding.signer->area.unique.ecc.x.size, 32);
}

/* Of a reference nothing is concluded, unless it gives the stored digest. */
static void a_policy_reference_is_not_guessed(void **state)
{
	struct unlock_binding binding =
		read_token(with(real_token(5), "{\"tpm2_pubkey_ref\":\"initrd\"}"));
	struct policy_digest digest;
	struct pcr_values banks[2];

	(void)state;
	load_pcrs("systemd-252.pcrs", banks);
	assert_non_null(binding.fault);
	assert_int_equal(check(&binding, 0, banks, NULL), POLICY_UNKNOWN);
	policy_start(&digest, TPM2_ALG_SHA256);
	policy_authorize(&digest, &binding.signer->name, (struct bytes){ "initrd", 6 });
	binding.shards[0].policy = (struct bytes){ digest.digest.buffer, digest.digest.size };
	assert_int_equal(check(&binding, 0, banks, NULL), POLICY_HOLDS);
	binding = read_token(with(real_token(5), "{\"tpm2_argon2id_lanes\":4}"));
	assert_null(binding.fault);
	assert_int_equal(check(&binding, 0, banks, NULL), POLICY_HOLDS);
}

static void hostile_tokens_say_what_is_wrong(void **state)
{
	static const char *const changes[] = {
		"{\"tpm2-blob\":null}",
		"{\"tpm2-blob\":7}",
		"{\"tpm2-blob\":\"!\"}",
		"{\"tpm2-blob\":\"AAAA\"}",
		"{\"tpm2-blob\":\"//////////8=\"}",
		"{\"tpm2-blob\":[]}",
		"{\"tpm2-blob\":[\"AA\",\"AA\",\"AA\"],\"tpm2-policy-hash\":[\"\",\"\",\"\"]}",
		"{\"tpm2-pcrs\":null}",
		"{\"tpm2-pcrs\":[24]}",
		"{\"tpm2-pcrs\":[-1]}",
		"{\"tpm2-pcrs\":[1.5]}",
		"{\"tpm2-pcrs\":\"7\"}",
		"{\"tpm2-pcr-bank\":\"md5\"}",
		"{\"tpm2-pcr-bank\":0}",
		"{\"tpm2-policy-hash\":\"zz\"}",
		"{\"tpm2-primary-alg\":\"dsa\"}",
		"{\"tpm2_pubkey_pcrs\":[11]}",
		"{\"tpm2_pubkey_pcrs\":[11],\"tpm2_pubkey\":\"AAAA\"}",
		"{\"tpm2_pubkey_pcrs\":[99],\"tpm2_pubkey\":\"AAAA\"}",
		"{\"tpm2_srk\":\"AAAA\"}",
		"{\"tpm2_srk\":\"gQAAAQAAAAAAAQ==\"}",
		"{\"tpm2_pcrlock\":true,\"tpm2_pcrlock_nv\":\"gQAAAf//AAAAAQ==\"}",
	};
	struct pcr_values banks[2];

	(void)state;
	load_pcrs("systemd-252.pcrs", banks);
	memset(banks[0].value[7], 0xaa, 32);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct unlock_binding binding = read_token(with(real_token(1), changes[i]));

		if (!binding.fault)
			print_error("no fault: %s\n", changes[i]);
		assert_non_null(binding.fault);
		/* Of what was not read whole nothing is said. */
		for (size_t j = 0; j < binding.n_shards; j++)
			assert_int_equal(check(&binding, j, banks, NULL), POLICY_UNKNOWN);
	}
}

static char *base64url(const char *text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const size_t size = strlen(text);
	char *encoded = arena_alloc(&arena, size * 2 + 8);
	size_t n = 0;

	for (size_t i = 0; i < size; i++) {
		/* Six bits at a time, of bytes that are followed by zeros. */
		if (i % 3 == 0)
			encoded[n++] = digits[(uint8_t)text[i] >> 2];
		encoded[n++] = i % 3 == 0 ? digits[(text[i] & 3) << 4 | (uint8_t)text[i + 1] >> 4]
			       : i % 3 == 1
				       ? digits[(text[i] & 15) << 2 | (uint8_t)text[i + 1] >> 6]
				       : digits[text[i] & 63];
	}
	return encoded;
}

static struct unlock_binding read_clevis(const char *clevis)
{
	struct unlock_binding binding = { .type = "" };
	const char *jwe = arena_printf(
		&arena, "%s.a.b.c.d",
		base64url(arena_printf(&arena, "{\"alg\":\"dir\",\"clevis\":%s}", clevis)));

	assert_true(clevis_jwe_read(&arena, jwe, strlen(jwe), &binding));
	return binding;
}

static void pcr_ids_of_all_forms(void **state)
{
	static const struct {
		const char *ids;
		uint32_t pcrs;
	} forms[] = {
		{ "\"0,7\"", PCR(0) | PCR(7) },
		{ "\"7, 11\"", PCR(7) | PCR(11) },
		{ "[0,7]", PCR(0) | PCR(7) },
		{ "[\"7\"]", PCR(7) },
		{ "\"\"", 0 },
		{ "\"23\"", PCR(23) },
	};
	static const char *const bad[] = { "\"24\"", "\"a\"", "\"7;8\"", "[24]", "{}", "\"100\"" };

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct unlock_binding binding = read_clevis(arena_printf(
			&arena,
			"{\"pin\":\"tpm2\",\"tpm2\":{\"hash\":\"sha256\",\"key\":\"ecc\","
			"\"pcr_bank\":\"sha1\",\"pcr_ids\":%s}}",
			forms[i].ids));

		assert_int_equal(binding.kind, BINDING_CLEVIS_TPM2);
		assert_int_equal(binding.pcrs, forms[i].pcrs);
		assert_int_equal(binding.bank, forms[i].pcrs ? TPM2_ALG_SHA1 : 0);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_string_equal(
			read_clevis(arena_printf(&arena,
						 "{\"pin\":\"tpm2\",\"tpm2\":{\"pcr_ids\":%s}}",
						 bad[i]))
				.fault,
			"pcr_ids is no list of PCRs");
}

/* sss in sss, this many levels, around tang. */
static const char *nested(unsigned int levels)
{
	const char *text = "{\"pin\":\"tang\",\"tang\":{}}";

	for (; levels; levels--)
		text = arena_printf(&arena,
				    "{\"pin\":\"sss\",\"sss\":{\"t\":1,\"jwe\":[\"%s.x\"]}}",
				    base64url(arena_printf(&arena, "{\"clevis\":%s}", text)));
	return text;
}

static void nesting_is_bounded(void **state)
{
	struct unlock_binding binding = read_clevis(nested(4)), *inner = &binding;
	struct arena_text wide = { .arena = &arena };

	(void)state;
	for (unsigned int i = 0; i < 4; i++) {
		assert_int_equal(inner->kind, BINDING_CLEVIS_SSS);
		assert_null(inner->fault);
		assert_int_equal(inner->n_children, 1);
		inner = inner->children;
	}
	assert_int_equal(inner->kind, BINDING_CLEVIS_TANG);
	assert_false(binding_wants_tpm(&binding));

	binding = read_clevis(nested(5));
	for (inner = &binding; inner->n_children; inner = inner->children)
		assert_null(inner->fault);
	assert_non_null(inner->fault);

	for (unsigned int i = 0; i <= BINDING_MAX_LEAVES; i++)
		arena_text_add(&wide, ",", "\"e30.x\"");
	binding = read_clevis(arena_printf(
		&arena, "{\"pin\":\"sss\",\"sss\":{\"t\":1,\"jwe\":[%s]}}", wide.text));
	assert_non_null(binding.fault);
	assert_int_equal(binding.n_children, 0);
	assert_non_null(
		read_clevis("{\"pin\":\"sss\",\"sss\":{\"t\":2,\"jwe\":[\"e30.x\"]}}").fault);
	assert_int_equal(read_clevis("{\"pin\":\"pkcs11\",\"pkcs11\":{}}").kind,
			 BINDING_CLEVIS_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(every_version_is_read, clear_arena),
		cmocka_unit_test_teardown(a_list_of_one_is_one, clear_arena),
		cmocka_unit_test_teardown(the_object_prevails_over_the_token, clear_arena),
		cmocka_unit_test_teardown(an_ecc_key_signs, clear_arena),
		cmocka_unit_test_teardown(a_policy_reference_is_not_guessed, clear_arena),
		cmocka_unit_test_teardown(hostile_tokens_say_what_is_wrong, clear_arena),
		cmocka_unit_test_teardown(pcr_ids_of_all_forms, clear_arena),
		cmocka_unit_test_teardown(nesting_is_bounded, clear_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
