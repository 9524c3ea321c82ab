/* SPDX-License-Identifier: BSD-2-Clause */
/* One token's JSON: of systemd where the first byte is '{'; else what follows it, as clevis' JWE
 * header. */
#include <stdint.h>

#include "binding_use.h"
#include "clevis-token.h"
#include "systemd-token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* base64url. */
static char *encode(struct arena *arena, const uint8_t *data, size_t size, size_t *ret_size)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	char *text = arena_alloc(arena, size * 2 + 8);
	size_t n = 0;

	for (size_t i = 0; i < size; i += 3) {
		uint32_t value = (uint32_t)data[i] << 16 |
				 (i + 1 < size ? (uint32_t)data[i + 1] << 8 : 0) |
				 (i + 2 < size ? data[i + 2] : 0);
		size_t digits_here = i + 2 < size ? 4 : i + 1 < size ? 3 : 2;

		for (size_t j = 0; j < digits_here; j++)
			text[n++] = digits[value >> (18 - 6 * j) & 63];
	}
	memcpy(text + n, ".x.x.x.x", 8);
	*ret_size = n + 8;
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct unlock_binding binding = { .kind = BINDING_SYSTEMD_TPM2, .type = "" };
	struct json_object *root = NULL;
	struct arena arena = { 0 };
	const char *fault = NULL, *text;
	size_t text_size;

	if (!size)
		return 0;
	if (*data == '{') {
		if (json_parse_bytes(&arena, data, size, &root, &fault) < 0)
			binding_check(fault && *fault);
		else if (json_object_get_type(root) == json_type_object)
			systemd_token_read(&arena, root, &binding);
		json_object_put(root);
	} else {
		text = encode(&arena, data + 1, size - 1, &text_size);
		binding.kind = BINDING_CLEVIS_OTHER;
		if (clevis_jwe_read(&arena, text, text_size, &binding))
			binding_check(size > 1 && data[1] == '{');
	}
	binding_use(&binding, 0);
	arena_clear(&arena);
	return 0;
}
