/* SPDX-License-Identifier: BSD-2-Clause */
/* Who certified an endorsement key: chains of X.509 certificates, by libcrypto. */
#ifndef CHAIN_H
#define CHAIN_H

#include <stdbool.h>

#include "digest.h"

struct trust;

/* The certificates of a file, PEM or DER; each of them is trusted. Returns 0, -errno, or -EBADMSG: no
 * certificate is in it. */
int trust_open(const char *path, struct trust **ret_trust);
void trust_free(struct trust *trust);

/*
 * Is there a chain from the certificate to one that is trusted, over any of the n others, valid now?
 * All of them DER. Returns NULL, or why not (static text).
 */
const char *trust_verify(const struct trust *trust, struct bytes certificate,
			 const struct bytes *others, size_t n);

#endif
