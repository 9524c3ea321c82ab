/* SPDX-License-Identifier: BSD-2-Clause */
/* Does a binding's policy hold? Its digest is computed and compared with the stored one; no TPM is
 * asked. Pure. */
#ifndef POLICY_CHECK_H
#define POLICY_CHECK_H

#include "policy.h"

/* Which form of a signer's key the digest was made with. */
enum exponent_form { EXPONENT_65537, EXPONENT_0 };

/* What is known beside PCRs. */
struct policy_facts {
	/* The public area of the NV index of pcrlock: of the TPM, of pcrlock.json or of the token;
	 * NULL: not known. */
	const TPMS_NV_PUBLIC *pcrlock_nv;
	enum exponent_form exponent;
};

/* Is there such a form of the binding's key, or does it have none and the form does not matter? */
bool binding_has_exponent(const struct unlock_binding *binding, enum exponent_form exponent);

/*
 * The digest that a shard's policy has with these values (of binding->bank, unless the bank was
 * guessed; then any bank). A signed and a pcrlock policy are settled by digests that do not depend
 * on PCRs: whether they hold is decided by signature.h and pcrlock.h. False: it cannot be
 * computed: a value or the key or the NV index is not known, or the binding does not record what
 * the policy is made of. Not for policies of branches.
 */
bool unlock_policy_digest(const struct unlock_binding *binding, size_t shard,
			  const struct pcr_values *values, const struct policy_facts *facts,
			  TPM2B_DIGEST *ret_digest);

enum policy_match {
	POLICY_UNKNOWN, /* cannot be computed */
	POLICY_HOLDS,	/* the same digest; or the object has no policy */
	POLICY_DIFFERS,
};
struct policy_result {
	enum policy_match match;
	enum exponent_form exponent; /* with which it holds */
	uint16_t bank;	     /* with which it holds; where it differs: that which was tried */
	long branch;	     /* of a TSS2 key: which one holds, or -1 */
	TPM2B_DIGEST digest; /* as computed; size 0: it was not */
	const char *why;     /* POLICY_UNKNOWN: what is missing; a clause, static text */
};

/*
 * One shard's digest against the stored one: banks[] holds the values of n_banks banks; where the
 * binding does not name its bank each is tried, sha256 first. Both exponent forms of a signer's
 * key are tried.
 */
void unlock_policy_check(const struct unlock_binding *binding, size_t shard,
			 const struct pcr_values *banks, size_t n_banks,
			 const struct policy_facts *facts, struct policy_result *ret_result);

#endif
