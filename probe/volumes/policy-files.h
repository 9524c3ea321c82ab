/* SPDX-License-Identifier: BSD-2-Clause */
/* The files that a policy needs beside the TPM: signatures of PCR values, and pcrlock's policy. */
#ifndef POLICY_FILES_H
#define POLICY_FILES_H

#include "unlock-context.h"

/*
 * Find and read those for a volume into the context. signature, pcrlock: files that the user named, read as
 * the caller sees them; NULL: that which crypttab(5) names, else where systemd looks.
 */
void policy_files_read(struct unlock_context *context, const struct root *root,
		       const struct volume_source *source, const char *signature,
		       const char *pcrlock);

#endif
