/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of this machine is bound to its TPM, and whether the TPM will release it: finding volumes, reading
 * their headers, asking the TPM, and putting the answers into the report.
 */
#ifndef VOLUMES_H
#define VOLUMES_H

#include "boot-directory.h"
#include "report.h"
#include "tpm.h"

/* All of it may be 0. */
struct volumes_request {
	const char *const *named; /* n_named of them; none: every volume that this machine knows */
	size_t n_named;
	const char *header, *signature, *pcrlock, *boots, *sysroot;
	bool at_now;
};

struct volumes;

/* Find the volumes and read their headers; opens no TPM. Returns 0, or -errno if sysroot cannot be opened. */
int volumes_open(struct report *report, const struct volumes_request *request,
		 struct volumes **ret_volumes);
void volumes_free(struct volumes *volumes); /* NULL is nothing */

size_t volumes_count(const struct volumes *volumes);
/* Does any of them want a TPM? */
bool volumes_want_tpm(const struct volumes *volumes);

/* TPM commands that asking takes. */
unsigned int volumes_commands(const struct volumes *volumes);

/* Ask a TPM that has answered; of several the first. Nothing is loaded. */
void volumes_ask(struct volumes *volumes, const struct tpm_report *tpm_report, struct tpm *tpm);
/* Then try whether it can load the keys. Returns false if something could not be flushed. */
bool volumes_load(struct volumes *volumes, struct tpm *tpm);

/* No TPM was asked: there is none to ask (is_absent), or one that says nothing. why: a clause, or NULL. The
 * first call counts, and none after volumes_ask(). */
void volumes_no_tpm(struct volumes *volumes, bool is_absent, const char *why);

/* Fill report->volumes. */
void volumes_answer(struct volumes *volumes);

#endif
