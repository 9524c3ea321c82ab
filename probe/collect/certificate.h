/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an X.509 certificate says, as far as a diagnosis asks (RFC 5280, DER). Nothing is verified
 * and nothing believed: any bytes may come, every length is checked. Pure.
 */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the certificate itself. */
struct span {
	const uint8_t *data;
	size_t size;
};

enum { CERTIFICATE_URLS_MAX = 8 };

struct certificate {
	size_t size; /* bytes of the certificate; what comes behind is none of it */
	struct span serial, issuer, subject;
	int64_t not_before, not_after; /* seconds since 1970 */
	bool is_rsa;
	struct span key; /* modulus without leading zeros, or x and y */
	struct span issuer_urls[CERTIFICATE_URLS_MAX], crl_urls[CERTIFICATE_URLS_MAX];
	size_t n_issuer_urls, n_crl_urls;
};

/* Returns 0, or -EBADMSG where it is no certificate. */
int certificate_parse(const uint8_t *der, size_t size, struct certificate *ret_certificate);

/*
 * The same of the first bytes of one: what stands ahead of the subject, serial to not_after, and its
 * size. -EBADMSG where it is none, or size is too small; 512 bytes are enough for every certificate of
 * an endorsement key that was seen.
 */
int certificate_parse_start(const uint8_t *der, size_t size, struct certificate *ret_certificate);

/* A name as "CN=..., O=...": raw text, to be cleaned; cut at size - 1. Returns its length. */
size_t certificate_name(struct span name, char *buf, size_t size);

#endif
