/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tpm2_nvreadpublic (tpm2_nvlist before 4)	tpm2_readpublic			tpm2_listpersistent 3.x
 *
 *	0x1c00002:				name: 000b...			persistent-handle[0]:0x81000001
 *	  attributes:				name-alg:			  key-alg:rsa hash-alg:sha256 ...
 *	    friendly: ppwrite|authread		  value: sha256
 *	    value: 0x42072001			  raw: 0xb
 *	  size: 1184				bits: 2048
 *
 * Which handle a public area has, only the command tells. Before 5.1 the attributes of an index were
 * printed with their bytes in the other order: the names beside them decide.
 */
#include <string.h>

#include "getcap-lists.h"
#include "keys.h"
#include "kinds.h"
#include "names.h"
#include "names-registry.h"

enum { MOST_RECORDS = 256 };

static struct nv_index *nv_index_of(struct reader *reader, uint64_t handle)
{
	struct list_fact *list = &reader->getcap.tpm->nv_indices;
	struct nv_index *record = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (record[i].handle.value == handle)
			return &record[i];
	if (list->count == MOST_RECORDS)
		return NULL;
	record = list_append(&reader->report->arena, list, sizeof(*record));
	record->handle = FACT_NUMBER(handle);
	fact_set_text(reader->report, &record->owner, nv_owner((uint32_t)handle));
	fact_set_text(reader->report, &record->purpose, nv_purpose((uint32_t)handle));
	return record;
}

/* The bits that the names stand for. False: one of them is unknown. */
static bool parse_attributes(struct slice names, uint32_t *ret_bits)
{
	*ret_bits = 0;
	while (names.size) {
		struct slice name = slice_until(names, "|");
		unsigned int bit = 0;
		uint64_t type;

		names = slice_from(names, name.size + (name.size < names.size));
		if (slice_skip(&name, "nt=")) {
			if (!slice_number(name, 15, &type, NULL)) {
				type = slice_is(name, "counter")   ? TPM2_NT_COUNTER
				       : slice_is(name, "bits")	   ? TPM2_NT_BITS
				       : slice_is(name, "extend")  ? TPM2_NT_EXTEND
				       : slice_is(name, "pinfail") ? TPM2_NT_PIN_FAIL
				       : slice_is(name, "pinpass") ? TPM2_NT_PIN_PASS
								   : TPM2_NT_ORDINARY;
				if (!type && !slice_is(name, "ordinary"))
					return false;
			}
			*ret_bits |= (uint32_t)type << TPMA_NV_TPM2_NT_SHIFT;
			continue;
		}
		while (bit < 32 && !(nv_attribute(bit) && slice_is(name, nv_attribute(bit))))
			bit++;
		if (bit == 32)
			return false;
		*ret_bits |= UINT32_C(1) << bit;
	}
	return true;
}

/* The names and the number have to agree, in one order of bytes or the other. */
static void set_attributes(struct reader *reader, struct slice value)
{
	uint64_t number;

	if (!reader->nv_named || !slice_number(value, UINT32_MAX, &number, NULL) ||
	    fact_known(&reader->nv_index->attributes.fact))
		return;
	if (number == reader->nv_names || __builtin_bswap32((uint32_t)number) == reader->nv_names)
		record_nv_attributes(reader->report, reader->nv_index, reader->nv_names);
}

/* "0x1500001:" ahead of the rest, "0. NV Index: 0x1500001" of version 2. */
static bool parse_index(const struct text_line *line, const struct text_line *next,
			uint64_t *ret_handle)
{
	struct slice key = line->key;
	const char *old = slice_find(key, ". NV Index");
	struct slice digits = key;

	if (old)
		return slice_number(line->value, UINT32_MAX, ret_handle, NULL) &&
		       *ret_handle >> 24 == TPM2_HT_NV_INDEX;
	return slice_skip(&digits, "0x") && !line->value.size &&
	       slice_number(key, UINT32_MAX, ret_handle, NULL) &&
	       *ret_handle >> 24 == TPM2_HT_NV_INDEX && next &&
	       (slice_is(next->key, "name") || slice_is(next->key, "hash algorithm"));
}

