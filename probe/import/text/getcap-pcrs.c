/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Group pcrs, and what tpm2_pcrread prints.
 *
 *	tpm2_getcap pcrs		tpm2_pcrread		tpm2_pcrlist (3.x)
 *	selected-pcrs:			  sha1:			sha1 :
 *	  - sha1: [ 0, 1, 2 ]		    0 : 0x3D45...	  0  : 3d45...
 *	  - sha256: [ ]			  sha256:		sha256 :
 */
#include <string.h>

#include "capabilities.h"
#include "names.h"
#include "event-log.h"
#include "hash.h"
#include "kinds.h"

enum { MAX_BANKS = 16, MAX_PCRS = 8 * TPM2_PCR_SELECT_MAX };

/* "[ 0, 1, 2 ]" */
static bool parse_selection(struct slice list, TPMS_PCR_SELECTION *selection)
{
	if (list.size < 2 || list.bytes[list.size - 1] != ']')
		return false;
	list.size--;
	slice_skip(&list, "[");
	list = slice_trim(list);
	while (list.size) {
		const char *comma = memchr(list.bytes, ',', list.size);
		size_t n = comma ? (size_t)(comma - list.bytes) : list.size;
		uint64_t pcr;

		if (!slice_number(slice_trim((struct slice){ list.bytes, n }), MAX_PCRS - 1, &pcr,
				  NULL))
			return false;
		selection->pcrSelect[pcr / 8] |= (BYTE)(1U << (pcr % 8));
		list.bytes += n + !!comma;
		list.size -= n + !!comma;
	}
	return true;
}

static bool read_selection(struct reader *reader, const struct text_line *line, bool open)
{
	TPMS_PCR_SELECTION selection = { .sizeofSelect = TPM2_PCR_SELECT_MAX };
	struct list_fact *list = &reader->getcap.tpm->capabilities->pcrs;
	const struct pcr_bank *banks = list->items;
	uint32_t hash;

	(void)open;
	if (slice_is(line->key, "selected-pcrs") && !line->value.size)
		return reader_take_tpm(reader, "tpm2_getcap pcrs");
	if (!line->value.size || line->value.bytes[0] != '[' ||
	    !name_algorithm_id(line->key.bytes, line->key.size, &hash))
		return false;
	reader_take_tpm(reader, "tpm2_getcap pcrs");
	if (!parse_selection(line->value, &selection))
		return reader_fail(reader, line, "not a list of PCRs");
	for (size_t i = 0; i < list->count; i++)
		if (banks[i].id.value == hash)
			return true;
	if (list->count == MAX_BANKS)
		return reader_fail(reader, line, "more banks than a TPM has");
	selection.hash = (TPMI_ALG_HASH)hash;
	record_bank(reader->report, list, &selection);
	return true;
}

const struct text_kind kind_selections = { read_selection };

static const char pcrread[] = "tpm2_pcrread";

/* A bank of those that were read, or of an event log that was replayed. */
static bool begin_bank(struct reader *reader, const struct text_line *line, uint32_t hash)
{
	struct list_fact *list = &reader->getcap.read_banks;
	struct pcr_bank *banks = list->items;

	for (size_t i = 0; i < list->count; i++) {
		if (banks[i].id.value == hash) {
			reader->bank = &banks[i];
			return true;
		}
	}
	if (list->count == MAX_BANKS)
		return reader_fail(reader, line, "more banks than a TPM has");
	reader->bank = list_append(&reader->report->arena, list, sizeof(*reader->bank));
	set_name(reader->report, &reader->bank->name, name_algorithm(hash), hash);
	reader->bank->id = FACT_NUMBER(hash);
	reader->bank->selected.fact.presence = PRESENCE_PRESENT;
	return true;
}

/* "sha256:", and of version 2 "Bank/Algorithm: TPM_ALG_SHA256(0x000b)". */
static bool bank_of(const struct text_line *line, uint32_t *ret_hash)
{
	struct slice name = line->key;

	if (slice_is(line->key, "Bank/Algorithm")) {
		name = slice_until(line->value, "(");
		slice_skip(&name, "TPM_ALG_");
	} else if (line->value.size) {
		return false;
	}
	return name_algorithm_id(name.bytes, name.size, ret_hash) && hash_size(*ret_hash);
}

