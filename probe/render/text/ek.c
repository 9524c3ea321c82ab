/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates of endorsement keys, and the steps of the self-test. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "attestation.h"
#include "keys.h"
#include "text.h"
#include "verdict.h"

static void print_row(const char *label, const char *value, FILE *out)
{
	fprintf(out, "  %-12s %s\n", label, value);
}

static const char *day(struct arena *arena, const struct number_fact *fact)
{
	time_t time = (time_t)fact->value;
	struct tm tm;

	if (!fact_known(&fact->fact) || !gmtime_r(&time, &tm))
		return "?";
	return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static void print_urls(const char *label, const struct list_fact *list, FILE *out)
{
	for (size_t i = 0; i < list->count; i++)
		print_row(i ? "" : label, ((const char *const *)list->items)[i], out);
}

static const char *verification(struct arena *arena, const struct ek_certificate *certificate)
{
	if (certificate->verified.value)
		return "yes";
	return arena_printf(arena, "no: %s", text_of(&certificate->verify_error, "-"));
}

static const char *match(struct arena *arena, const struct ek_certificate *certificate)
{
	const char *reason = text_of(&certificate->match_reason, "-");

	if (!fact_known(&certificate->matches.fact))
		return reason;
	return arena_printf(arena, "%s: %s", certificate->matches.value ? "yes" : "no", reason);
}

static void print_certificate(struct arena *arena, const struct ek_certificate *certificate,
			      const struct text_options *options, FILE *out)
{
	fprintf(out, "%s0x%08" PRIx64 "  %s%s%s\n", text_escape(options, TEXT_BOLD),
		certificate->handle.value,
		fact_known(&certificate->key.fact) ? "EK certificate, " : "",
		text_of(&certificate->key, text_of(&certificate->purpose, "certificate")),
		text_escape(options, TEXT_PLAIN));
	if (!fact_known(&certificate->subject.fact) || fact_known(&certificate->error.fact)) {
		print_row("error",
			  text_of(&certificate->error, "an empty password may not read it"), out);
		return;
	}
	print_row("subject", text_of(&certificate->subject, "(empty)"), out);
	print_row("issuer", text_of(&certificate->issuer, "(empty)"), out);
	if (certificate->serial.fact.presence != PRESENCE_NOT_COLLECTED)
		print_row("serial", text_of(&certificate->serial, "-"), out);
	print_row("valid",
		  arena_printf(arena, "%s to %s", day(arena, &certificate->not_before),
			       day(arena, &certificate->not_after)),
		  out);
	print_row("key", text_of(&certificate->certified_key, "-"), out);
	print_row("signature", text_of(&certificate->signature, "-"), out);
	print_urls("issuer URL", &certificate->issuer_urls, out);
	print_urls("CRL URL", &certificate->crl_urls, out);
	if (certificate->match_reason.fact.presence != PRESENCE_NOT_COLLECTED)
		print_row("this TPM's", match(arena, certificate), out);
	if (fact_known(&certificate->verified.fact))
		print_row("verified", verification(arena, certificate), out);
}

static void print_list(struct arena *arena, const struct list_fact *list,
		       const struct text_options *options, FILE *out)
{
	const struct ek_certificate *certificates = list->items;

	for (size_t i = 0; i < list->count; i++)
		print_certificate(arena, &certificates[i], options, out);
}

/* What doctor finds about certificates, and whether it is software that they vouch for. */
static void print_verdicts(const struct list_fact *list, const struct text_options *options,
			   FILE *out)
{
	const struct verdict *verdicts = list->items;

	for (size_t i = 0; i < list->count; i++) {
		const char *rule = text_of(&verdicts[i].rule, "");

		if (!strncmp(rule, "EK-", 3) || !strcmp(rule, "VM-001"))
			text_verdict(&verdicts[i], options, true, out);
	}
}

int render_text_ek(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };

	text_warn_simulator(report, out);
	for (size_t t = 0; t < report_count_tpms(report); t++) {
		const struct tpm_report *tpm = report_tpm(report, t);

		text_heading(report, tpm, options, out);
		print_list(&arena, &tpm->ek_certificates, options, out);
		print_list(&arena, &tpm->other_certificates, options, out);
		print_verdicts(&tpm->verdicts, options, out);
	}
	arena_clear(&arena);
	return ferror(out) ? -EIO : 0;
}

static void print_step(const struct attest_step *step, const struct text_options *options,
		       FILE *out)
{
	bool passed = state_is(&step->status, STEP_PASS),
	     failed = state_is(&step->status, STEP_FAIL);

	fprintf(out, "%s%-7s%s  %-16s",
		text_escape(options, passed   ? "\033[32m"
				     : failed ? "\033[1;31m"
					      : ""),
		passed	 ? "PASS"
		: failed ? "FAIL"
			 : text_of(&step->status.text, "-"),
		text_escape(options, TEXT_PLAIN), text_of(&step->name, "-"));
	if (fact_known(&step->duration_ns.fact))
		fprintf(out, " %9.1f ms", (double)step->duration_ns.value / 1e6);
	else
		fprintf(out, " %12s", "");
	fprintf(out, "  %s\n", text_of(&step->reason, ""));
}

int render_text_attest(const struct report *report, const struct text_options *options, FILE *out)
{
	text_warn_simulator(report, out);
	for (size_t t = 0; t < report_count_tpms(report); t++) {
		const struct tpm_report *tpm = report_tpm(report, t);
		const struct attest_step *steps = tpm->attestation->steps.items;

		text_heading(report, tpm, options, out);
		for (size_t i = 0; i < tpm->attestation->steps.count; i++)
			print_step(&steps[i], options, out);
	}
	return ferror(out) ? -EIO : 0;
}
