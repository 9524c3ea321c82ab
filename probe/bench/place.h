/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a TPM stands among real chips: the medians of reference.csv. */
#ifndef PLACE_H
#define PLACE_H

#include "report.h"

/*
 * Fill `place` of each operation that the table has and that was measured. The maker is that of
 * tpm->identity. Nothing is filled for a simulator, nor for times under load (jobs, rate, loaded
 * objects beyond those the table's were taken with).
 */
void place_operations(struct report *report, struct tpm_report *tpm);

#endif
