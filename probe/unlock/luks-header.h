/* SPDX-License-Identifier: BSD-2-Clause */
/* The contents of a LUKS header. */
#ifndef LUKS_HEADER_H
#define LUKS_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

enum {
	LUKS_MAX_KEYSLOTS = 32,
	LUKS_MAX_TOKENS = 32,
	LUKS_MAX_DIGESTS = 32,
	LUKS_MAX_HEADER = 4 << 20,	 /* bytes of one copy */
	LUKS_MAX_TOKEN_JSON = 256 << 10, /* bytes; a token is a few KiB */
};

/* One of the two copies of a LUKS2 header; of LUKS1 only the first exists. */
struct luks_copy {
	bool found;	 /* its magic is there */
	uint64_t offset; /* bytes from the start of the device */
	uint64_t size;	 /* hdr_size */
	uint64_t seqid;	 /* grows with each change */
	const char *
		fault; /* NULL: it is whole; else why it cannot be used, a clause without a full stop */
};

struct luks_keyslot {
	unsigned int number;
	unsigned int priority; /* 0: ignored unless it is named, 1: normal, 2: tried first */
	bool opens; /* a digest assigns it to a segment; without one its key opens nothing */
	uint64_t offset, size; /* of its area, in bytes */
};

struct luks_token {
	unsigned int number;
	const char *type;			  /* cleaned; "" where there is none */
	unsigned int keyslots[LUKS_MAX_KEYSLOTS]; /* as the token names them, existing or not */
	size_t n_keyslots;
	/* The token as JSON, json_size bytes and a NUL. For luksmeta: the compact JWE of clevis.
	 * NULL: it is too large, and nothing of it is read. */
	const char *json;
	size_t json_size;
};

struct luks_header {
	unsigned int version;		      /* 1 or 2 */
	const char *label, *subsystem, *uuid; /* cleaned; "" if there is none */
	struct luks_copy copies[2];
	size_t used; /* which of them the rest is from */
	struct luks_keyslot keyslots[LUKS_MAX_KEYSLOTS];
	size_t n_keyslots; /* in ascending order; of LUKS1 the active ones */
	struct luks_token tokens[LUKS_MAX_TOKENS];
	size_t n_tokens; /* in ascending order; of LUKS1 the slots of luksmeta that clevis owns */
	/* What the JSON has, and cannot be: a keyslot or token number above 31, a keyslot that is
	 * no object. NULL: nothing. One clause, the first that was found. */
	const char *oddity;
	const char *
		luksmeta_fault; /* LUKS1 has a luksmeta area that is damaged: what is wrong; else NULL */
	bool reencrypting;	/* the requirement online-reencrypt stands in it */
};

#endif
