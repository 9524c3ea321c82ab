/* SPDX-License-Identifier: BSD-2-Clause */
/* What the answers about bindings are drawn from, and how they are written down. */
#ifndef UNLOCK_CONTEXT_H
#define UNLOCK_CONTEXT_H

#include "boot-values.h"
#include "pcrlock.h"
#include "read-volume.h"
#include "report.h"
#include "saved-boot.h"
#include "signature.h"
#include "unlock-tpm.h"
#include "volume.h"

/* A file that a policy needs beside the TPM. */
struct policy_file {
	const char *path;  /* where it was found; NULL: nowhere */
	const char *fault; /* it is there, and cannot be used: why */
};

struct unlock_context {
	struct report *report; /* for its memory */
	const struct unlock_tpm *tpm;
	const struct boot_values *boot;
	const struct volume_contents *contents; /* all volumes, n_contents of them */
	size_t n_contents;
	struct saved_boot *const *boots; /* the newest first; n_boots of them */
	size_t n_boots;
	bool at_now; /* the values now count, not those at unlock */

	struct policy_file signature_file, pcrlock_file;
	const struct signature_file *signature; /* NULL: none was found */
	const struct pcrlock_policy *pcrlock;
};

enum answer { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_NOT_TRIED, ANSWER_YES };

/* Write an answer to one of the four questions down. Returns the answer. */
enum answer answer_add(struct unlock_context *context, struct volume_binding *record,
		       const char *question, enum answer answer, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Add a cause, once. */
void cause_add(struct unlock_context *context, struct volume_binding *record, const char *cause);

/* The values that count for this volume's bindings: at the unlock, or now. Of each of the TPM's banks. */
struct moment_values {
	struct pcr_values banks[UNLOCK_MAX_BANKS];
	size_t n_banks;
	uint32_t moved[UNLOCK_MAX_BANKS]; /* PCRs that have another value now */
};
void moment_values_of(const struct unlock_context *context, const struct volume_source *source,
		      struct moment_values *ret_values);

#endif
