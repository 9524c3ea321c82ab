/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of hash algorithms. */
#include "hash.h"

#include <string.h>

static const struct hash_algorithm algorithms[] = {
	{ 0x000b, 32, "sha256", "SHA256" },	{ 0x000c, 48, "sha384", "SHA384" },
	{ 0x000d, 64, "sha512", "SHA512" },	{ 0x0027, 32, "sha3_256", "SHA3-256" },
	{ 0x0028, 48, "sha3_384", "SHA3-384" }, { 0x0029, 64, "sha3_512", "SHA3-512" },
	{ 0x0012, 32, "sm3_256", "SM3" },	{ 0x0004, 20, "sha1", "SHA1" },
};
enum { N_ALGORITHMS = sizeof(algorithms) / sizeof(algorithms[0]) };

const struct hash_algorithm *hash_at(size_t rank)
{
	return rank < N_ALGORITHMS ? &algorithms[rank] : NULL;
}

size_t hash_rank(uint32_t id)
{
	size_t rank = 0;

	while (rank < N_ALGORITHMS && algorithms[rank].id != id)
		rank++;
	return rank;
}

const struct hash_algorithm *hash_by_id(uint32_t id)
{
	return hash_at(hash_rank(id));
}

const struct hash_algorithm *hash_by_name(const char *name)
{
	size_t rank = 0;

	while (rank < N_ALGORITHMS && strcmp(algorithms[rank].name, name) != 0)
		rank++;
	return hash_at(rank);
}

size_t hash_size(uint32_t id)
{
	const struct hash_algorithm *algorithm = hash_by_id(id);

	return algorithm ? algorithm->size : 0;
}

const char *hash_libcrypto(uint32_t id)
{
	const struct hash_algorithm *algorithm = hash_by_id(id);

	return algorithm ? algorithm->libcrypto : NULL;
}
