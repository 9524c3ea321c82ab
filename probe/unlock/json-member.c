/* SPDX-License-Identifier: BSD-2-Clause */
/* Members of JSON objects, with their types checked. */
#include "json-member.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "hash.h"

struct json_object *json_member(struct json_object *object, const char *key, enum json_type type)
{
	struct json_object *value;

	if (json_object_get_type(object) != json_type_object ||
	    !json_object_object_get_ex(object, key, &value) || json_object_get_type(value) != type)
		return NULL;
	return value;
}

const char *json_member_text(struct arena *arena, struct json_object *object, const char *key)
{
	struct json_object *value = json_member(object, key, json_type_string);

	return value ? arena_clean(arena, json_object_get_string(value),
				   (size_t)json_object_get_string_len(value))
		     : "";
}

bool json_member_true(struct json_object *object, const char *key)
{
	return json_object_get_boolean(json_member(object, key, json_type_boolean));
}

bool json_to_number(struct json_object *value, uint64_t max, uint64_t *ret_number)
{
	uint64_t number;

	if (json_object_get_type(value) == json_type_int) {
		if (json_object_get_int64(value) < 0)
			return false;
		number = json_object_get_uint64(value);
	} else if (json_object_get_type(value) == json_type_string) {
		const char *text = json_object_get_string(value);

		if (!*text || strlen(text) > 19 || strspn(text, "0123456789") != strlen(text) ||
		    strlen(text) != (size_t)json_object_get_string_len(value))
			return false;
		number = strtoull(text, NULL, 10);
	} else {
		return false;
	}
	if (number > max)
		return false;
	*ret_number = number;
	return true;
}

bool json_member_number(struct json_object *object, const char *key, uint64_t max,
			uint64_t *ret_number)
{
	struct json_object *value;

	return json_object_get_type(object) == json_type_object &&
	       json_object_object_get_ex(object, key, &value) &&
	       json_to_number(value, max, ret_number);
}

bool json_to_base64(struct arena *arena, struct json_object *value, struct bytes *ret_bytes)
{
	return json_object_get_type(value) == json_type_string &&
	       decode_base64(arena, json_object_get_string(value),
			     (size_t)json_object_get_string_len(value), ret_bytes);
}

bool json_to_hex(struct arena *arena, struct json_object *value, struct bytes *ret_bytes)
{
	return json_object_get_type(value) == json_type_string &&
	       decode_hex(arena, json_object_get_string(value),
			  (size_t)json_object_get_string_len(value), ret_bytes);
}

bool json_to_pcrs(struct json_object *value, uint32_t *ret_pcrs)
{
	uint32_t pcrs = 0;

	if (json_object_get_type(value) != json_type_array)
		return false;
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		uint64_t pcr;

		if (!json_to_number(json_object_array_get_idx(value, i), 23, &pcr))
			return false;
		pcrs |= UINT32_C(1) << pcr;
	}
	*ret_pcrs = pcrs;
	return true;
}

uint16_t json_member_hash(struct json_object *object, const char *key)
{
	struct json_object *value = json_member(object, key, json_type_string);
	const struct hash_algorithm *algorithm =
		value ? hash_by_name(json_object_get_string(value)) : NULL;

	return algorithm ? algorithm->id : 0;
}

int json_parse_bytes(struct arena *arena, const void *data, size_t size,
		     struct json_object **ret_root, const char **ret_fault)
{
	char *error = NULL, *text;
	int r;

	if (size >= INT_MAX)
		return -EFBIG;
	text = malloc(size + 1);
	if (!text)
		return -ENOMEM;
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	r = json_parse(text, size, ret_root, &error);
	if (r < 0)
		*ret_fault = arena_strdup(arena, error ? error : "out of memory");
	free(error);
	free(text);
	return r;
}

void json_object_putp(struct json_object **object)
{
	json_object_put(*object);
}
