/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands: one row each. */
#ifndef CMD_H
#define CMD_H

#include "run.h"

struct cmd {
	const char *name;
	const char *operands; /* for the usage line */
	const char *help;
	int max_operands;
	int (*run)(struct run *run);
	const char *formats; /* of --output beside text and json, separated by blanks; NULL: none */
	bool several_tctis;  /* takes --tcti more than once */
	/*
	 * Shows the report's `machines`, where --from names many. NULL: the command is about one. Called
	 * with each machine's own report, before its line is made; may add to that report.
	 */
	void (*examine_machine)(struct run *run, struct report *report);
	/*
	 * Goes on with a TPM that has answered, through the same connection; may load keys. NULL: nothing
	 * more is asked. Returns false if something that it loaded could not be flushed.
	 */
	bool (*work)(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm);
};

extern const struct cmd *const cmds[]; /* NULL-terminated; the first is run without a name */

extern const struct cmd cmd_overview, cmd_list, cmd_info, cmd_caps, cmd_pcrs, cmd_rc, cmd_bench,
	cmd_doctor, cmd_keys, cmd_nv, cmd_ek, cmd_attest, cmd_watch, cmd_metrics, cmd_report,
	cmd_fleet, cmd_tcti, cmd_fapi, cmd_completion, cmd_schema;

#endif
