/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Event logs that were printed: by tpm2_eventlog, and by fwupdtpmevlog.
 *
 *	- EventNum: 1				PCR:             BIOS (0)
 *	  PCRIndex: 0				Type:            0x8
 *	  EventType: EV_S_CRTM_VERSION		Description:     EV_S_CRTM_VERSION
 *	  Digests:				ChecksumSha256:  d472...
 *	  - AlgorithmId: sha256
 *	    Digest: "d472..."
 *	pcrs:
 *	  sha256:
 *	    0  : 0x24af...
 *
 * The PCR values at its end are computed from the log: they are not the TPM's.
 */
#include <string.h>

#include "event-log.h"
#include "hash.h"
#include "kinds.h"
#include "names.h"

enum { MOST_EVENTS = 8192, MOST_DIGESTS = 8, MOST_PCRS = 16 * 24 };

static void add_event(struct reader *reader, uint64_t number, bool has_number)
{
	struct list_fact *list = &reader->getcap.tpm->event_log->events;

	reader->event = NULL;
	if (list->count == MOST_EVENTS)
		return;
	reader->event = list_append(&reader->report->arena, list, sizeof(*reader->event));
	if (has_number)
		reader->event->number = FACT_NUMBER(number);
}

static void add_digest(struct reader *reader, uint32_t hash, struct slice digits)
{
	struct event_digest *digest;
	uint8_t bytes[64];
	size_t size;

	if (digits.size && digits.bytes[0] == '"')
		digits = slice_until(slice_from(digits, 1), "\"");
	if (!reader->event || reader->event->digests.count == MOST_DIGESTS ||
	    !slice_hex(digits, bytes, sizeof(bytes), &size) || size != hash_size(hash))
		return;
	digest = list_append(&reader->report->arena, &reader->event->digests, sizeof(*digest));
	tell_text(reader, &digest->bank, slice_of(hash_by_id(hash)->name));
	fact_set_text(reader->report, &digest->digest,
		      arena_hex(&reader->report->arena, bytes, size));
}

static void add_replayed(struct reader *reader, uint64_t index, struct slice digits)
{
	struct list_fact *list = &reader->getcap.tpm->event_log->pcrs;
	const struct hash_algorithm *hash = hash_by_id(reader->event_hash);
	struct replayed_pcr *pcr = list->items;
	uint8_t bytes[64];
	size_t size;

	if (!hash || list->count == MOST_PCRS || !slice_hex(digits, bytes, sizeof(bytes), &size) ||
	    size != hash->size)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (pcr[i].index.value == index && text_is(&pcr[i].bank, hash->name))
			return;
	pcr = list_append(&reader->report->arena, list, sizeof(*pcr));
	tell_text(reader, &pcr->bank, slice_of(hash->name));
	pcr->index = FACT_NUMBER(index);
	fact_set_text(reader->report, &pcr->name, name_pcr((uint32_t)index));
	fact_set_text(reader->report, &pcr->replayed,
		      arena_hex(&reader->report->arena, bytes, size));
	fact_set_state(&pcr->status, &replay_status_words, REPLAY_UNKNOWN);
	tell_list(reader, &reader->getcap.tpm->event_log->banks, slice_of(hash->name), 16);
}

