/* SPDX-License-Identifier: BSD-2-Clause */
/* Keyslots, digests and tokens out of the JSON of LUKS2. Others wrote it: nothing has to be there.
 * */
#include "luks-json.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json-member.h"

static struct json_object *numbered(struct json_object *object, unsigned int number)
{
	char key[16];

	snprintf(key, sizeof(key), "%u", number);
	return json_member(object, key, json_type_object);
}

/* All members of object should be objects with numbers below max. */
static void check_numbers(struct arena *arena, struct json_object *object, const char *what,
			  size_t found, unsigned int max, struct luks_header *header)
{
	size_t members = object ? (size_t)json_object_object_length(object) : 0;

	if (found < members && !header->oddity)
		header->oddity =
			arena_printf(arena,
				     "%zu of %zu %s have no number below %u, or are no objects",
				     members - found, members, what, max);
}

static void read_keyslots(struct arena *arena, struct json_object *root, struct luks_header *header)
{
	struct json_object *keyslots = json_member(root, "keyslots", json_type_object);

	for (unsigned int i = 0; i < LUKS_MAX_KEYSLOTS; i++) {
		struct json_object *slot = numbered(keyslots, i);
		struct json_object *area = json_member(slot, "area", json_type_object);
		struct luks_keyslot *to = &header->keyslots[header->n_keyslots];
		uint64_t priority;

		if (!slot)
			continue;
		header->n_keyslots++;
		to->number = i;
		to->priority = json_member_number(slot, "priority", 2, &priority)
				       ? (unsigned int)priority
				       : 1;
		json_member_number(area, "offset", UINT64_MAX, &to->offset);
		json_member_number(area, "size", UINT64_MAX, &to->size);
	}
	check_numbers(arena, keyslots, "keyslots", header->n_keyslots, LUKS_MAX_KEYSLOTS, header);
}

/* A digest names the keyslots whose key opens its segments. */
static void read_digests(struct json_object *root, struct luks_header *header)
{
	struct json_object *digests = json_member(root, "digests", json_type_object);

	for (unsigned int i = 0; i < LUKS_MAX_DIGESTS; i++) {
		struct json_object *digest = numbered(digests, i);
		struct json_object *slots = json_member(digest, "keyslots", json_type_array);
		struct json_object *segments = json_member(digest, "segments", json_type_array);

		if (!slots || !segments || !json_object_array_length(segments))
			continue;
		for (size_t j = 0; j < json_object_array_length(slots); j++) {
			uint64_t number;

			if (!json_to_number(json_object_array_get_idx(slots, j), 31, &number))
				continue;
			for (size_t k = 0; k < header->n_keyslots; k++)
				if (header->keyslots[k].number == number)
					header->keyslots[k].opens = true;
		}
	}
}

static void read_token_keyslots(struct json_object *token, struct luks_token *to)
{
	struct json_object *slots = json_member(token, "keyslots", json_type_array);
	uint64_t seen = 0, number;

	for (size_t i = 0; slots && i < json_object_array_length(slots); i++) {
		if (!json_to_number(json_object_array_get_idx(slots, i), LUKS_MAX_KEYSLOTS - 1,
				    &number) ||
		    seen & UINT64_C(1) << number)
			continue;
		seen |= UINT64_C(1) << number;
		to->keyslots[to->n_keyslots++] = (unsigned int)number;
	}
}

static void read_tokens(struct arena *arena, struct json_object *root, struct luks_header *header)
{
	struct json_object *tokens = json_member(root, "tokens", json_type_object);

	for (unsigned int i = 0; i < LUKS_MAX_TOKENS; i++) {
		struct json_object *token = numbered(tokens, i);
		struct luks_token *to = &header->tokens[header->n_tokens];
		const char *text;
		size_t size;

		if (!token)
			continue;
		header->n_tokens++;
		to->number = i;
		to->type = json_member_text(arena, token, "type");
		read_token_keyslots(token, to);
		text = json_object_to_json_string_length(token, JSON_C_TO_STRING_PLAIN, &size);
		if (!text || size > LUKS_MAX_TOKEN_JSON)
			continue;
		to->json = arena_strndup(arena, text, size);
		to->json_size = size;
	}
	check_numbers(arena, tokens, "tokens", header->n_tokens, LUKS_MAX_TOKENS, header);
}

static void read_requirements(struct json_object *root, struct luks_header *header)
{
	struct json_object *config = json_member(root, "config", json_type_object);
	struct json_object *requirements = json_member(config, "requirements", json_type_object);
	struct json_object *mandatory = json_member(requirements, "mandatory", json_type_array);

	for (size_t i = 0; mandatory && i < json_object_array_length(mandatory); i++) {
		struct json_object *value = json_object_array_get_idx(mandatory, i);

		if (json_object_get_type(value) == json_type_string &&
		    !strncmp(json_object_get_string(value), "online-reencrypt", 16))
			header->reencrypting = true;
	}
}

const char *luks_json_read(struct arena *arena, const char *text, size_t size,
			   struct luks_header *header)
{
	_cleanup_(json_object_putp) struct json_object *root = NULL;
	const char *fault = "out of memory";

	if (json_parse_bytes(arena, text, strnlen(text, size), &root, &fault) < 0)
		return arena_printf(arena, "its JSON cannot be read: %s", fault);
	if (json_object_get_type(root) != json_type_object)
		return "its JSON is no object";
	header->n_keyslots = header->n_tokens = 0;
	header->oddity = NULL;
	read_keyslots(arena, root, header);
	read_digests(root, header);
	read_tokens(arena, root, header);
	read_requirements(root, header);
	return NULL;
}
