/* SPDX-License-Identifier: BSD-2-Clause */
/* The module of the kernel's resource manager: libtss2-tcti-tpmrm.so.0. */
#include "binding.h"
#include "export.h"
#include "open-tpmrm.h"
#include "tss2-tcti-tpmrm.h"

EXPORT const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);

static const struct tcti_policy policy = {
	.info = {
		.version = 2,
		.name = "tcti-tpmrm",
		.description = "TCTI module for the resource manager of the Linux kernel.",
		.config_help = "[SELECTOR][,KEY=VALUE...]. SELECTOR: path of a TPM node, or a TPM's "
			       "name (tpm1, tpmrm1). Keys: parent=TEXT (the TPM of this parent "
			       "device), fd=N (an open TPM node, or a socket to a TPM), wait=5s (for "
			       "a TPM to come), busy=5s (for a node to be closed), reopen=yes "
			       "(after the TPM or its state was lost). Without a TPM named: the "
			       "platform's own, then the lowest number.",
		.init = Tss2_Tcti_Tpmrm_Init,
	},
	.parse = tcti_conf_parse,
	.open = tcti_open_tpmrm,
};

EXPORT TSS2_RC Tss2_Tcti_Tpmrm_Init(TSS2_TCTI_CONTEXT *context, size_t *size, const char *config)
{
	return tcti_binding_init(&policy, context, size, config);
}

const TSS2_TCTI_INFO *Tss2_Tcti_Info(void)
{
	return &policy.info;
}