static bool is_key(struct slice key)
{
	static const char *const keys[] = {
		"version",
		"events",
		"EventNum",
		"PCRIndex",
		"EventType",
		"DigestCount",
		"Digests",
		"AlgorithmId",
		"Digest",
		"EventSize",
		"Event",
		"SpecID",
		"Signature",
		"platformClass",
		"specVersionMinor",
		"specVersionMajor",
		"specErrata",
		"uintnSize",
		"numberOfAlgorithms",
		"algorithmId",
		"digestSize",
		"vendorInfoSize",
		"vendorInfo",
		"BlobBase",
		"BlobLength",
		"ImageLocationInMemory",
		"ImageLengthInMemory",
		"ImageLinkTimeAddress",
		"LengthOfDevicePath",
		"DevicePath",
		"VariableName",
		"UnicodeNameLength",
		"VariableDataLength",
		"UnicodeName",
		"VariableData",
		"Enabled",
		"SignatureType",
		"SignatureListSize",
		"SignatureHeaderSize",
		"SignatureSize",
		"SignatureOwner",
		"SignatureData",
		"Keys",
		"String",
		"StartupLocality",
		"BlobDescriptionSize",
		"BlobDescription",
		"Description",
		"FilePathListLength",
		"Header",
		"NumberOfPartitions",
		"Partitions",
		"PartitionTypeGUID",
		"UniquePartitionGUID",
		"StartingLBA",
		"EndingLBA",
		"Attributes",
		"PartitionName",
		"MyLBA",
		"AlternateLBA",
		"FirstUsableLBA",
		"LastUsableLBA",
		"DiskGUID",
		"PartitionEntryLBA",
		"NumberOfPartitionEntry",
		"SizeOfPartitionEntry",
		"PartitionEntryArrayCRC32",
		"Revision",
		"HeaderSize",
		"HeaderCRC32",
		"SecureBoot",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (slice_is(key, keys[i]))
			return true;
	return slice_find(key, "Algorithm[") == key.bytes;
}

static void tell_event(struct reader *reader, const struct text_line *line)
{
	struct boot_event *event = reader->event;
	uint64_t number;
	uint32_t hash;

	if (slice_is(line->key, "AlgorithmId")) {
		reader->event_hash = 0;
		if (name_algorithm_id(line->value.bytes, line->value.size, &hash))
			reader->event_hash = hash;
	}
	if (!event)
		return;
	if (slice_is(line->key, "PCRIndex") && slice_number(line->value, 31, &number, NULL))
		tell_number(reader, &event->pcr, number);
	else if (slice_is(line->key, "EventType"))
		tell_text(reader, &event->type_name, slice_word(line->value, NULL));
	else if (slice_is(line->key, "EventSize") &&
		 slice_number(line->value, UINT32_MAX, &number, NULL))
		tell_number(reader, &event->size, number);
	else if (slice_is(line->key, "Digest"))
		add_digest(reader, reader->event_hash, line->value);
}

/* The banks below "pcrs:", and their PCRs. */
static bool read_replayed(struct reader *reader, const struct text_line *line)
{
	uint64_t index;
	uint32_t hash;

	if (!line->value.size && name_algorithm_id(line->key.bytes, line->key.size, &hash)) {
		reader->event_hash = hash;
		return true;
	}
	if (!slice_number(line->key, 23, &index, NULL))
		return false;
	add_replayed(reader, index, line->value);
	return true;
}

/* Where the beginning of a log is cut off. */
static bool is_part_of_event(const struct text_line *line)
{
	struct slice value = line->value;

	return (slice_is(line->key, "EventType") && slice_skip(&value, "EV_")) ||
	       slice_is(line->key, "DigestCount") || slice_is(line->key, "EventSize") ||
	       slice_is(line->key, "AlgorithmId");
}

static bool read_event_log(struct reader *reader, const struct text_line *line, bool open)
{
	static const char source[] = "tpm2_eventlog";
	bool has_number;
	uint64_t number;

	if (!line->colon)
		return false;
	has_number = slice_is(line->key, "EventNum") &&
		     slice_number(line->value, UINT32_MAX, &number, NULL);
	if (has_number)
		add_event(reader, number, true);
	else if (!open &&
		 !(slice_is(line->key, "version") && reader->next &&
		   slice_is(reader->next->key, "events")) &&
		 !is_part_of_event(line))
		return false;
	/* The line with its number is lost. */
	if (slice_is(line->key, "PCRIndex") && reader->event &&
	    fact_known(&reader->event->pcr.fact))
		add_event(reader, 0, false);
	if (!open)
		reader->replayed = false;
	if (open && slice_is(line->key, "pcrs") && !line->value.size)
		reader->replayed = true;
	else if (open && reader->replayed && read_replayed(reader, line))
		return reader_take_tpm(reader, source);
	else if (!has_number && (reader->replayed || !is_key(line->key)))
		return false;
	tell_event(reader, line);
	return reader_take_tpm(reader, source);
}

const struct text_kind kind_event_log_yaml = { read_event_log };

static void tell_checksum(struct reader *reader, struct slice name, struct slice value)
{
	uint32_t hash;

	if (slice_skip(&name, "Checksum") && name_algorithm_id(name.bytes, name.size, &hash))
		add_digest(reader, hash, slice_word(value, NULL));
}

static bool read_fwupd_events(struct reader *reader, const struct text_line *line, bool open)
{
	static const char source[] = "fwupdtpmevlog";
	struct slice key = line->key, number = line->value;
	const char *bracket;
	uint64_t pcr;

	if (!line->colon)
		return false;
	if (slice_is(key, "PCR") &&
	    (open || (reader->next && slice_is(reader->next->key, "Type"))) &&
	    (bracket = memchr(number.bytes, '(', number.size))) {
		number = slice_until(slice_from(number, (size_t)(bracket + 1 - number.bytes)), ")");
		add_event(reader, 0, false);
		if (reader->event && slice_number(number, 31, &pcr, NULL))
			tell_number(reader, &reader->event->pcr, pcr);
		return reader_take_tpm(reader, source);
	}
	if (!open || !reader->event)
		return false;
	/* The line with its PCR is lost. */
	if (slice_is(key, "Type") && fact_known(&reader->event->type.fact))
		add_event(reader, 0, false);
	if (!reader->event)
		return false;
	if (slice_is(key, "Description"))
		tell_text(reader, &reader->event->type_name, slice_word(line->value, NULL));
	else if (slice_is(key, "Type") && slice_number(line->value, UINT32_MAX, &pcr, NULL))
		tell_number(reader, &reader->event->type, pcr);
	else if (slice_skip(&key, "Checksum"))
		tell_checksum(reader, line->key, line->value);
	else if (!slice_is(key, "BlobStr"))
		return false;
	return reader_take_tpm(reader, source);
}

const struct text_kind kind_fwupd_event_log = { read_fwupd_events };
