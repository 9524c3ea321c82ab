/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Groups algorithms, commands, ecc-curves and handles-*.
 *
 *	5.x, 4.x			3.x, 2.x
 *	rsa:				TPMA_ALGORITHM for ALG_ID: 0x1 - rsa
 *	  value:      0x1
 *	  asymmetric: 1			  asymmetric: set
 *	TPM2_CC_Clear:			TPMA_CC: 0x04400126
 *	  value: 0x4400126		  name: clear
 *	TPM2_ECC_NIST_P256: 0x3		TPM_ECC_NIST_P256 (0x0003)
 *	- 0x81000001			0x81000001
 */
#include <string.h>

#include "capabilities.h"
#include "names.h"
#include "getcap-lists.h"
#include "kinds.h"

enum { MAX_ENTRIES = 4096 };

/* The record of a list whose number at offset is this, or NULL. */
static void *find(const struct list_fact *list, size_t size, size_t offset, uint64_t number)
{
	for (size_t i = 0; i < list->count; i++) {
		char *record = (char *)list->items + i * size;

		if (((struct number_fact *)(record + offset))->value == number)
			return record;
	}
	return NULL;
}

static bool has_room(struct reader *reader, const struct text_line *line,
		     const struct list_fact *list)
{
	return list->count < MAX_ENTRIES ||
	       !reader_fail(reader, line, "more entries than a TPM has");
}

static const struct {
	const char *name;
	uint32_t mask;
	size_t offset; /* of the struct number_fact in struct algorithm */
} algorithm_flags[] = {
	{ "asymmetric", TPMA_ALGORITHM_ASYMMETRIC, offsetof(struct algorithm, asymmetric) },
	{ "symmetric", TPMA_ALGORITHM_SYMMETRIC, offsetof(struct algorithm, symmetric) },
	{ "hash", TPMA_ALGORITHM_HASH, offsetof(struct algorithm, hash) },
	{ "object", TPMA_ALGORITHM_OBJECT, offsetof(struct algorithm, object) },
	{ "reserved", TPMA_ALGORITHM_RESERVED1_MASK, offsetof(struct algorithm, reserved) },
	{ "signing", TPMA_ALGORITHM_SIGNING, offsetof(struct algorithm, signing) },
	{ "encrypting", TPMA_ALGORITHM_ENCRYPTING, offsetof(struct algorithm, encrypting) },
	{ "method", TPMA_ALGORITHM_METHOD, offsetof(struct algorithm, method) },
};
enum { N_ALGORITHM_FLAGS = sizeof(algorithm_flags) / sizeof(algorithm_flags[0]) };

static struct algorithm *algorithm_of(struct reader *reader, uint64_t id)
{
	struct list_fact *list = &reader->getcap.tpm->capabilities->algorithms;
	struct algorithm *record = find(list, sizeof(*record), offsetof(struct algorithm, id), id);

	if (record)
		return record;
	record = record_algorithm(reader->report, list, (TPM2_ALG_ID)id, 0);
	/* The bits above bit 10 are not told, and the others one by one. */
	record->attributes = (struct number_fact){ .fact = FACT_ABSENT };
	for (size_t i = 0; i < N_ALGORITHM_FLAGS; i++)
		*(struct number_fact *)((char *)record + algorithm_flags[i].offset) =
			(struct number_fact){ .fact = FACT_ABSENT };
	return record;
}

static bool set_algorithm_id(struct reader *reader, const struct text_line *line)
{
	uint64_t id;

	reader->begun = NULL;
	if (!line->value.size) {
		reader->begun = "an algorithm";
		return true;
	}
	if (!slice_number(line->value, UINT16_MAX, &id, NULL))
		return reader_fail(reader, line, "not a number of 16 bits");
	if (!has_room(reader, line, &reader->getcap.tpm->capabilities->algorithms))
		return true;
	reader->algorithm.has_id = true;
	reader->algorithm.id = id;
	algorithm_of(reader, id);
	return true;
}

