/* SPDX-License-Identifier: BSD-2-Clause */
/* The walk over all steps. */
#include "self-test.h"

#include "attestation.h"
#include "capabilities.h"
#include "clock.h"
#include "self-test-keys.h"
#include "self-test-quote.h"
#include "self-test-steps.h"
#include "self-test-storage.h"
#include "field.h"
#include "fields.h"
#include "rc.h"

static enum step_status step_clean_up(struct self_test *test)
{
	step_flush_all(test);
	return test->flush_rc ? step_rc(test, "TPM2_FlushContext", test->flush_rc) : STEP_PASS;
}

enum step {
	STEP_EK,
	STEP_CERTIFICATE,
	STEP_AK,
	STEP_CREDENTIAL,
	STEP_QUOTE,
	STEP_SIGNATURE,
	STEP_NONCE,
	STEP_PCRS,
	STEP_LOG,
	STEP_STORAGE_KEY,
	STEP_WRAPPED_KEY,
	STEP_SEALED_DATA,
	STEP_CLEAN_UP,
	N_STEPS,
};

/* needs: the step without which this one has nothing to work on; itself: none. */
static const struct {
	const char *name;
	enum step_status (*run)(struct self_test *test);
	enum step needs;
} steps[] = {
	[STEP_EK] = { "endorsement key", step_ek, STEP_EK },
	[STEP_CERTIFICATE] = { "certificate", step_certificate, STEP_EK },
	[STEP_AK] = { "attestation key", step_ak, STEP_EK },
	[STEP_CREDENTIAL] = { "credential", step_credential, STEP_AK },
	[STEP_QUOTE] = { "quote", step_quote, STEP_AK },
	[STEP_SIGNATURE] = { "quote signature", step_signature, STEP_QUOTE },
	[STEP_NONCE] = { "quote nonce", step_nonce, STEP_SIGNATURE },
	[STEP_PCRS] = { "quote PCRs", step_pcrs, STEP_SIGNATURE },
	[STEP_LOG] = { "event log", step_log, STEP_PCRS },
	[STEP_STORAGE_KEY] = { "storage key", step_storage_key, STEP_STORAGE_KEY },
	[STEP_WRAPPED_KEY] = { "wrapped key", step_wrapped_key, STEP_STORAGE_KEY },
	[STEP_SEALED_DATA] = { "sealed data", step_sealed_data, STEP_STORAGE_KEY },
	[STEP_CLEAN_UP] = { "clean-up", step_clean_up, STEP_CLEAN_UP },
};

static void record_step(struct self_test *test, enum step step, enum step_status status,
			uint64_t duration_ns)
{
	struct attest_step *record = list_append(
		&test->report->arena, &test->tpm_report->attestation->steps, sizeof(*record));

	fact_set_text(test->report, &record->name, steps[step].name);
	fact_set_state(&record->status, &step_status_words, status);
	fact_set_text(test->report, &record->reason, test->note);
	record->duration_ns = FACT_NUMBER(duration_ns);
	if (status == STEP_SKIPPED)
		record->duration_ns.fact = FACT_ABSENT;
}

bool self_test(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm,
	       const struct self_test_options *options)
{
	struct self_test test = { .report = report,
				  .tpm_report = tpm_report,
				  .tpm = tpm,
				  .template = options->template,
				  .trust = options->trust };
	enum step_status results[N_STEPS] = { STEP_PASS };
	bool good = true;

	for (enum step step = 0; step < N_STEPS; step++) {
		enum step needs = steps[step].needs;
		uint64_t start = now_ns();

		test.note = NULL;
		if (needs != step && results[needs] != STEP_PASS)
			results[step] = step_skip(&test, arena_printf(&report->arena,
								      "needs the step \"%s\"",
								      steps[needs].name));
		else
			results[step] = steps[step].run(&test);
		record_step(&test, step, results[step], now_ns() - start);
		good = good && results[step] != STEP_FAIL;
	}
	return good;
}
