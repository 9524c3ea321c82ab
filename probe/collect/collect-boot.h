/* SPDX-License-Identifier: BSD-2-Clause */
/* A boot (saved-boot.h) from this machine, from a copy of another's files, or from a file. */
#ifndef COLLECT_BOOT_H
#define COLLECT_BOOT_H

#include "report.h"
#include "saved-boot.h"

/*
 * What the files of a machine say of its present boot: boot id, kernel, firmware, Secure Boot, the event log,
 * systemd's measurements. sysroot: as --sysroot, or NULL. name: of the TPM ("tpm0") whose log it is; NULL:
 * the preferred one. Whatever cannot be read is left out, but ret_log says of the event log: 0, or -errno.
 * Returns 0, or -errno where sysroot cannot be read.
 */
int collect_boot(struct saved_boot *boot, const char *sysroot, const char *name, int *ret_log);

/* What a TPM answered: values of its PCRs, its clock, its firmware. */
void collect_boot_tpm(struct saved_boot *boot, const struct tpm_report *tpm_report);

/*
 * What was named: a saved boot, records of a canonical event log, a binary event log, or a directory that
 * is laid out as /. Returns 0; -EBADMSG with ret_error, malloc'd, which says what is wrong; -errno.
 */
int collect_boot_path(const char *path, struct saved_boot **ret_boot, char **ret_error);

#endif