static bool set_algorithm_flag(struct reader *reader, const struct text_line *line)
{
	struct number_fact *fact;
	uint64_t value;

	for (size_t i = 0; i < N_ALGORITHM_FLAGS; i++) {
		uint32_t mask = algorithm_flags[i].mask;

		if (!slice_is(line->key, algorithm_flags[i].name))
			continue;
		/* Told before: this is another one's, whose name is lost. */
		if (reader->algorithm.known & mask)
			return reader->algorithm.begun = false;
		reader->algorithm.known |= mask;
		if (!line->value.size || !reader->algorithm.has_id)
			return true;
		if (!slice_truth(line->value, &value) &&
		    !slice_number(line->value, 0xff, &value, NULL))
			return reader_fail(reader, line, "not a number of 8 bits");
		/* Version 3.1 did not shift the reserved bits down. */
		if (value > mask >> __builtin_ctz(mask))
			value >>= __builtin_ctz(mask);
		fact = (void *)((char *)algorithm_of(reader, reader->algorithm.id) +
				algorithm_flags[i].offset);
		if (!fact_known(&fact->fact))
			*fact = FACT_NUMBER(value & mask >> __builtin_ctz(mask));
		return true;
	}
	return false;
}

static bool read_algorithm_line(struct reader *reader, const struct text_line *line, bool open)
{
	uint32_t id;

	if (!line->colon)
		return false;
	if (slice_is(line->key, "TPMA_ALGORITHM for ALG_ID")) {
		memset(&reader->algorithm, 0, sizeof(reader->algorithm));
		reader->algorithm.begun = true;
		return set_algorithm_id(reader, line);
	}
	/* A hash algorithm alone in its line is a PCR bank, unless its value follows. */
	if (!line->value.size && reader->next && slice_is(reader->next->key, "value") &&
	    (open || name_algorithm_id(line->key.bytes, line->key.size, &id))) {
		memset(&reader->algorithm, 0, sizeof(reader->algorithm));
		reader->algorithm.begun = true;
		reader->begun = "an algorithm";
		return true;
	}
	if (!open || reader->after_gap || !reader->algorithm.begun)
		return false;
	if (slice_is(line->key, "value"))
		return reader->algorithm.has_id || set_algorithm_id(reader, line);
	return set_algorithm_flag(reader, line);
}

static bool read_algorithm(struct reader *reader, const struct text_line *line, bool open)
{
	return read_algorithm_line(reader, line, open) &&
	       reader_take_tpm(reader, "tpm2_getcap algorithms");
}

const struct text_kind kind_algorithms = { read_algorithm };

/* TPMA_CC has all there is to know of a command. */
static bool read_command_line(struct reader *reader, const struct text_line *line, bool open)
{
	struct list_fact *list = &reader->getcap.tpm->capabilities->commands;
	struct slice name = line->key;
	uint64_t value;

	if (!line->colon)
		return false;
	if (!line->value.size &&
	    (slice_skip(&name, "TPM2_CC_") || (open && slice_skip(&name, "0x") && reader->next &&
					       slice_is(reader->next->key, "value")))) {
		reader->begun = "a command";
		reader->in_command = true;
		return true;
	}
	if (!slice_is(line->key, "TPMA_CC") &&
	    (!open || reader->after_gap || !reader->in_command || !slice_is(line->key, "value"))) {
		static const char *const parts[] = { "commandIndex", "reserved1", "nv",
						     "extensive",    "flushed",	  "cHandles",
						     "rHandle",	     "V",	  "Res",
						     "name" };

		for (size_t i = 0; open && i < sizeof(parts) / sizeof(parts[0]); i++)
			if (slice_is(line->key, parts[i]))
				return true;
		return false;
	}
	reader->begun = NULL;
	if (!line->value.size) {
		reader->begun = "a command";
		return true;
	}
	if (!slice_number(line->value, UINT32_MAX, &value, NULL))
		return reader_fail(reader, line, "not a number of 32 bits");
	reader->in_command = false;
	if (!find(list, sizeof(struct command), offsetof(struct command, value), value) &&
	    has_room(reader, line, list))
		record_command(reader->report, list, (TPMA_CC)value);
	return true;
}

static bool read_command(struct reader *reader, const struct text_line *line, bool open)
{
	return read_command_line(reader, line, open) &&
	       reader_take_tpm(reader, "tpm2_getcap commands");
}

const struct text_kind kind_commands = { read_command };

