/* SPDX-License-Identifier: BSD-2-Clause */
/* Judgements that fit on one screen: can the TPM be used, and is its state sound? */
#include "collect.h"

#include <string.h>

/* Returns whether a TPM 2.0 can be expected behind the nodes. */
static bool judge_nodes(struct report *report, struct tpm_report *tpm)
{
	const struct node *rm = tpm_report_node(tpm, "tpmrm");
	const struct node *raw = tpm_report_node(tpm, "tpm");
	const char *access;

	if (fact_known(&tpm->device.version_major.fact) && tpm->device.version_major.value == 1) {
		tpm_report_add_verdict(
			report, tpm, "error", "this is a TPM 1.2: TPM 2.0 software cannot use it",
			"switch the TPM to 2.0 in the firmware's setup, if it offers "
			"that; for TPM 1.2 use trousers and tpm-tools");
		return false;
	}
	if (!rm && raw)
		tpm_report_add_verdict(
			report, tpm, "warning", "there is no kernel resource manager for this TPM",
			"a TPM in firmware-upgrade mode or a kernel before 4.12 has none: finish the "
			"upgrade with the vendor's tool, or update the kernel");
	if (!rm)
		return true;
	access = text_of(&rm->access, "ok");
	if (!strcmp(access, "ok"))
		tpm_report_add_verdict(report, tpm, "ok",
				       arena_printf(&report->arena,
						    "%s can be used by this account",
						    text_of(&rm->path, rm->name.value)),
				       NULL);
	else
		tpm_report_add_verdict(report, tpm, "error",
				       arena_printf(&report->arena, "%s: %s for this account",
						    text_of(&rm->path, rm->name.value), access),
				       text_of(&rm->remedy, NULL));
	return true;
}

static void judge_connection(struct report *report, struct tpm_report *tpm)
{
	const struct connection *connection = &tpm->connection;

	if (fact_known(&connection->error_text.fact))
		tpm_report_add_verdict(report, tpm, "error", connection->error_text.value,
				       text_of(&connection->remedy, NULL));
	else if (is_set(&connection->commands))
		tpm_report_add_verdict(report, tpm, "ok", "the TPM answers", NULL);
}

static void judge_state(struct report *report, struct tpm_report *tpm)
{
	const struct state *state = &tpm->state;
	const char *self_test = text_of(&state->self_test, "success");

	if (strcmp(self_test, "success") != 0)
		tpm_report_add_verdict(
			report, tpm, !strcmp(self_test, "failure") ? "error" : "warning",
			arena_printf(&report->arena, "self test: %s", self_test),
			!strcmp(self_test, "failure")
				? "switch the machine off completely; if it stays, the "
				  "TPM is defective"
				: "wait, or run tpm2_selftest");
	if (is_set(&state->in_lockout))
		tpm_report_add_verdict(
			report, tpm, "error",
			arena_printf(
				&report->arena,
				"dictionary-attack lockout: %llu of %llu failed tries, protected "
				"keys are refused",
				(unsigned long long)state->lockout_counter.value,
				(unsigned long long)state->max_auth_fail.value),
			arena_printf(&report->arena,
				     "wait: one try is forgiven every %llu s; or, with the lockout "
				     "password, tpm2_dictionarylockout -c",
				     (unsigned long long)state->lockout_interval.value));
	else if (is_set(&state->lockout_counter) && is_set(&state->max_auth_fail) &&
		 state->lockout_counter.value * 2 >= state->max_auth_fail.value)
		tpm_report_add_verdict(
			report, tpm, "warning",
			arena_printf(&report->arena, "%llu of %llu failed tries are used up",
				     (unsigned long long)state->lockout_counter.value,
				     (unsigned long long)state->max_auth_fail.value),
			"find the program that uses a wrong password before the TPM "
			"locks");
	else if (is_clear(&state->in_lockout))
		tpm_report_add_verdict(report, tpm, "ok", "not in lockout", NULL);
	if (is_clear(&state->storage_hierarchy) || is_clear(&state->endorsement_hierarchy))
		tpm_report_add_verdict(
			report, tpm, "error",
			is_clear(&state->storage_hierarchy)
				? "the storage hierarchy is disabled"
				: "the endorsement hierarchy is disabled",
			"reboot; if it stays, look for a TPM option in the firmware's "
			"setup");
}

static void judge_banks(struct report *report, struct tpm_report *tpm)
{
	const struct pcr_bank *banks = tpm->capabilities.pcrs.items;
	bool sha256 = false;

	if (!fact_known(&tpm->capabilities.pcrs.fact))
		return;
	for (size_t i = 0; i < tpm->capabilities.pcrs.count; i++)
		sha256 |= banks[i].selected.count && text_is(&banks[i].name, "sha256");
	if (!sha256)
		tpm_report_add_verdict(
			report, tpm, "warning", "no SHA-256 PCR bank is allocated",
			"allocate one in the firmware's setup, or with tpm2_pcrallocate "
			"and a reboot");
}

void collect_verdicts(struct report *report, struct tpm_report *tpm)
{
	if (is_set(&tpm->simulator))
		tpm_report_add_verdict(report, tpm, "info",
				       "an ephemeral swtpm answers here: not a TPM of this machine",
				       NULL);
	else if (!judge_nodes(report, tpm))
		return;
	judge_connection(report, tpm);
	judge_state(report, tpm);
	judge_banks(report, tpm);
}
