/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header of LUKS1 has no checksum and no tokens. luksmeta stores data between the last
 * keyslot's area and the payload: a header of its own with a CRC-32C, and a slot for each keyslot.
 */
#include "luks1.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"

enum {
	SECTOR = 512,
	SLOTS = 8,
	SLOT_SIZE = 48,
	SLOTS_AT = 208,
	SLOT_ENABLED = 0x00ac71f3,
	META_SLOTS_AT = 16,
	META_SLOT_SIZE = 32,
	META_SIZE = META_SLOTS_AT + SLOTS * META_SLOT_SIZE,
	META_ALIGNMENT = 4096,
	META_MAX_DATA = 64 << 10,
	STRIPES = 4000, /* of every header that cryptsetup ever wrote */
};

static uint32_t be32_at(const uint8_t *p)
{
	uint32_t value;

	memcpy(&value, p, sizeof(value));
	return be32toh(value);
}

/* Castagnoli's polynomial, reflected. */
static uint32_t crc32c(const uint8_t *data, size_t size)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < size; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0x82f63b78) : 0);
	}
	return ~crc;
}

static void add_token(struct arena *arena, struct luks_header *header, unsigned int slot,
		      const uint8_t *data, size_t size)
{
	struct luks_token *token = &header->tokens[header->n_tokens++];

	token->number = slot;
	token->type = "clevis";
	token->keyslots[token->n_keyslots++] = slot;
	token->json = arena_strndup(arena, (const char *)data, size);
	token->json_size = strlen(token->json);
}

/* Returns NULL, or what is wrong. */
static const char *read_meta_slot(int fd, struct arena *arena, const uint8_t *slot, uint64_t area,
				  uint64_t end, unsigned int number, struct luks_header *header)
{
	static const uint8_t clevis[16] = { 0xcb, 0x6e, 0x89, 0x04, 0x81, 0xff, 0x40, 0xda,
					    0xa8, 0x4a, 0x07, 0xab, 0x9a, 0xb5, 0x71, 0x5e };
	uint64_t offset = be32_at(slot + 16), size = be32_at(slot + 20);
	_cleanup_free_ uint8_t *data = NULL;

	if (memcmp(slot, clevis, sizeof(clevis)) != 0)
		return NULL;
	if (offset < META_SIZE || size > META_MAX_DATA || area + offset + size > end)
		return "a slot of luksmeta lies outside of its area";
	data = malloc(size + 1);
	if (!data || pread(fd, data, size, (off_t)(area + offset)) != (ssize_t)size)
		return "a slot of luksmeta cannot be read";
	if (crc32c(data, size) != be32_at(slot + 24))
		return "the checksum of a slot of luksmeta is wrong";
	add_token(arena, header, number, data, size);
	return NULL;
}

static void read_meta(int fd, struct arena *arena, uint64_t area, uint64_t end,
		      struct luks_header *header)
{
	uint8_t meta[META_SIZE];
	uint32_t crc;

	if (area + META_SIZE > end || pread(fd, meta, sizeof(meta), (off_t)area) != META_SIZE ||
	    memcmp(meta, "LUKSMETA", 8) != 0)
		return;
	if (be32_at(meta + 8) != 1) {
		header->luksmeta_fault = "luksmeta has a version that is not known here";
		return;
	}
	crc = be32_at(meta + 12);
	memset(meta + 12, 0, 4);
	if (crc32c(meta, sizeof(meta)) != crc) {
		header->luksmeta_fault = "the checksum of luksmeta is wrong";
		return;
	}
	for (unsigned int i = 0; i < SLOTS; i++) {
		const char *fault = read_meta_slot(
			fd, arena, meta + META_SLOTS_AT + i * META_SLOT_SIZE, area, end, i, header);

		if (fault)
			header->luksmeta_fault = fault;
	}
}

int luks1_read(int fd, const uint8_t *start, struct arena *arena, struct luks_header *header)
{
	uint64_t payload = (uint64_t)be32_at(start + 104) * SECTOR,
		 key_bytes = be32_at(start + 108);
	uint64_t area = 0;

	header->version = 1;
	header->uuid = arena_clean(arena, start + 168, strnlen((const char *)start + 168, 40));
	header->copies[0] = (struct luks_copy){ .found = true, .size = LUKS1_HEADER_SIZE };
	if (!key_bytes || key_bytes > 512) {
		header->copies[0].fault = "it names a volume key of an impossible size";
		return -EBADMSG;
	}
	for (unsigned int i = 0; i < SLOTS; i++) {
		const uint8_t *slot = start + SLOTS_AT + (size_t)i * SLOT_SIZE;
		uint64_t offset = (uint64_t)be32_at(slot + 40) * SECTOR,
			 stripes = be32_at(slot + 44);
		uint64_t size = (key_bytes * stripes + SECTOR - 1) / SECTOR * SECTOR;

		if (stripes != STRIPES) {
			header->copies[0].fault = "a keyslot has an impossible number of stripes";
			return -EBADMSG;
		}
		if (area < offset + size)
			area = (offset + size + META_ALIGNMENT - 1) / META_ALIGNMENT *
			       META_ALIGNMENT;
		if (be32_at(slot) == SLOT_ENABLED)
			header->keyslots[header->n_keyslots++] =
				(struct luks_keyslot){ .number = i,
						       .priority = 1,
						       .opens = true,
						       .offset = offset,
						       .size = size };
	}
	/* A detached header names no payload: its file ends where it ends. */
	read_meta(fd, arena, area, payload ? payload : area + (1 << 20), header);
	return 0;
}
