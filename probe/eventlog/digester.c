/* SPDX-License-Identifier: BSD-2-Clause */
/* Hashes by libcrypto, and what searches may spend on them. */
#include "digester.h"

#include <stdlib.h>

#include "hash.h"
#include "library-crypto.h"

struct digester {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
};

struct digester *digester_new(uint16_t algorithm)
{
	struct digester *digester = calloc(1, sizeof(*digester));
	const char *name = hash_libcrypto(algorithm);

	if (digester && name && library_load(&library_crypto)) {
		digester->md = EVP_MD_fetch(NULL, name, NULL);
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
	if (digester->md) {
		EVP_MD_CTX_free(digester->ctx);
		EVP_MD_free(digester->md);
	}
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
