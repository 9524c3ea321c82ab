/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pins tpm2 (of the shell scripts and of the Rust implementation), tpm2plus, tang and sss, which
 * nests others. Nesting is followed BINDING_MAX_DEPTH levels deep, for BINDING_MAX_LEAVES pins.
 */
#include "clevis-token.h"

#include <string.h>
#include <tss2/tss2_tpm2_types.h>

#include "cleanup.h"
#include "sealed-blob.h"

struct walk {
	struct arena *arena;
	unsigned int depth;
	size_t leaves; /* that may still be read */
};

static void read_header(struct walk *walk, struct bytes header, struct unlock_binding *binding);

/* "0,7", or a list of numbers, or of texts that are numbers. */
static bool read_pcr_ids(struct json_object *value, uint32_t *ret_pcrs)
{
	uint32_t pcrs = 0;
	const char *text;

	if (json_object_get_type(value) != json_type_string)
		return json_to_pcrs(value, ret_pcrs);
	text = json_object_get_string(value);
	while (*text) {
		size_t digits = strspn(text, "0123456789");
		unsigned int pcr = 0;

		if (!digits || digits > 2)
			return false;
		for (size_t i = 0; i < digits; i++)
			pcr = pcr * 10 + (unsigned int)(text[i] - '0');
		if (pcr >= PCR_COUNT)
			return false;
		pcrs |= UINT32_C(1) << pcr;
		text += digits;
		text += strspn(text, ", ");
	}
	*ret_pcrs = pcrs;
	return true;
}

static void read_policy(struct json_object *pin, struct unlock_binding *binding)
{
	struct json_object *value;

	binding->session_hash = TPM2_ALG_SHA256;
	if (json_object_object_get_ex(pin, "hash", &value)) {
		binding->session_hash = json_member_hash(pin, "hash");
		if (!binding->session_hash)
			binding_fault(binding, "clevis names a hash that is not known here");
	}
	binding->primary_hash = binding->session_hash;
	if (!json_object_object_get_ex(pin, "pcr_ids", &value) || !value)
		return;
	if (!read_pcr_ids(value, &binding->pcrs))
		binding_fault(binding, "pcr_ids is no list of PCRs");
	if (!binding->pcrs)
		return;
	if (!json_object_object_get_ex(pin, "pcr_bank", &value) || !value) {
		binding->bank = TPM2_ALG_SHA256;
		binding->bank_guessed = true;
		return;
	}
	binding->bank = json_member_hash(pin, "pcr_bank");
	if (!binding->bank)
		binding_fault(binding, "clevis names a PCR bank that is not known here");
}

static void read_tpm2(struct walk *walk, struct json_object *pin, const char *name,
		      struct unlock_binding *binding)
{
	struct json_object *public = NULL, *private = NULL;
	const char *key = json_member_text(walk->arena, pin, "key");
	struct bytes public_bytes, private_bytes;
	struct binding_shard *shard;

	binding->kind = BINDING_CLEVIS_TPM2;
	binding->primary_alg = !strcmp(key, "rsa")	      ? TPM2_ALG_RSA
			       : !*key || !strcmp(key, "ecc") ? TPM2_ALG_ECC
							      : 0;
	if (!binding->primary_alg)
		binding_fault(binding, "clevis names a primary key that is neither ecc nor rsa");
	read_policy(pin, binding);
	if (!strcmp(name, "tpm2plus"))
		binding_fault(binding,
			      "an authorised policy of clevis-pin-tpm2 is not evaluated here");
	json_object_object_get_ex(pin, "jwk_pub", &public);
	json_object_object_get_ex(pin, "jwk_priv", &private);
	if (!json_to_base64(walk->arena, public, &public_bytes) ||
	    !json_to_base64(walk->arena, private, &private_bytes)) {
		binding_fault(binding, "clevis has no sealed object there, or it is no base64");
		return;
	}
	shard = binding_add_shard(binding);
	shard_read(walk->arena, private_bytes, public_bytes, (struct bytes){ 0 }, shard);
	if (shard->fault)
		binding_fault(binding, shard->fault);
}

static void read_compact(struct walk *walk, const char *text, size_t size,
			 struct unlock_binding *binding)
{
	const char *dot = memchr(text, '.', size);
	struct bytes header;

