/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved boots in a report of everything, and in its archive. */
#ifndef BOOTS_REPORT_H
#define BOOTS_REPORT_H

#include "boot-directory.h"
#include "bundle.h"
#include "cmd.h"
#include "redact-text.h"

/*
 * Read the saved boots of --boots or of the usual directory, and put them into the report, behind the boot
 * that runs, with what changed since the last of them. Nothing where there is none, or they may not be read.
 * boots: to be cleared in every case.
 */
void boots_report_add(struct run *run, struct saved_boots *boots);

/* Their files for an archive: redacted, or as they are where redactor is NULL. */
struct bundle_file *boots_report_files(const struct saved_boots *boots,
				       const struct redactor *redactor);
void boots_report_files_free(struct bundle_file *files, size_t n);

#endif
