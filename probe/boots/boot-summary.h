/* SPDX-License-Identifier: BSD-2-Clause */
/* A boot as a line of the report. */
#ifndef BOOT_SUMMARY_H
#define BOOT_SUMMARY_H

#include "report.h"
#include "saved-boot.h"

/* Append to the report's boots. source: what was named by the user; NULL: nothing was. */
struct boot *boot_summary_add(struct report *report, const struct saved_boot *boot,
			      const char *source);

#endif
