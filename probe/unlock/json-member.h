/* SPDX-License-Identifier: BSD-2-Clause */
/* Members of JSON objects that others wrote: of another type counts as missing. */
#ifndef JSON_MEMBER_H
#define JSON_MEMBER_H

#include "encoding.h"
#include "json-parse.h"

/* NULL: object is none, or has no such member of this type. */
struct json_object *json_member(struct json_object *object, const char *key, enum json_type type);

/* A text, cleaned; "" if there is none. */
const char *json_member_text(struct arena *arena, struct json_object *object, const char *key);

/* Is it there, and true? */
bool json_member_true(struct json_object *object, const char *key);

/* A whole number, or a text that is one, not above max. */
bool json_to_number(struct json_object *value, uint64_t max, uint64_t *ret_number);
bool json_member_number(struct json_object *object, const char *key, uint64_t max,
			uint64_t *ret_number);

/* A text that encodes bytes. */
bool json_to_base64(struct arena *arena, struct json_object *value, struct bytes *ret_bytes);
bool json_to_hex(struct arena *arena, struct json_object *value, struct bytes *ret_bytes);

/* A list of PCR numbers. False: not one, or a number that no PCR has. */
bool json_to_pcrs(struct json_object *value, uint32_t *ret_pcrs);

/* The hash that a text names, "sha256"; 0: none. */
uint16_t json_member_hash(struct json_object *object, const char *key);

/* json_parse() of what has no NUL behind it. The fault is arena memory; json_object_put() the
 * root. */
int json_parse_bytes(struct arena *arena, const void *data, size_t size,
		     struct json_object **ret_root, const char **ret_fault);

/* For _cleanup_(). */
void json_object_putp(struct json_object **object);

#endif