static bool read_nv_line(struct reader *reader, const struct text_line *line, bool open)
{
	static const char *const sections[] = { "hash algorithm", "attributes" };
	struct nv_index *index;
	uint64_t number;

	if (parse_index(line, reader->next, &number)) {
		reader->nv_index = nv_index_of(reader, number);
		reader->section = NULL;
		reader->begun = "an NV index";
		return true;
	}
	index = reader->nv_index;
	if (!open || reader->after_gap || !index)
		return false;
	for (size_t i = 0; i < 2; i++) {
		if (slice_is(line->key, sections[i]) && !line->value.size) {
			/* That of another index, whose own line is lost. */
			if (!i && fact_known(&index->name_algorithm.fact)) {
				reader->nv_index = NULL;
				return false;
			}
			reader->section = sections[i];
			reader->nv_named = false;
			return true;
		}
	}
	if (slice_is(line->key, "friendly")) {
		if (reader->section == sections[0] && line->value.size)
			tell_text(reader, &index->name_algorithm, slice_word(line->value, NULL));
		else if (reader->section == sections[1])
			reader->nv_named =
				line->value.size &&
				parse_attributes(slice_word(line->value, NULL), &reader->nv_names);
	} else if (slice_is(line->key, "value")) {
		if (reader->section == sections[1])
			set_attributes(reader, line->value);
	} else if (slice_is(line->key, "size") || slice_find(line->key, "(dataSize)")) {
		if (slice_number(line->value, UINT16_MAX, &number, NULL))
			tell_number(reader, &index->size, number);
		reader->begun = NULL;
	} else if (slice_is(line->key, "authorization policy")) {
		if (line->value.size)
			index->policy = FACT_NUMBER(1);
	} else if (slice_find(line->key, "(nameAlg)")) {
		if (slice_number(line->value, UINT16_MAX, &number, NULL))
			set_name(reader->report, &index->name_algorithm,
				 name_algorithm((uint32_t)number), (uint32_t)number);
	} else if (slice_find(line->key, "(attributes)")) {
		if (slice_number(line->value, UINT32_MAX, &number, NULL))
			record_nv_attributes(reader->report, index, (uint32_t)number);
	} else {
		return slice_is(line->key, "name") ||
		       (!line->colon && (slice_is(line->whole, "{") || slice_is(line->whole, "}")));
	}
	return true;
}

static bool read_nv(struct reader *reader, const struct text_line *line, bool open)
{
	return read_nv_line(reader, line, open) && reader_take_tpm(reader, "tpm2_nvreadpublic");
}

const struct text_kind kind_nv_public = { read_nv };

static struct tpm_object *add_object(struct reader *reader)
{
	struct list_fact *list = &reader->getcap.tpm->objects;
	struct tpm_object *record;

	if (list->count == MOST_RECORDS)
		return NULL;
	record = list_append(&reader->report->arena, list, sizeof(*record));
	if (reader->object_handle)
		record->handle = FACT_NUMBER(reader->object_handle);
	reader->object_handle = 0;
	return record;
}

/* The handle that a command names, for what it prints: "tpm2_readpublic -c 0x81010001". */
static void take_command(struct reader *reader, struct slice command)
{
	const char *at = slice_find(command, " 0x81");
	uint64_t handle;

	reader->object = NULL;
	reader->object_handle = 0;
	if (at && slice_find(command, "readpublic") &&
	    slice_number(slice_from(command, (size_t)(at + 1 - command.bytes)), UINT32_MAX, &handle,
			 NULL))
		reader->object_handle = handle;
}

static void set_object_attributes(struct reader *reader, uint32_t bits)
{
	struct tpm_object *object = reader->object;

	if (fact_known(&object->attributes.fact))
		return;
	object->attributes = FACT_NUMBER(bits);
	object->attribute_names.fact.presence = PRESENCE_PRESENT;
	for (unsigned int bit = 0; bit < 32; bit++)
		if (bits >> bit & 1 && object_attribute(bit))
			tell_list(reader, &object->attribute_names, slice_of(object_attribute(bit)),
				  32);
}

