/* SPDX-License-Identifier: BSD-2-Clause */
/* One TPM that a run is about, and how it is reached. select.h makes them. */
#ifndef TARGET_H
#define TARGET_H

#include "run.h"
#include "tcti-string.h"

/* Texts are the report's. */
struct target {
	struct tpm_report *tpm_report; /* of the run's report */
	const char *tcti;	       /* NULL: it cannot be opened */
	const char *node;      /* of this machine, at the end of the TCTI; NULL: none, or unknown */
	const char *label;     /* "kernel RM", "raw", "simulator", "node", or the module's name */
	const char *chosen_by; /* "--device", "--tcti", "--simulator", a variable, "discovery" */
	bool has_rm;	       /* what a program leaves loaded is flushed when it ends */
	enum exit_status status; /* why tcti is NULL; the reason stands in the TPM's connection */
};

/*
 * Each fills in how to reach the TPM of target->tpm_report, as facts of its connection too; or, where that
 * cannot work, a status and a reason that says more than an errno.
 *
 * target_set_node: sysfs knows it: through our own module and its raw node or that of the resource
 * manager. path: how the user called the node, or NULL.
 * target_set_own: through our own module with this configuration.
 * target_set_tcti: the user's TCTI, and where it leads; no_raw: SELECT_NO_RAW.
 */
void target_set_node(struct run *run, struct target *target, bool raw, const char *path);
void target_set_own(struct run *run, struct target *target, const char *conf);
void target_set_tcti(struct run *run, struct target *target, const char *tcti,
		     const struct tcti_lead *lead, bool no_raw);

#endif
