/* SPDX-License-Identifier: BSD-2-Clause */
/* Reaching one TPM and asking it: through a TCTI, a node of the kernel's, or a simulator. */
#ifndef CONNECT_H
#define CONNECT_H

#include "run.h"
#include "simulator.h"

/*
 * Ask the TPM behind a TCTI string, which is not one of sysfs's. parts: enum collect_part.
 * Returns an exit status; on failure it has said why.
 */
int connect_tcti(struct run *run, const char *tcti, const char *chosen_by, unsigned int parts);

/* The same through our own module and the node at path, of which sysfs tells nothing. */
int connect_unknown_node(struct run *run, const char *path, unsigned int parts);

/* The same with a simulator that lives as long as the questions. */
int connect_simulator(struct run *run, unsigned int parts);

/*
 * Ask a TPM that sysfs knows through our own module: through its raw node, or that of the kernel's
 * resource manager. path: how the user called the node, or NULL. Refuses, with a reason that says
 * more than an errno, what cannot work.
 * Returns an exit status; the reason stands in the TPM's connection, connect_say() says it.
 */
int connect_node(struct run *run, struct tpm_report *tpm_report, bool raw, const char *path,
		 const char *chosen_by, unsigned int parts);

/*
 * The parts of the above, for those who keep their connection. Each returns an exit status; where it
 * takes a TPM's report, the reason stands in there, else it has said why. ret_tcti is malloc'd.
 */
int connect_node_tcti(struct run *run, struct tpm_report *tpm_report, bool raw, const char *path,
		      char **ret_tcti);
int connect_unknown_node_tcti(struct run *run, const char *path, char **ret_tcti);
int connect_start_simulator(struct run *run, struct simulator **ret_simulator, char **ret_tcti,
			    struct tpm_report **ret_tpm_report);
/* The TCTI, and what chose it, as facts. */
void connect_describe(struct run *run, struct tpm_report *tpm_report, const char *tcti,
		      const char *chosen_by);
/* What it means that the TCTI did not open, and what that the questions ended with rc. */
int connect_not_opened(struct run *run, struct tpm_report *tpm_report, const char *tcti,
		       TSS2_RC rc);
int connect_judge(struct run *run, struct tpm_report *tpm_report, TSS2_RC rc, unsigned int parts);

/* Say why connect_node() returned status; nothing if that was EXIT_OK. Returns status. */
int connect_say(struct run *run, const struct tpm_report *tpm_report, int status);

#endif
