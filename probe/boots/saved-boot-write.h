/* SPDX-License-Identifier: BSD-2-Clause */
/* A boot as the text of its file. */
#ifndef SAVED_BOOT_WRITE_H
#define SAVED_BOOT_WRITE_H

#include "redact-text.h"
#include "saved-boot.h"

enum { SAVED_BOOT_MAX_SIZE = 300000 }; /* bytes of a file that is written */

/*
 * JSON, malloc'd, of at most SAVED_BOOT_MAX_SIZE bytes. Where the records need more, the largest data are
 * cut first (the record then has their whole size), then only the digests of the best bank are written,
 * and if nothing helps no record is. Out of memory ends the program.
 */
char *saved_boot_text(const struct saved_boot *boot, size_t *ret_size);

/*
 * The same for others: without the boot's id, the command line, the TPM's clock and counts, volumes, the data of records, and
 * what systemd measured beside phases of the boot; the kernel's release as redact_text().
 */
char *saved_boot_redacted_text(const struct saved_boot *boot, const struct redactor *redactor,
			       size_t *ret_size);

#endif
