/* SPDX-License-Identifier: BSD-2-Clause */
/* Two boots held against each other. */
#ifndef BOOT_DIFF_H
#define BOOT_DIFF_H

#include "report.h"
#include "saved-boot.h"

/*
 * Fill the report's pcrs (those that have another value, and the records that differ) and its differences
 * (kernel, firmware, the TPM itself). Values are those of the TPM where both boots have them, else those
 * that the records come to. PCR 10, which the running system extends with each file, is left out; so are
 * records of userspace that only a later moment of the same boot has.
 */
void boots_compare(struct report *report, const struct saved_boot *then,
		   const struct saved_boot *now);

/* Is there a PCR bank of which both have values or records? Without one nothing can be compared. */
bool boots_comparable(const struct saved_boot *then, const struct saved_boot *now);

/* What changed in a few words: "kernel, dbx"; "nothing". Report memory. */
const char *boots_brief(struct report *report, const struct saved_boot *then,
			const struct saved_boot *now);

#endif
