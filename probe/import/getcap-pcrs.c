/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Group pcrs, and what tpm2_pcrread prints.
 *
 *	tpm2_getcap pcrs		tpm2_pcrread		tpm2_pcrlist (3.x)
 *	selected-pcrs:			  sha1:			sha1 :
 *	  - sha1: [ 0, 1, 2 ]		    0 : 0x3D45...	  0  : 3d45...
 *	  - sha256: [ ]			  sha256:		sha256 :
 */
#include "reader.h"

#include <string.h>

#include "capabilities.h"
#include "names.h"

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

bool read_selection(struct reader *reader, const struct text_line *line)
{
	TPMS_PCR_SELECTION selection = { .sizeofSelect = TPM2_PCR_SELECT_MAX };
	struct getcap *getcap = reader->getcap;
	uint32_t hash;

	if (!line->value.size || line->value.bytes[0] != '[')
		return false;
	if (!name_algorithm_id(line->key.bytes, line->key.size, &hash))
		return reader_fail(reader, line, "an unknown hash algorithm");
	if (!parse_selection(line->value, &selection))
		return reader_fail(reader, line, "not a list of PCRs");
	if (reader->entries == MAX_BANKS)
		return reader_fail(reader, line, "more banks than a TPM has");
	selection.hash = (TPMI_ALG_HASH)hash;
	record_bank(getcap->report, &getcap->tpm->capabilities->pcrs, &selection);
	reader->entries++;
	return true;
}

static bool begin_bank(struct reader *reader, const struct text_line *line)
{
	struct getcap *getcap = reader->getcap;
	struct pcr_bank *bank;
	uint32_t hash;

	if (slice_is(line->key, "pcrs"))
		return true;
	if (!name_algorithm_id(line->key.bytes, line->key.size, &hash))
		return false;
	if (getcap->read_banks.count == MAX_BANKS)
		return reader_fail(reader, line, "more banks than a TPM has");
	bank = list_append(&getcap->report->arena, &getcap->read_banks, sizeof(*bank));
	set_name(getcap->report, &bank->name, name_algorithm(hash), hash);
	bank->id = FACT_NUMBER(hash);
	bank->selected.fact.presence = PRESENCE_PRESENT;
	reader->bank = bank;
	reader->entries++;
	return true;
}

bool read_pcr(struct reader *reader, const struct text_line *line)
{
	struct getcap *getcap = reader->getcap;
	uint8_t digest[sizeof(TPMU_HA)];
	uint64_t index;
	size_t size;

	if (!line->colon)
		return false;
	if (!line->value.size)
		return begin_bank(reader, line);
	if (!slice_number(line->key, MAX_PCRS - 1, &index, NULL))
		return false;
	if (!reader->bank)
		return reader_fail(reader, line, "a PCR without a bank");
	if (reader->bank->selected.count == MAX_PCRS)
		return reader_fail(reader, line, "more PCRs than a bank has");
	if (!slice_hex(line->value, digest, sizeof(digest), &size))
		return reader_fail(reader, line, "not a digest");
	record_number(getcap->report, &reader->bank->selected, index);
	record_pcr_value(getcap->report, &getcap->tpm->pcr_values,
			 (TPM2_ALG_ID)reader->bank->id.value, (uint32_t)index, digest, size);
	return true;
}
