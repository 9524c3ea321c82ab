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
#include "reader.h"

#include <string.h>

#include "capabilities.h"
#include "names.h"

enum { MAX_ENTRIES = 4096 };

static bool full(struct reader *reader, const struct text_line *line)
{
	if (reader->entries == MAX_ENTRIES)
		return reader_fail(reader, line, "more entries than a TPM has");
	reader->entries++;
	return false;
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

void end_algorithm(struct reader *reader)
{
	struct getcap *getcap = reader->getcap;
	struct algorithm *record;

	if (reader->algorithm.has_id) {
		record = record_algorithm(getcap->report, &getcap->tpm->capabilities->algorithms,
					  (TPM2_ALG_ID)reader->algorithm.id,
					  reader->algorithm.attributes);
		/* The bits above bit 10 are not told. */
		record->attributes = (struct number_fact){ .fact = FACT_ABSENT };
		for (size_t i = 0; i < N_ALGORITHM_FLAGS; i++) {
			void *fact = (char *)record + algorithm_flags[i].offset;

			if (!(reader->algorithm.known & algorithm_flags[i].mask))
				*(struct number_fact *)fact =
					(struct number_fact){ .fact = FACT_ABSENT };
		}
	}
	memset(&reader->algorithm, 0, sizeof(reader->algorithm));
}

static bool set_algorithm_id(struct reader *reader, const struct text_line *line,
			     struct slice *ret_rest)
{
	if (!slice_number(line->value, UINT16_MAX, &reader->algorithm.id, ret_rest))
		return reader_fail(reader, line, "not a number of 16 bits");
	reader->open = NULL;
	reader->algorithm.has_id = true;
	return full(reader, line) || true;
}

static bool set_algorithm_flag(struct reader *reader, const struct text_line *line)
{
	uint64_t value;

	for (size_t i = 0; i < N_ALGORITHM_FLAGS; i++) {
		uint32_t mask = algorithm_flags[i].mask;

		if (!slice_is(line->key, algorithm_flags[i].name))
			continue;
		if (slice_is(line->value, "set"))
			value = 1;
		else if (slice_is(line->value, "clear"))
			value = 0;
		else if (!slice_number(line->value, 0xff, &value, NULL))
			return reader_fail(reader, line, "not a number of 8 bits");
		/* Version 3.1 did not shift the reserved bits down. */
		if (value > mask >> __builtin_ctz(mask))
			value >>= __builtin_ctz(mask);
		reader->algorithm.attributes |= (uint32_t)value << __builtin_ctz(mask) & mask;
		reader->algorithm.known |= mask;
		return true;
	}
	return false;
}

bool read_algorithm(struct reader *reader, const struct text_line *line)
{
	struct slice rest;

	if (!line->colon)
		return false;
	if (slice_is(line->key, "TPMA_ALGORITHM for ALG_ID")) {
		end_algorithm(reader);
		reader->algorithm.begun = true;
		return set_algorithm_id(reader, line, &rest);
	}
	if (!line->value.size) {
		end_algorithm(reader);
		reader->algorithm.begun = true;
		reader->open = "an algorithm";
		return true;
	}
	if (!reader->algorithm.begun)
		return false;
	if (slice_is(line->key, "value"))
		return set_algorithm_id(reader, line, &rest);
	return set_algorithm_flag(reader, line);
}

/* TPMA_CC has all there is to know of a command. */
bool read_command(struct reader *reader, const struct text_line *line)
{
	struct getcap *getcap = reader->getcap;
	struct slice name = line->key;
	uint64_t value;

	if (!line->colon)
		return false;
	if (!line->value.size && (slice_skip(&name, "TPM2_CC_") || slice_skip(&name, "0x"))) {
		reader->open = "a command";
		return true;
	}
	if (!slice_is(line->key, "value") && !slice_is(line->key, "TPMA_CC"))
		return false;
	if (!slice_number(line->value, UINT32_MAX, &value, NULL))
		return reader_fail(reader, line, "not a number of 32 bits");
	reader->open = NULL;
	if (!full(reader, line))
		record_command(getcap->report, &getcap->tpm->capabilities->commands,
			       (TPMA_CC)value);
	return true;
}

bool read_curve(struct reader *reader, const struct text_line *line)
{
	struct getcap *getcap = reader->getcap;
	struct slice number = line->value;
	uint64_t id;

	if (!line->colon) {
		const char *open = memchr(line->whole.bytes, '(', line->whole.size);
		const char *close = memchr(line->whole.bytes, ')', line->whole.size);

		if (!open || !close || close < open)
			return false;
		number = (struct slice){ open + 1, (size_t)(close - open) - 1 };
	}
	if (!number.size)
		return false;
	if (!slice_number(number, UINT16_MAX, &id, NULL))
		return reader_fail(reader, line, "not a number of 16 bits");
	if (!full(reader, line))
		record_named_id(getcap->report, &getcap->tpm->capabilities->ecc_curves,
				name_curve((uint32_t)id), (uint32_t)id);
	return true;
}

bool read_handle(struct reader *reader, const struct text_line *line)
{
	struct capabilities *capabilities = reader->getcap->tpm->capabilities;
	struct list_fact *const lists[] = {
		[GETCAP_HANDLES_TRANSIENT] = &capabilities->handles_transient,
		[GETCAP_HANDLES_PERSISTENT] = &capabilities->handles_persistent,
		[GETCAP_HANDLES_PERMANENT] = &capabilities->handles_permanent,
		[GETCAP_HANDLES_PCR] = &capabilities->handles_pcr,
		[GETCAP_HANDLES_NV_INDEX] = &capabilities->handles_nv_index,
		[GETCAP_HANDLES_LOADED_SESSION] = &capabilities->handles_loaded_session,
		[GETCAP_HANDLES_SAVED_SESSION] = &capabilities->handles_saved_session,
	};
	uint64_t handle;

	if (line->colon || !slice_number(line->key, UINT32_MAX, &handle, NULL))
		return false;
	if (!full(reader, line))
		record_number(reader->getcap->report, lists[reader->group], handle);
	return true;
}