static bool read_curve(struct reader *reader, const struct text_line *line, bool open)
{
	struct list_fact *list = &reader->getcap.tpm->capabilities->ecc_curves;
	struct slice number = line->value, name = line->key;
	uint64_t id;

	if (!slice_skip(&name, "TPM2_ECC_") && !slice_skip(&name, "TPM_ECC_") &&
	    !(open && slice_skip(&name, "unknown")))
		return false;
	if (!line->colon) {
		const char *begin = memchr(line->whole.bytes, '(', line->whole.size);
		const char *end = memchr(line->whole.bytes, ')', line->whole.size);

		if (!begin || !end || end < begin)
			return false;
		number = (struct slice){ begin + 1, (size_t)(end - begin) - 1 };
	}
	if (!slice_number(number, UINT16_MAX, &id, NULL))
		return false;
	reader_take_tpm(reader, "tpm2_getcap ecc-curves");
	if (!find(list, sizeof(struct named_id), offsetof(struct named_id, id), id) &&
	    has_room(reader, line, list))
		record_named_id(reader->report, list, name_curve((uint32_t)id), (uint32_t)id);
	return true;
}

const struct text_kind kind_curves = { read_curve };

static bool has_number(const struct list_fact *list, uint64_t number)
{
	for (size_t i = 0; i < list->count; i++)
		if (((const uint64_t *)list->items)[i] == number)
			return true;
	return false;
}

bool tell_handle(struct reader *reader, const struct text_line *line, uint64_t handle)
{
	struct capabilities *capabilities = reader->getcap.tpm->capabilities;
	bool saved = reader->hint == GETCAP_HANDLES_SAVED_SESSION;
	struct list_fact *list = NULL;
	const char *source = NULL;

	switch (handle >> 24) {
	case TPM2_HT_PCR:
		list = handle < 8 * TPM2_PCR_SELECT_MAX ? &capabilities->handles_pcr : NULL;
		source = "tpm2_getcap handles-pcr";
		break;
	case TPM2_HT_NV_INDEX:
		list = &capabilities->handles_nv_index;
		source = "tpm2_getcap handles-nv-index";
		break;
	case TPM2_HT_HMAC_SESSION:
	case TPM2_HT_POLICY_SESSION:
		/* Sessions of both types are loaded or saved. */
		if (!saved && reader->hint != GETCAP_HANDLES_LOADED_SESSION)
			break;
		list = saved ? &capabilities->handles_saved_session
			     : &capabilities->handles_loaded_session;
		source = saved ? "tpm2_getcap handles-saved-session"
			       : "tpm2_getcap handles-loaded-session";
		break;
	case TPM2_HT_PERMANENT:
		list = &capabilities->handles_permanent;
		source = "tpm2_getcap handles-permanent";
		break;
	case TPM2_HT_TRANSIENT:
		list = &capabilities->handles_transient;
		source = "tpm2_getcap handles-transient";
		break;
	case TPM2_HT_PERSISTENT:
		list = &capabilities->handles_persistent;
		source = "tpm2_getcap handles-persistent";
		break;
	default:
		break;
	}
	if (!list)
		return false;
	if (!has_number(list, handle) && has_room(reader, line, list))
		record_number(reader->report, list, handle);
	return reader_take_tpm(reader, source);
}

/* "- 0x81000001", "0x81000001", and what somebody wrote behind it. */
static bool read_handle(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice rest = line->whole, digits;
	uint64_t handle, other;

	if (line->dash)
		rest = slice_trim(slice_from(rest, 1));
	digits = rest;
	if (!slice_skip(&digits, "0x") || !slice_number(rest, UINT32_MAX, &handle, &rest))
		return false;
	rest = slice_trim(rest);
	if (!line->dash && ((rest.size && !strchr("#-(</,;", rest.bytes[0])) || handle >> 24 == 0))
		return false;
	/* A number alone may be anything's. */
	if (!line->dash && !open && reader->hint < GETCAP_HANDLES_TRANSIENT &&
	    !(reader->next && slice_number(reader->next->whole, UINT32_MAX, &other, NULL)))
		return false;
	return tell_handle(reader, line, handle);
}

const struct text_kind kind_handles = { read_handle };
