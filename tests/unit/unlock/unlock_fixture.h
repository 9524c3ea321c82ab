/* SPDX-License-Identifier: BSD-2-Clause */
/* The fixtures of tests/data/unlock: what real tools stored, and the PCR values of that moment. */
#ifndef UNLOCK_FIXTURE_H
#define UNLOCK_FIXTURE_H

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hash.h"
#include "luks.h"
#include "policy-check.h"
#include "read-binding.h"

#define UNLOCK_DATA "tests/data/unlock/"

static struct arena arena;

static inline int clear_arena(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

/* A file's bytes, with a NUL behind them; arena memory. */
static inline struct bytes load(const char *name)
{
	char path[256];
	struct bytes bytes;
	uint8_t *data = arena_alloc(&arena, 65536);
	FILE *in;

	snprintf(path, sizeof(path), UNLOCK_DATA "%s", name);
	in = fopen(path, "re");
	assert_non_null(in);
	bytes = (struct bytes){ data, fread(data, 1, 65535, in) };
	assert_true(bytes.size && bytes.size < 65535);
	fclose(in);
	return bytes;
}

static inline struct luks_header *load_luks(const char *name)
{
	struct luks_header *header = NULL;
	char path[256];
	int fd;

	snprintf(path, sizeof(path), UNLOCK_DATA "%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(luks_read(fd, &arena, &header), 0);
	close(fd);
	return header;
}

/* A file of these bytes that has no name. */
static inline int file_of(const void *data, size_t size)
{
	int fd = memfd_create("luks", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, data, size, 0), size);
	return fd;
}

/* Lines "BANK PCR VALUE": sha256 first, then sha1. */
static inline void load_pcrs(const char *name, struct pcr_values banks[2])
{
	const char *text = load(name).data, *line = text;

	memset(banks, 0, 2 * sizeof(*banks));
	banks[0].bank = TPM2_ALG_SHA256;
	banks[1].bank = TPM2_ALG_SHA1;
	for (; *line; line = strchr(line, '\n') + 1) {
		struct pcr_values *values;
		char bank[16], hex[129];
		struct bytes value;
		unsigned int pcr;

		assert_int_equal(sscanf(line, "%15s %u %128s", bank, &pcr, hex), 3);
		values = &banks[!strcmp(bank, "sha1")];
		assert_true(pcr < PCR_COUNT && decode_hex(&arena, hex, strlen(hex), &value));
		assert_int_equal(value.size, hash_size(values->bank));
		memcpy(values->value[pcr], value.data, value.size);
		values->known |= UINT32_C(1) << pcr;
	}
}

static inline enum policy_match check(const struct unlock_binding *binding, size_t shard,
				      const struct pcr_values banks[2],
				      const struct policy_facts *facts)
{
	static const struct policy_facts none;
	struct policy_result result;

	unlock_policy_check(binding, shard, banks, 2, facts ? facts : &none, &result);
	return result.match;
}

#endif
