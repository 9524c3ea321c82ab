/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What tpm2_getcap and tpm2_pcrread print, versions 2 to 5, as part of a report.
 *
 * It looks like YAML and is none: names and strings of a TPM stand unescaped between quotes, control
 * characters and quotes of their own included, and before version 4 values stood in brackets or
 * behind a dash. So it is read line by line, each with a key and perhaps a value; indentation, which
 * is easily lost on the way into a bug report, means nothing.
 */
#ifndef GETCAP_H
#define GETCAP_H

#include <stddef.h>

#include "records.h"

/* One machine's texts as they are read. Zeroed, but for the first two. */
struct getcap {
	struct report *report;
	struct tpm_report *tpm;
	struct known_properties properties; /* items: arena memory */
	size_t capacity;
	struct list_fact
		unnamed[2]; /* struct property, fixed and variable, whose TPM_PT is not told */
	struct list_fact read_banks; /* struct pcr_bank, of tpm2_pcrread */
};

/* After the last text: identity, state, limits, and what one group tells of another. */
void getcap_end(struct getcap *getcap);

#endif