	if (decode_base64(walk->arena, text, dot ? (size_t)(dot - text) : size, &header))
		read_header(walk, header, binding);
	else
		binding_fault(binding, "the header of a JWE is no base64");
}

static void read_sss(struct walk *walk, struct json_object *pin, struct unlock_binding *binding)
{
	struct json_object *list = json_member(pin, "jwe", json_type_array);
	uint64_t threshold = 0;
	size_t n = list ? json_object_array_length(list) : 0;

	binding->kind = BINDING_CLEVIS_SSS;
	if (!json_member_number(pin, "t", UINT32_MAX, &threshold) || !threshold || threshold > n)
		binding_fault(binding, "the threshold of sss does not fit the number of its pins");
	binding->threshold = (unsigned int)threshold;
	if (walk->depth >= BINDING_MAX_DEPTH || n > walk->leaves) {
		binding_fault(binding, "more pins are nested in sss than are followed");
		return;
	}
	walk->leaves -= n;
	walk->depth++;
	binding->children = arena_alloc(walk->arena, n * sizeof(*binding->children));
	for (size_t i = 0; i < n; i++) {
		struct json_object *jwe = json_object_array_get_idx(list, i);
		struct unlock_binding *child = &binding->children[binding->n_children++];

		*child = (struct unlock_binding){ .kind = BINDING_CLEVIS_OTHER,
						  .token = -1,
						  .type = "",
						  .keyslot_usable = true };
		if (json_object_get_type(jwe) == json_type_string)
			read_compact(walk, json_object_get_string(jwe),
				     (size_t)json_object_get_string_len(jwe), child);
		else
			binding_fault(child, "a pin of sss is no JWE");
	}
	walk->depth--;
}

/* The object "clevis" of a JWE's header. */
static void read_pin(struct walk *walk, struct json_object *clevis, struct unlock_binding *binding)
{
	const char *name = json_member_text(walk->arena, clevis, "pin");
	struct json_object *pin = json_member(clevis, name, json_type_object);

	binding->type = name;
	if (!strcmp(name, "tpm2") || !strcmp(name, "tpm2plus"))
		read_tpm2(walk, pin ? pin : json_member(clevis, "tpm2", json_type_object), name,
			  binding);
	else if (!strcmp(name, "sss"))
		read_sss(walk, pin, binding);
	else
		binding->kind = !strcmp(name, "tang") ? BINDING_CLEVIS_TANG : BINDING_CLEVIS_OTHER;
}

static void read_header(struct walk *walk, struct bytes header, struct unlock_binding *binding)
{
	_cleanup_(json_object_putp) struct json_object *root = NULL;
	struct json_object *clevis;
	const char *fault;

	if (json_parse_bytes(walk->arena, header.data, header.size, &root, &fault) < 0) {
		binding_fault(binding, "the header of a JWE is no JSON");
		return;
	}
	clevis = json_member(root, "clevis", json_type_object);
	if (clevis)
		read_pin(walk, clevis, binding);
	else
		binding_fault(binding, "the header of a JWE does not name a pin of clevis");
}

void clevis_token_read(struct arena *arena, struct json_object *token,
		       struct unlock_binding *binding)
{
	struct walk walk = { arena, 0, BINDING_MAX_LEAVES };
	struct json_object *jwe = json_member(token, "jwe", json_type_object);
	struct json_object *protected = json_member(jwe, "protected", json_type_string);
	struct bytes header;

	if (!json_to_base64(arena, protected, &header)) {
		binding_fault(binding, "the token has no JWE, or its header is no base64");
		return;
	}
	read_header(&walk, header, binding);
}

bool clevis_jwe_read(struct arena *arena, const char *text, size_t size,
		     struct unlock_binding *binding)
{
	struct walk walk = { arena, 0, BINDING_MAX_LEAVES };
	const char *dot = memchr(text, '.', size);
	struct bytes header;

	if (!dot || !decode_base64(arena, text, (size_t)(dot - text), &header) || !header.size ||
	    *(const char *)header.data != '{')
		return false;
	read_header(&walk, header, binding);
	return true;
}
