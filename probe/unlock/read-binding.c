/* SPDX-License-Identifier: BSD-2-Clause */
/* Which reader a token or a file is for. */
#include "read-binding.h"

#include <string.h>

#include "clevis-token.h"
#include "cleanup.h"
#include "sealed-blob.h"
#include "systemd-credential.h"
#include "systemd-token.h"
#include "tss2-key.h"

enum { MAX_FILE = 1 << 20 };

static const struct {
	const char *type;
	enum binding_kind kind;
} types[] = {
	{ "systemd-tpm2", BINDING_SYSTEMD_TPM2 },
	{ "clevis", BINDING_CLEVIS_OTHER }, /* until its pin is read */
	{ "grub-tpm2", BINDING_GRUB_TPM2 },
	{ "ubuntu-fde", BINDING_UBUNTU_FDE },
	{ "ubuntu-fde-recovery", BINDING_NO_TPM },
	{ "systemd-recovery", BINDING_NO_TPM },
	{ "systemd-fido2", BINDING_NO_TPM },
	{ "systemd-pkcs11", BINDING_NO_TPM },
	{ "luks2-keyring", BINDING_NO_TPM },
};

static enum binding_kind kind_of(const char *type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i].type, type))
			return types[i].kind;
	return BINDING_OTHER;
}

static void set_keyslots(const struct luks_header *header, const struct luks_token *token,
			 struct unlock_binding *binding)
{
	for (size_t i = 0; i < token->n_keyslots; i++) {
		const struct luks_keyslot *slot = luks_keyslot(header, token->keyslots[i]);

		binding->keyslots[binding->n_keyslots++] = (struct binding_keyslot){
			.number = token->keyslots[i],
			.exists = slot,
			.opens = slot && slot->opens,
			.ignored = slot && !slot->priority,
		};
		binding->keyslot_usable |= slot && slot->opens;
	}
}

static void read_token(struct arena *arena, const struct luks_token *token,
		       struct unlock_binding *binding)
{
	_cleanup_(json_object_putp) struct json_object *root = NULL;
	const char *fault;

	if (!token->json) {
		binding_fault(binding, "the token is larger than a token can be");
		return;
	}
	if (*token->json != '{') {
		if (!clevis_jwe_read(arena, token->json, token->json_size, binding))
			binding_fault(binding, "what luksmeta holds is no JWE of clevis");
		return;
	}
	if (json_parse_bytes(arena, token->json, token->json_size, &root, &fault) < 0)
		binding_fault(binding, "the token is no JSON");
	else if (binding->kind == BINDING_SYSTEMD_TPM2)
		systemd_token_read(arena, root, binding);
	else
		clevis_token_read(arena, root, binding);
}

size_t bindings_of_luks(struct arena *arena, const struct luks_header *header,
			struct unlock_binding **ret_bindings)
{
	struct unlock_binding *bindings = arena_alloc(arena, header->n_tokens * sizeof(*bindings));

	for (size_t i = 0; i < header->n_tokens; i++) {
		const struct luks_token *token = &header->tokens[i];
		struct unlock_binding *binding = &bindings[i];

		binding->kind = kind_of(token->type);
		binding->token = (long)token->number;
		binding->type = token->type;
		set_keyslots(header, token, binding);
		if (binding->kind == BINDING_SYSTEMD_TPM2 || binding->kind == BINDING_CLEVIS_OTHER)
			read_token(arena, token, binding);
	}
	*ret_bindings = bindings;
	return header->n_tokens;
}

/* The base64 between "-----BEGIN TSS2 PRIVATE KEY-----" and its end. */
static bool decode_pem(struct arena *arena, const char *text, size_t size, struct bytes *ret_der)
{
	static const char begin[] = "-----BEGIN TSS2 PRIVATE KEY-----";
	static const char end[] = "-----END TSS2 PRIVATE KEY-----";
	const char *from = memmem(text, size, begin, sizeof(begin) - 1), *to;

	if (!from)
		return false;
	from += sizeof(begin) - 1;
	to = memmem(from, size - (size_t)(from - text), end, sizeof(end) - 1);
	return to && decode_base64(arena, from, (size_t)(to - from), ret_der);
}

/* Two TPM2B, and nothing behind them. public_first: as old versions of GRUB; else as the kernel's
 * before 5.13. */
static bool read_raw(struct arena *arena, struct bytes bytes, bool public_first,
		     struct unlock_binding *binding)
{
	struct binding_shard shard;
	const uint8_t *p = bytes.data;
	size_t first, second;

	if (bytes.size < 4)
		return false;
	first = 2 + (size_t)(p[0] << 8 | p[1]);
	if (first + 2 > bytes.size)
		return false;
	second = 2 + (size_t)(p[first] << 8 | p[first + 1]);
	if (first + second != bytes.size)
		return false;
	shard_read_pair(arena, bytes, public_first, (struct bytes){ 0 }, &shard);
	if (shard.fault)
		return false;
	*binding_add_shard(binding) = shard;
	binding->session_hash = shard.blob.public.publicArea.nameAlg;
	return true;
}

/* Text that a file may have around its hexadecimal or base64. */
static struct bytes trim(struct bytes bytes)
{
	const char *p = bytes.data;

	while (bytes.size && memchr(" \t\r\n", p[bytes.size - 1], 4))
		bytes.size--;
	return bytes;
}

static bool read_file(struct arena *arena, struct bytes bytes, struct unlock_binding *binding)
{
	const struct bytes text = trim(bytes);
	struct bytes decoded;

	if (decode_pem(arena, bytes.data, bytes.size, &decoded)) {
		binding->kind = BINDING_TSS2_KEY;
		return tss2_key_read(arena, decoded, binding);
	}
	if (systemd_credential_read(arena, bytes, binding))
		return true;
	binding->kind = tss2_key_is_sealed(bytes) ? BINDING_GRUB_TPM2 : BINDING_TSS2_KEY;
	if (tss2_key_read(arena, bytes, binding))
		return true;
	binding->kind = BINDING_GRUB_TPM2;
	if (read_raw(arena, bytes, true, binding))
		return true;
	binding->kind = BINDING_TRUSTED_KEY;
	if (read_raw(arena, bytes, false, binding))
		return true;
	if (text.size && decode_hex(arena, text.data, text.size, &decoded))
		return tss2_key_read(arena, decoded, binding) ||
		       read_raw(arena, decoded, false, binding);
	if (clevis_jwe_read(arena, text.data, text.size, binding))
		return true;
	return decode_base64(arena, text.data, text.size, &decoded) &&
	       systemd_credential_read(arena, decoded, binding);
}

struct unlock_binding *binding_of_file(struct arena *arena, const void *data, size_t size)
{
	struct unlock_binding *binding = arena_alloc(arena, sizeof(*binding));

	binding->token = -1;
	binding->keyslot_usable = true;
	if (!size || size > MAX_FILE || !read_file(arena, (struct bytes){ data, size }, binding))
		return NULL;
	if (!binding->type)
		binding->type = binding_kind_text(binding->kind);
	return binding;
}
