/* SPDX-License-Identifier: BSD-2-Clause */
/* Both copies of a LUKS2 header: which are whole, and which of them counts. */
#include "luks.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "digest.h"
#include "hash.h"
#include "luks-json.h"
#include "luks1.h"

enum {
	BINARY_SIZE = 4096,
	MIN_SIZE = 16384, /* of a copy: this, and each double up to LUKS_MAX_HEADER */
	CHECKSUM_AT = 448,
	CHECKSUM_SIZE = 64,
};

static uint64_t be64_at(const uint8_t *p)
{
	uint64_t value;

	memcpy(&value, p, sizeof(value));
	return be64toh(value);
}

/* Of a field of fixed size, NUL-padded. */
static const char *field_text(struct arena *arena, const uint8_t *field, size_t size)
{
	return arena_clean(arena, field, strnlen((const char *)field, size));
}

static bool has_magic(const uint8_t *start, const char *magic)
{
	return !memcmp(start, magic, 4) && start[4] == 0xba && start[5] == 0xbe;
}

static bool is_header_size(uint64_t size)
{
	return size >= MIN_SIZE && size <= LUKS_MAX_HEADER && !(size & (size - 1));
}

/* All size bytes, but at the end of the file. Returns how many, or -errno. */
static ssize_t pread_all(int fd, void *data, size_t size, off_t offset)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = pread(fd, (char *)data + done, size - done, offset + (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static const char *check_checksum(struct arena *arena, uint8_t *copy, size_t size)
{
	const char *name = field_text(arena, copy + 72, 32);
	const struct hash_algorithm *algorithm = hash_by_name(name);
	uint8_t stored[CHECKSUM_SIZE];
	TPM2B_DIGEST computed;

	if (!algorithm)
		return arena_printf(arena, "its checksum is of a kind that is not known here: %s",
				    name);
	memcpy(stored, copy + CHECKSUM_AT, sizeof(stored));
	memset(copy + CHECKSUM_AT, 0, CHECKSUM_SIZE);
	if (!digest(algorithm->id, &(struct bytes){ copy, size }, 1, &computed))
		return arena_printf(arena, "libcrypto does not have its checksum's hash %s", name);
	if (memcmp(stored, computed.buffer, computed.size) != 0)
		return "its checksum is wrong";
	return NULL;
}

/*
 * One copy at offset, if it is there. bytes: malloc'd, where it is whole; its checksum is zeroed.
 * Otherwise to->fault has why.
 */
static int read_copy(int fd, struct arena *arena, const char *magic, uint64_t offset,
		     struct luks_copy *to, uint8_t **ret_bytes)
{
	uint8_t start[BINARY_SIZE];
	_cleanup_free_ uint8_t *bytes = NULL;
	ssize_t n = pread_all(fd, start, sizeof(start), (off_t)offset);

	if (n < 0)
		return (int)n;
	if (n < 8 || !has_magic(start, magic))
		return 0;
	*to = (struct luks_copy){ .found = true, .offset = offset };
	if (n < BINARY_SIZE) {
		to->fault = "it is cut off";
		return 0;
	}
	to->size = be64_at(start + 8);
	to->seqid = be64_at(start + 16);
	if (start[6] || start[7] != 2)
		to->fault = "its version is not 2";
	else if (!is_header_size(to->size))
		to->fault = "it names an impossible size";
	else if (be64_at(start + 256) != offset)
		to->fault = "it names another place than the one where it is";
	if (to->fault)
		return 0;
	bytes = malloc(to->size);
	if (!bytes)
		return -ENOMEM;
	n = pread_all(fd, bytes, to->size, (off_t)offset);
	if (n < 0)
		return (int)n;
	to->fault = (size_t)n < to->size ? "it is cut off" : check_checksum(arena, bytes, to->size);
	if (to->fault)
		return 0;
	*ret_bytes = bytes;
	bytes = NULL;
	return 0;
}

/* The second copy is where the first ends; without the first, at any place that is possible. */
static int read_second(int fd, struct arena *arena, bool first_is_whole, struct luks_header *header,
		       uint8_t **ret_bytes)
{
	struct luks_copy *copy = &header->copies[1];
	uint64_t offset = first_is_whole ? header->copies[0].size : MIN_SIZE;
	int r = 0;

	for (; offset <= LUKS_MAX_HEADER && r >= 0 && !*ret_bytes; offset *= 2) {
		struct luks_copy found = { 0 };

		r = read_copy(fd, arena, "SKUL", offset, &found, ret_bytes);
		if (r < 0) {
			copy->fault = arena_printf(arena, "it cannot be read: %s", strerror(-r));
			return first_is_whole ? 0 : r;
		}
		if (found.found && (*ret_bytes || !copy->found))
			*copy = found;
		if (first_is_whole)
			break;
	}
	if (!copy->found)
		copy->fault = "it is not there";
	return r;
}

static int use_copy(struct arena *arena, struct luks_header *header, size_t i, const uint8_t *bytes)
{
	struct luks_copy *copy = &header->copies[i];

	copy->fault = luks_json_read(arena, (const char *)bytes + BINARY_SIZE,
				     copy->size - BINARY_SIZE, header);
	if (copy->fault)
		return -EBADMSG;
	header->used = i;
	header->label = field_text(arena, bytes + 24, 48);
	header->uuid = field_text(arena, bytes + 168, 40);
	header->subsystem = field_text(arena, bytes + 208, 48);
	return 0;
}

static int read_luks2(int fd, struct arena *arena, struct luks_header *header)
{
	_cleanup_free_ uint8_t *first = NULL, *second = NULL;
	uint8_t *bytes[2];
	int r = read_copy(fd, arena, "LUKS", 0, &header->copies[0], &first);
	size_t better;

	if (r < 0)
		return r;
	if (!header->copies[0].found)
		header->copies[0].fault = "it is not there";
	r = read_second(fd, arena, first, header, &second);
	if (r < 0)
		return r;
	if (!header->copies[0].found && !header->copies[1].found)
		return -ENOMSG;
	bytes[0] = first;
	bytes[1] = second;
	better = second && (!first || header->copies[1].seqid > header->copies[0].seqid);
	for (size_t i = 0; i < 2; i++) {
		size_t which = i ? !better : better;

		if (bytes[which] && use_copy(arena, header, which, bytes[which]) == 0)
			return 0;
	}
	return -EBADMSG;
}

int luks_read(int fd, struct arena *arena, struct luks_header **ret_header)
{
	struct luks_header *header = arena_alloc(arena, sizeof(*header));
	uint8_t start[LUKS1_HEADER_SIZE];
	ssize_t n = pread_all(fd, start, sizeof(start), 0);
	int r;

	if (n < 0)
		return (int)n;
	header->version = 2;
	header->label = header->subsystem = header->uuid = "";
	if (n == sizeof(start) && has_magic(start, "LUKS") && !start[6] && start[7] == 1)
		r = luks1_read(fd, start, arena, header);
	else
		r = read_luks2(fd, arena, header);
	if (r >= 0 || r == -EBADMSG)
		*ret_header = header;
	return r;
}

const struct luks_keyslot *luks_keyslot(const struct luks_header *header, unsigned int number)
{
	for (size_t i = 0; i < header->n_keyslots; i++)
		if (header->keyslots[i].number == number)
			return &header->keyslots[i];
	return NULL;
}
