/* SPDX-License-Identifier: BSD-2-Clause */
/* The volumes of a run: those of the machine, or named ones, from reading their headers to the answers. */
#ifndef MACHINE_VOLUMES_H
#define MACHINE_VOLUMES_H

#include "run.h"
#include "volumes.h"

/* Find and read them, into run->volumes: nothing for a run with --from or --simulator that names none.
 * Returns an exit status; on failure it has said why. */
int machine_volumes_open(struct run *run, const struct volumes_request *request);

/* struct cmd: ask. */
void machine_volumes_ask(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm);

/* The TPMs were asked, as far as there are any: the answers go into the report. Frees run->volumes. */
void machine_volumes_answer(struct run *run);

#endif