static bool is_pcr_number(struct slice key, uint64_t *ret_index)
{
	slice_skip(&key, "PCR_");
	return slice_number(key, MAX_PCRS - 1, ret_index, NULL);
}

/* A bank of which no PCR is shown is followed by another one. */
static bool begins_pcrs(const struct text_line *next)
{
	uint64_t index;
	uint32_t hash;

	return next->colon && (is_pcr_number(next->key, &index) || bank_of(next, &hash));
}

/* "0x3D45...", "3d 45 ...": a whole digest of that size. */
static bool parse_digest(struct slice text, uint8_t *digest, size_t want)
{
	uint8_t bytes[2 * sizeof(TPMU_HA)];
	char digits[2 * sizeof(TPMU_HA) + 1];
	struct slice rest = text;
	size_t size, n = 0;

	if (!memchr(text.bytes, ' ', text.size))
		return slice_hex(text, digest, want, &size) && size == want;
	while (rest.size) {
		struct slice word = slice_word(rest, &rest);

		if (word.size != 2 || n + 2 >= sizeof(digits))
			break;
		memcpy(digits + n, word.bytes, 2);
		n += 2;
	}
	if (!n) /* with a note behind it */
		return slice_hex(slice_word(text, NULL), digest, want, &size) && size == want;
	if (!slice_hex((struct slice){ digits, n }, bytes, sizeof(bytes), &size) || size != want)
		return false;
	memcpy(digest, bytes, want);
	return true;
}

static bool tell_pcr(struct reader *reader, const struct text_line *line, uint64_t index,
		     const uint8_t *digest, size_t size)
{
	struct list_fact *list = &reader->getcap.tpm->pcr_values;
	const struct pcr_value *values = list->items;
	const char *bank = reader->bank->name.value;

	for (size_t i = 0; i < list->count; i++) {
		if (values[i].index.value != index || strcmp(values[i].bank.value, bank) != 0)
			continue;
		return !strcmp(values[i].digest.value,
			       arena_hex(&reader->report->arena, digest, size)) ||
		       reader_fail(reader, line, "not what was said before, which counts");
	}
	if (list->count == MAX_BANKS * MAX_PCRS)
		return reader_fail(reader, line, "more PCRs than a TPM has");
	record_number(reader->report, &reader->bank->selected, index);
	record_pcr_value(reader->report, list, (TPM2_ALG_ID)reader->bank->id.value, (uint32_t)index,
			 digest, size);
	return true;
}

/*
 * "0  : 0x24af...": below "pcrs:" so writes tpm2_eventlog what it computed from a log, if its head is cut
 * off. tpm2_quote has "0 : 0x24AF...".
 */
static bool is_computed(const struct text_line *line, uint64_t index)
{
	const char *colon = memchr(line->whole.bytes, ':', line->whole.size);
	size_t blanks = 0;

	while (colon && colon - blanks > line->whole.bytes &&
	       is_blank(colon[-1 - (ptrdiff_t)blanks]))
		blanks++;
	return blanks >= (index < 10 ? 2 : 1) && slice_find(line->value, "0x") == line->value.bytes;
}

static bool read_pcr(struct reader *reader, const struct text_line *line, bool open)
{
	uint8_t digest[sizeof(TPMU_HA)];
	uint64_t index;
	uint32_t hash;

	if (!line->colon)
		return false;
	if (slice_is(line->key, "Supported Bank/Algorithm") ||
	    (slice_is(line->key, "pcrs") && !line->value.size && reader->next &&
	     bank_of(reader->next, &hash)))
		return reader_take_tpm(reader, pcrread);
	if (bank_of(line, &hash) && (open || (reader->next && begins_pcrs(reader->next))))
		return begin_bank(reader, line, hash) && reader_take_tpm(reader, pcrread);
	if (!open || !reader->bank || !is_pcr_number(line->key, &index) || is_computed(line, index))
		return false;
	if (!line->value.size) {
		reader->begun = "a PCR";
		return reader_take_tpm(reader, pcrread);
	}
	reader->begun = NULL;
	if (!parse_digest(line->value, digest, hash_size((uint32_t)reader->bank->id.value)))
		return false;
	reader_take_tpm(reader, pcrread);
	return tell_pcr(reader, line, index, digest, hash_size((uint32_t)reader->bank->id.value));
}

const struct text_kind kind_pcrs = { read_pcr };
