/* SPDX-License-Identifier: BSD-2-Clause */
/* Hashes: their names and sizes in TPM 2.0, part 2, and their values by libcrypto. */
#include "digester.h"

#include <openssl/evp.h>
#include <stdlib.h>

static const struct {
	uint16_t algorithm;
	uint8_t size;
	const char *name, *libcrypto;
} algorithms[] = {
	{ 0x0004, 20, "sha1", "SHA1" },		{ 0x000b, 32, "sha256", "SHA2-256" },
	{ 0x000c, 48, "sha384", "SHA2-384" },	{ 0x000d, 64, "sha512", "SHA2-512" },
	{ 0x0012, 32, "sm3_256", "SM3" },	{ 0x0027, 32, "sha3_256", "SHA3-256" },
	{ 0x0028, 48, "sha3_384", "SHA3-384" }, { 0x0029, 64, "sha3_512", "SHA3-512" },
};
enum { N_ALGORITHMS = sizeof(algorithms) / sizeof(algorithms[0]) };

static size_t find(uint16_t algorithm)
{
	size_t i = 0;

	while (i < N_ALGORITHMS && algorithms[i].algorithm != algorithm)
		i++;
	return i;
}

bool digest_algorithm(uint16_t algorithm, const char **ret_name, size_t *ret_size)
{
	size_t i = find(algorithm);

	if (i == N_ALGORITHMS)
		return false;
	*ret_name = algorithms[i].name;
	*ret_size = algorithms[i].size;
	return true;
}

struct digester {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
};

struct digester *digester_new(uint16_t algorithm)
{
	struct digester *digester = calloc(1, sizeof(*digester));
	size_t i = find(algorithm);

	if (digester && i < N_ALGORITHMS) {
		digester->md = EVP_MD_fetch(NULL, algorithms[i].libcrypto, NULL);
		digester->ctx = EVP_MD_CTX_new();
		if (digester->md && digester->ctx)
			return digester;
	}
	digester_free(digester);
	return NULL;
}

void digester_free(struct digester *digester)
{
	if (!digester)
		return;
	EVP_MD_CTX_free(digester->ctx);
	EVP_MD_free(digester->md);
	free(digester);
}

bool digester_hash(struct digester *digester, struct span a, struct span b,
		   uint8_t out[EVENTLOG_MAX_DIGEST])
{
	return EVP_DigestInit_ex(digester->ctx, digester->md, NULL) &&
	       EVP_DigestUpdate(digester->ctx, a.p, a.size) &&
	       (!b.size || EVP_DigestUpdate(digester->ctx, b.p, b.size)) &&
	       EVP_DigestFinal_ex(digester->ctx, out, NULL);
}

bool digest_afford(size_t *budget, size_t size)
{
	const size_t cost = size + EVENTLOG_HASH_COST;

	if (*budget < cost) {
		*budget = 0;
		return false;
	}
	*budget -= cost;
	return true;
}