static void tell_object(struct reader *reader, const struct text_line *line)
{
	struct tpm_object *object = reader->object;
	bool value = slice_is(line->key, "value"), raw = slice_is(line->key, "raw");
	struct slice word = slice_word(line->value, NULL);
	uint64_t number = 0;
	bool is_number = slice_number(line->value, UINT32_MAX, &number, NULL);
	uint32_t id;

	if (slice_is(line->key, "bits") && is_number)
		tell_number(reader, &object->bits, number);
	else if (slice_is(line->key, "authorization policy") && line->value.size)
		object->policy = FACT_NUMBER(1);
	if (!reader->section || (!value && !raw))
		return;
	if (!strcmp(reader->section, "name-alg") && value &&
	    name_algorithm_id(word.bytes, word.size, &id))
		tell_text(reader, &object->name_algorithm, word);
	else if (!strcmp(reader->section, "type") && value &&
		 name_algorithm_id(word.bytes, word.size, &id))
		tell_text(reader, &object->type, word);
	else if (!strcmp(reader->section, "attributes") && raw && is_number)
		set_object_attributes(reader, (uint32_t)number);
	else if (!strcmp(reader->section, "curve-id") && value && slice_is(word, "NIST"))
		tell_text(reader, &object->curve, slice_trim(slice_from(line->value, word.size)));
}

static bool read_public(struct reader *reader, const struct text_line *line, bool open)
{
	static const char source[] = "tpm2_readpublic";
	static const char *const sections[] = { "name-alg", "attributes",  "type",
						"curve-id", "kdfa-alg",	   "kdfa-halg",
						"scheme",   "scheme-halg", "sym-alg",
						"sym-mode", "algorithm",   "hash-alg" };
	static const char *const keys[] = { "name",
					    "qualified name",
					    "value",
					    "raw",
					    "bits",
					    "exponent",
					    "sym-keybits",
					    "rsa",
					    "x",
					    "y",
					    "keyedhash",
					    "symcipher",
					    "authorization policy",
					    "scheme-count",
					    "public" };
	bool begins = slice_is(line->key, "name") && reader->next &&
		      slice_is(reader->next->key, "qualified name");

	if (line->command.size) {
		take_command(reader, line->command);
		return false;
	}
	if (!line->colon)
		return false;
	begins |= slice_is(line->key, "name-alg") && !line->value.size && reader->next &&
		  slice_is(reader->next->key, "value") && (!open || !reader->object);
	if (begins) {
		reader->object = add_object(reader);
		reader->section = NULL;
	}
	if (!reader->object || (!begins && (!open || reader->after_gap)))
		return false;
	if (slice_is(line->key, "name") && line->value.size)
		tell_text(reader, &reader->object->name, slice_word(line->value, NULL));
	tell_object(reader, line);
	for (size_t i = 0; !line->value.size && i < sizeof(sections) / sizeof(sections[0]); i++) {
		if (!slice_is(line->key, sections[i]))
			continue;
		reader->section = sections[i];
		return reader_take_tpm(reader, source);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (slice_is(line->key, keys[i]))
			return reader_take_tpm(reader, source);
	return false;
}

const struct text_kind kind_public = { read_public };

static bool read_persistent(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice key = line->key;
	struct slice value = slice_word(line->value, NULL);
	uint64_t handle;

	(void)open;
	if (slice_find(line->whole, "persistent objects defined."))
		return reader_take_tpm(reader, "tpm2_listpersistent");
	if (!line->colon ||
	    (!slice_skip(&key, "persistent-handle[") && !slice_find(key, ". Persistent handle")) ||
	    !slice_number(value, UINT32_MAX, &handle, NULL) || handle >> 24 != TPM2_HT_PERSISTENT)
		return false;
	return tell_handle(reader, line, handle) && reader_take_tpm(reader, "tpm2_listpersistent");
}

const struct text_kind kind_persistent_list = { read_persistent };
