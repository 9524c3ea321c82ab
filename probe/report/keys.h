/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TPM keeps, as its public areas tell: part of the report (report.h). */
#ifndef REPORT_KEYS_H
#define REPORT_KEYS_H

#include "fact.h"

struct nv_index {
	struct number_fact handle;
	struct text_fact owner;	  /* whose range it is: "platform owner" */
	struct text_fact purpose; /* "EK certificate, rsa 2048"; absent: not registered */
	struct text_fact type; /* "ordinary", "counter", "bits", "extend", "pin fail", "pin pass" */
	struct text_fact name_algorithm;
	struct number_fact attributes, size; /* TPMA_NV; bytes */
	struct list_fact attribute_names;    /* texts */
	struct number_fact policy, written;  /* has an authPolicy; was ever written */
};

struct tpm_object {
	struct number_fact handle;
	struct text_fact range; /* what the handle is registered for; absent: for nothing */
	/* "owner", "endorsement", "platform", "null": by the qualified name of a primary object, or of
	 * one below another of the list; absent: it does not tell. */
	struct text_fact hierarchy;
	struct number_fact
		parent;	       /* handle of the object below which it is; absent: not in the list */
	struct text_fact type; /* "rsa", "ecc", "keyedhash", "symcipher" */
	struct text_fact use;  /* "EK", "SRK", "storage parent", "attestation key" ... */
	struct text_fact template; /* "TCG EK template L-1"; absent: no registered one */
	struct list_fact fits;	   /* texts: who makes such an SRK */
	struct text_fact name_algorithm;
	struct number_fact attributes;	  /* TPMA_OBJECT */
	struct list_fact attribute_names; /* texts */
	struct number_fact bits;	  /* of an RSA key */
	struct text_fact curve;		  /* "p256" */
	struct text_fact scheme;	  /* "rsassa sha256"; absent: any */
	struct text_fact symmetric;	  /* "aes128cfb": of a parent */
	struct number_fact wraps_keys;	  /* keys can be created below it */
	struct number_fact policy;	  /* has an authPolicy */
	struct text_fact name;		  /* hexadecimal */
	struct text_fact public_key;	  /* modulus, or x and y; hexadecimal */
};

/* A certificate for an endorsement key, or another one, read from NV. */
struct ek_certificate {
	struct number_fact handle;
	struct text_fact key;	  /* "rsa 2048", "ecc p256": by the index's number */
	struct text_fact purpose; /* where it is no EK certificate */
	struct text_fact error;	  /* why it is none */
	struct text_fact subject, issuer, serial;
	struct number_fact not_before, not_after;  /* seconds since 1970 */
	struct text_fact certified_key, signature; /* "rsa 2048"; "sha256WithRSAEncryption" */
	struct number_fact size, trailing;	   /* bytes; those behind the certificate */
	struct number_fact self_signed;		   /* issuer and subject are the same */
	struct list_fact issuer_urls, crl_urls;	   /* texts */
	struct text_fact public_key;		   /* as struct tpm_object's */
	struct number_fact matches;		   /* the key that this TPM derives */
	struct text_fact match_reason;		   /* how that is known, or why not */
	struct number_fact verified;		   /* by --verify */
	struct text_fact verify_error;		   /* why it is not */
	struct text_fact
		der; /* the certificate itself, hexadecimal; like serial it tells TPMs apart */
};

#endif
