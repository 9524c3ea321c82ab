/* SPDX-License-Identifier: BSD-2-Clause */
/* The hash algorithms of TPM 2.0, part 2, clause 6.3: number, name and size, and which to prefer. */
#ifndef HASH_H
#define HASH_H

#include <stddef.h>
#include <stdint.h>

struct hash_algorithm {
	uint16_t id;	       /* TPM2_ALG_ID */
	uint8_t size;	       /* bytes of a digest */
	const char *name;      /* "sha256", as tpm2-tools spell it */
	const char *libcrypto; /* "SHA256" */
};

/* In the order in which software prefers them; NULL behind the last. */
const struct hash_algorithm *hash_at(size_t rank);

/* NULL: none of these. */
const struct hash_algorithm *hash_by_id(uint32_t id);

/* "sha256", as tpm2-tools and systemd spell it; NULL: none of these. */
const struct hash_algorithm *hash_by_name(const char *name);

/* The rank of one, or that behind the last. */
size_t hash_rank(uint32_t id);

/* Bytes of a digest; 0: unknown. */
size_t hash_size(uint32_t id);

/* libcrypto's name, or NULL. */
const char *hash_libcrypto(uint32_t id);

#endif
