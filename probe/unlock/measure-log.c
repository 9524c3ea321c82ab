/* SPDX-License-Identifier: BSD-2-Clause */
/* A JSON text sequence: 0x1e, one JSON, a line feed. What is no record does not stop the reading.
 * */
#include "measure-log.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "hash.h"
#include "json-member.h"

enum { RECORD_SEPARATOR = 0x1e };

static void read_digests(struct arena *arena, struct json_object *root,
			 struct measure_record *record)
{
	struct json_object *list = json_member(root, "digests", json_type_array);

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		struct measure_digest found = { .bank = json_member_hash(one, "hashAlg") };

		if (record->n_digests < MEASURE_MAX_DIGESTS && found.bank &&
		    json_to_hex(arena, json_member(one, "digest", json_type_string),
				&found.digest) &&
		    found.digest.size == hash_size(found.bank))
			record->digests[record->n_digests++] = found;
	}
}

static const char *read_record(struct arena *arena, const char *text, size_t size,
			       struct measure_record *record)
{
	_cleanup_(json_object_putp) struct json_object *root = NULL;
	struct json_object *content;
	const char *fault = "out of memory";
	uint64_t pcr;

	if (json_parse_bytes(arena, text, size, &root, &fault) < 0)
		return fault;
	if (json_object_get_type(root) != json_type_object)
		return "not a record";
	*record = (struct measure_record){ .pcr = -1 };
	if (json_member_number(root, "pcr", PCR_COUNT - 1, &pcr))
		record->pcr = (long)pcr;
	read_digests(arena, root, record);
	content = json_member(root, "content", json_type_object);
	record->event_type = json_member_text(arena, content, "eventType");
	record->string = json_member_text(arena, content, "string");
	record->boot_id = json_member_text(arena, content, "bootId");
	record->has_time = json_member_number(content, "timestamp", INT64_MAX, &record->time_us);
	if (record->pcr >= 0 && !record->n_digests)
		return "a record has no digest";
	return NULL;
}

/* White space at the end of a record, of which the line feed must be the last. */
static bool is_whole(const char *text, size_t size)
{
	return size && text[size - 1] == '\n';
}

struct measure_log *measure_log_read(struct arena *arena, const void *data, size_t size)
{
	struct measure_log *log = arena_alloc(arena, sizeof(*log));
	const char *at = data, *end;
	size_t n = 0;

	if (size > MEASURE_LOG_MAX_SIZE) {
		size = MEASURE_LOG_MAX_SIZE;
		log->is_truncated = true;
	}
	end = at + size;
	for (size_t i = 0; i < size && n < MEASURE_LOG_MAX_RECORDS; i++)
		n += at[i] == RECORD_SEPARATOR;
	log->records = arena_alloc(arena, n * sizeof(*log->records));
	if (size && *at != RECORD_SEPARATOR) {
		log->fault = "it does not begin with a record";
		log->n_skipped++;
	}
	at = size ? memchr(at, RECORD_SEPARATOR, size) : NULL;
	while (at) {
		const char *text = at + 1,
			   *next = memchr(text, RECORD_SEPARATOR, (size_t)(end - text));
		size_t length = (size_t)((next ? next : end) - text);
		const char *fault;

		at = next;
		if (log->n_records >= n || (!next && !is_whole(text, length))) {
			log->is_truncated = true;
			break;
		}
		fault = read_record(arena, text, length, &log->records[log->n_records]);
		if (!fault) {
			log->n_records++;
			continue;
		}
		log->n_skipped++;
		if (!log->fault)
			log->fault = fault;
	}
	return log;
}

bool measure_log_is_unfinished(mode_t mode)
{
	return mode & S_ISVTX;
}

/* "cryptsetup:NAME:UUID"; either may be unknown, not both. */
static bool is_volume(const char *string, const char *name, const char *uuid)
{
	static const char prefix[] = "cryptsetup:";
	const char *colon;

	if (strncmp(string, prefix, sizeof(prefix) - 1) != 0 || (!name && !uuid))
		return false;
	string += sizeof(prefix) - 1;
	colon = strrchr(string, ':');
	if (!colon)
		return false;
	if (uuid && *uuid)
		return !strcasecmp(colon + 1, uuid);
	return name && !strncmp(string, name, (size_t)(colon - string)) && !name[colon - string];
}

enum unlock_moment measure_log_unlock(const struct measure_log *log, const char *name,
				      const char *uuid, bool in_initrd, size_t *ret_end)
{
	for (size_t i = 0; i < log->n_records; i++) {
		if (strcmp(log->records[i].event_type, "volume-key") != 0 ||
		    !is_volume(log->records[i].string, name, uuid))
			continue;
		*ret_end = i;
		return MOMENT_VOLUME_KEY;
	}
	for (size_t i = 0; in_initrd && i < log->n_records; i++) {
		if (strcmp(log->records[i].string, "leave-initrd") != 0)
			continue;
		*ret_end = i;
		return MOMENT_LEAVE_INITRD;
	}
	*ret_end = log->n_records;
	return MOMENT_UNKNOWN;
}

static bool extend(uint16_t bank, struct bytes by, uint8_t *value)
{
	const struct bytes parts[] = { { value, hash_size(bank) }, by };
	TPM2B_DIGEST result;

	if (!digest(bank, parts, 2, &result))
		return false;
	memcpy(value, result.buffer, result.size);
	return true;
}

long measure_log_replay(const struct measure_log *log, unsigned int pcr, uint16_t bank, size_t end,
			uint8_t *value)
{
	long extended = 0;

	for (size_t i = 0; i < end && i < log->n_records; i++) {
		const struct measure_record *record = &log->records[i];
		size_t found = 0;

		if (record->pcr != (long)pcr)
			continue;
		while (found < record->n_digests && record->digests[found].bank != bank)
			found++;
		if (found == record->n_digests ||
		    !extend(bank, record->digests[found].digest, value))
			return -ENOTSUP;
		extended++;
	}
	return extended;
}

bool measure_extend_text(uint16_t bank, const char *text, uint8_t *value)
{
	TPM2B_DIGEST of_text;

	return digest(bank, &(struct bytes){ text, strlen(text) }, 1, &of_text) &&
	       extend(bank, (struct bytes){ of_text.buffer, of_text.size }, value);
}

const char *measure_phase(size_t n)
{
	static const char *const phases[] = { "enter-initrd", "leave-initrd", "sysinit",
					      "ready",	      "shutdown",     "final" };

	return n < sizeof(phases) / sizeof(phases[0]) ? phases[n] : NULL;
}
