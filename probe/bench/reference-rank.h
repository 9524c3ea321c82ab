/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a TPM stands among real chips: the medians of reference.csv, which is compiled in. */
#ifndef REFERENCE_RANK_H
#define REFERENCE_RANK_H

#include "report.h"

/*
 * Fill `place` of each operation that the table has and that was measured. The manufacturer is that of
 * tpm->identity; with fewer than 5 of its chips in the table, or none, `place` says only how many of
 * all chips are faster. "typical" is the range from the 10th to the 90th percentile of the manufacturer's.
 *
 * Nothing is filled for a simulator (IBM's is known by its vendor id), nor for times under load: jobs,
 * rate, or more loaded objects than the table's were taken with.
 */
void rank_operations(struct report *report, struct tpm_report *tpm);

#endif
