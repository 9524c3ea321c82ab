/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef VOLUME_SUMMARY_H
#define VOLUME_SUMMARY_H

#include "unlock-context.h"

/* The verdict as a sentence that follows the volume's name: "the TPM will not unlock it, because ...". */
void volume_summarise(struct unlock_context *context, const struct volume_contents *contents,
		      struct volume *volume);

#endif
