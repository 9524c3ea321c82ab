/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TPM keeps, as its public areas tell: part of the report (report.h). */
#ifndef REPORT_KEYS_H
#define REPORT_KEYS_H

#include "fact.h"

struct nv_index {
	struct number_fact handle;
	struct text_fact purpose; /* "EK certificate, RSA 2048"; absent: not registered */
	struct text_fact name_algorithm;
	struct number_fact attributes, size; /* TPMA_NV; bytes */
	struct number_fact written;
};

struct tpm_object {
	struct number_fact handle;
	struct text_fact type; /* "rsa", "ecc", "keyedhash", "symcipher" */
	struct text_fact name_algorithm;
	struct number_fact attributes; /* TPMA_OBJECT */
	struct number_fact bits;       /* of an RSA key */
	struct text_fact curve;	       /* "p256" */
	struct text_fact public_key;   /* modulus, or x and y; hexadecimal */
};

/* A certificate for an endorsement key, read from NV. */
struct ek_certificate {
	struct number_fact handle;
	struct text_fact key;	/* "rsa 2048", "ecc p256": by the index's number */
	struct text_fact error; /* why it is none */
	struct text_fact subject, issuer, serial;
	struct number_fact not_before, not_after; /* seconds since 1970 */
	struct number_fact size, trailing;	  /* bytes; those behind the certificate */
	struct number_fact self_signed;		  /* issuer and subject are the same */
	struct list_fact issuer_urls, crl_urls;	  /* texts */
	struct text_fact public_key;		  /* as struct tpm_object's */
};

/* How long the TPM takes with nothing loaded (doctor --active). */
struct latency {
	struct number_fact random_count, random_median_ns, random_max_ns; /* TPM2_GetRandom */
};

#endif
