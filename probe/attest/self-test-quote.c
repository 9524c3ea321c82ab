/* SPDX-License-Identifier: BSD-2-Clause */
/* The steps about a quote: taken, and then believed for nothing that is not checked. */
#include "self-test-quote.h"

#include <stdlib.h>
#include <string.h>

#include "attestation.h"
#include "capabilities.h"
#include "cleanup.h"
#include "event-log.h"
#include "hash.h"
#include "names.h"
#include "self-test-steps.h"
#include "verify.h"
#include "library-crypto.h"

/* The bank that a verifier would take, with PCRs 0 to 7 of it. */
static bool choose_bank(struct self_test *test)
{
	const struct list_fact *list = &test->tpm_report->capabilities->pcrs;
	const struct pcr_bank *banks = list->items;
	TPMS_PCR_SELECTION *selection = &test->selected.pcrSelections[0];
	const struct hash_algorithm *hash;

	for (size_t rank = 0; (hash = hash_at(rank)); rank++) {
		for (size_t i = 0; i < list->count; i++) {
			if (banks[i].id.value != hash->id)
				continue;
			*selection = (TPMS_PCR_SELECTION){ .hash = hash->id, .sizeofSelect = 3 };
			for (size_t p = 0; p < banks[i].selected.count; p++) {
				uint64_t pcr = ((const uint64_t *)banks[i].selected.items)[p];

				if (pcr < PCRS_MAX)
					selection->pcrSelect[0] |= (BYTE)(1U << pcr);
			}
			test->selected.count = selection->pcrSelect[0] != 0;
			if (test->selected.count)
				return true;
		}
	}
	return false;
}

enum step_status step_quote(struct self_test *test)
{
	TPM2_ALG_ID bank;
	TSS2_RC rc;

	if (!choose_bank(test))
		return step_skip(test, "no PCR bank has any of PCRs 0 to 7");
	bank = test->selected.pcrSelections[0].hash;
	fact_set_text(test->report, &test->tpm_report->attestation->bank, name_algorithm(bank));
	test->nonce.size = 32;
	if (RAND_bytes(test->nonce.buffer, test->nonce.size) != 1)
		return step_fail(test, "libcrypto gives no random bytes");
	rc = tpm_quote(test->tpm, test->ak.handle, &test->nonce, &test->selected, &test->attest,
		       &test->signature);
	if (rc)
		return step_rc(test, "TPM2_Quote", rc);
	test->note =
		arena_printf(&test->report->arena, "PCRs 0 to 7, bank %s", name_algorithm(bank));
	return STEP_PASS;
}

enum step_status step_signature(struct self_test *test)
{
	struct bytes attest = { test->attest.attestationData, test->attest.size };
	TPM2B_NAME ek, signer;
	const char *why = verify_signature(&test->ak.area, attest, &test->signature);

	if (why)
		return step_fail(test, why);
	if (!quote_parse(attest, &test->quote))
		return step_fail(test, "what was signed is no quote");
	if (!primary_name(TPM2_RH_ENDORSEMENT, &test->ek.name, &ek) ||
	    !qualified_name((struct bytes){ ek.name, ek.size }, &test->ak.name, &signer))
		return step_fail(test, "there is no such hash here");
	return step_verdict(test, quote_check_signer(&test->quote, &signer));
}

enum step_status step_nonce(struct self_test *test)
{
	return step_verdict(test,
			    quote_check_nonce(&test->quote, (struct bytes){ test->nonce.buffer,
									    test->nonce.size }));
}

enum step_status step_pcrs(struct self_test *test)
{
	_cleanup_free_ struct tpm_pcr *pcrs = NULL;
	TPM2B_DIGEST values[PCRS_MAX];
	size_t n = 0;
	TSS2_RC rc;

	rc = tpm_pcr_values(test->tpm, test->selected.pcrSelections, test->selected.count, &pcrs,
			    &n);
	if (rc)
		return step_rc(test, "TPM2_PCR_Read", rc);
	if (n != (size_t)__builtin_popcount(test->selected.pcrSelections[0].pcrSelect[0]))
		return step_fail(test, "the TPM does not give the values of all these PCRs");
	/* The TPM may give them in any order. */
	for (size_t i = 0; i < n; i++) {
		size_t at = 0;

		for (size_t other = 0; other < n; other++)
			at += pcrs[other].index < pcrs[i].index;
		values[at] = pcrs[i].digest;
	}
	return step_verdict(test, quote_check_pcrs(&test->quote, &test->selected, values, n,
						   signature_hash(&test->signature)));
}

/* Of the bank that was quoted. What is held against the log are the values that the quote is over. */
static enum step_status judge_pcrs(struct self_test *test)
{
	const struct list_fact *list = &test->tpm_report->event_log->pcrs;
	const struct replayed_pcr *pcrs = list->items;
	const char *bank = test->tpm_report->attestation->bank.value;
	struct arena *arena = &test->report->arena;
	size_t n = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct replayed_pcr *pcr = &pcrs[i];

		if (!fact_known(&pcr->bank.fact) || strcmp(pcr->bank.value, bank) != 0 ||
		    pcr->index.value >= PCRS_MAX || !fact_known(&pcr->status.fact))
			continue;
		if (pcr->status.state == REPLAY_DIFFERENT)
			return step_fail(test,
					 arena_printf(arena,
						      "the log does not lead to the value of PCR "
						      "%u of bank %s",
						      (unsigned int)pcr->index.value, bank));
		n += pcr->status.state == REPLAY_EQUAL;
	}
	if (!n)
		return step_skip(test, arena_printf(arena, "the log has nothing of bank %s", bank));
	test->note = arena_printf(arena, "it leads to the values of %zu PCRs", n);
	return STEP_PASS;
}

enum step_status step_log(struct self_test *test)
{
	const struct event_log *log = test->tpm_report->event_log;

	if (log->events.fact.presence == PRESENCE_DENIED)
		return step_skip(test, "the event log may not be read: run as root");
	if (!fact_known(&log->events.fact))
		return step_skip(test, "no event log");
	if (fact_known(&log->error.fact))
		return step_fail(test, log->error.value);
	return judge_pcrs(test);
}
