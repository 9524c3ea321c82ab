/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signed PCR policies: tpm2-pcr-signature.json of systemd-measure and ukify (the section .pcrsig
 * of a UKI). Signatures are verified by libcrypto. Pure; results are arena memory.
 */
#ifndef UNLOCK_SIGNATURE_H
#define UNLOCK_SIGNATURE_H

#include "policy-key.h"
#include "policy.h"

enum { SIGNATURE_MAX_ENTRIES = 512 };

struct signature_entry {
	uint16_t bank;
	uint32_t pcrs;
	struct bytes fingerprint; /* pkfp */
	struct bytes policy;	  /* pol */
	struct bytes signature;	  /* sig */
};

struct signature_file {
	struct signature_entry *entries;
	size_t n_entries;
	size_t n_skipped; /* entries that are not as they should be */
};

/* Returns 0, or -EBADMSG and ret_fault: what is wrong, arena memory. */
int signature_file_read(struct arena *arena, const void *data, size_t size,
			struct signature_file **ret_file, const char **ret_fault);

/* What the best entry lacks, from the least to all. */
enum signature_match {
	SIGNATURE_NO_BANK,     /* no entry is for the binding's bank */
	SIGNATURE_OTHER_PCRS,  /* of that bank, but for other PCRs */
	SIGNATURE_OTHER_KEY,   /* by another key */
	SIGNATURE_OTHER_VALUE, /* by this key, for other values than these */
	SIGNATURE_INVALID,     /* all fits, but the signature is not by this key */
	SIGNATURE_HOLDS,
	SIGNATURE_UNKNOWN, /* values of PCRs are not known, or the binding's key was not read,
			     * or its policy has a reference */
};

/*
 * The entry that comes nearest. values: of the binding's bank, or of any if it does not name one.
 * ret_entry: may be NULL; NULL where there is none.
 */
enum signature_match signature_match(const struct signature_file *file,
				     const struct unlock_binding *binding,
				     const struct pcr_values *values,
				     const struct signature_entry **ret_entry);

#endif
