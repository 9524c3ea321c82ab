/* SPDX-License-Identifier: BSD-2-Clause */
/* X509_verify_cert(3), and what goes into it. */
#include "chain.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "library-crypto.h"

struct trust {
	X509_STORE *store;
};

static size_t read_pem(BIO *bio, X509_STORE *store)
{
	size_t n = 0;
	X509 *x509;

	while ((x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL))) {
		n += X509_STORE_add_cert(store, x509) == 1;
		X509_free(x509);
	}
	return n;
}

static size_t read_der(BIO *bio, X509_STORE *store)
{
	X509 *x509 = BIO_reset(bio) == 0 ? d2i_X509_bio(bio, NULL) : NULL;
	size_t n = x509 && X509_STORE_add_cert(store, x509) == 1;

	X509_free(x509);
	return n;
}

int trust_open(const char *path, struct trust **ret_trust)
{
	struct trust *trust;
	BIO *bio;
	int r = 0;

	errno = 0;
	bio = BIO_new_file(path, "rb");
	if (!bio) {
		r = errno ? -errno : -EIO;
		ERR_clear_error();
		return r;
	}
	trust = calloc(1, sizeof(*trust));
	if (trust)
		trust->store = X509_STORE_new();
	if (!trust || !trust->store)
		r = -ENOMEM;
	else if (!read_pem(bio, trust->store) && !read_der(bio, trust->store))
		r = -EBADMSG;
	BIO_free(bio);
	ERR_clear_error();
	if (r < 0)
		trust_free(trust);
	else
		*ret_trust = trust;
	return r;
}

void trust_free(struct trust *trust)
{
	if (!trust)
		return;
	X509_STORE_free(trust->store);
	free(trust);
}

static X509 *from_der(struct bytes der)
{
	const unsigned char *at = der.data;

	return der.size && der.size <= LONG_MAX ? d2i_X509(NULL, &at, (long)der.size) : NULL;
}

static STACK_OF(X509) * stack_of(const struct bytes *others, size_t n)
{
	STACK_OF(X509) *stack = sk_X509_new_null();

	for (size_t i = 0; stack && i < n; i++) {
		X509 *x509 = from_der(others[i]);

		if (x509 && !sk_X509_push(stack, x509))
			X509_free(x509);
	}
	return stack;
}

const char *trust_verify(const struct trust *trust, struct bytes certificate,
			 const struct bytes *others, size_t n)
{
	STACK_OF(X509) *stack = stack_of(others, n);
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	X509 *x509 = from_der(certificate);
	const char *why = "it is not an X.509 certificate";

	if (!stack || !context)
		abort();
	if (x509 && X509_STORE_CTX_init(context, trust->store, x509, stack) == 1) {
		/* A file may hold the manufacturer's intermediate certificate and no root. */
		X509_STORE_CTX_set_flags(context, X509_V_FLAG_PARTIAL_CHAIN);
		why = X509_verify_cert(context) == 1
			      ? NULL
			      : X509_verify_cert_error_string(X509_STORE_CTX_get_error(context));
	}
	X509_STORE_CTX_free(context);
	sk_X509_pop_free(stack, X509_free);
	X509_free(x509);
	ERR_clear_error();
	return why;
}
