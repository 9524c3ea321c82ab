/* SPDX-License-Identifier: BSD-2-Clause */
/* The raw-device module: libtss2-tcti-device.so.0. */
#include "binding.h"
#include "export.h"
#include "open-device.h"
#include "tss2_tcti_device.h"

EXPORT const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);

static const struct tcti_policy policy = {
	.info = {
		.version = 2,
		.name = "tcti-device",
		.description = "TCTI module for the character devices of the Linux TPM driver.",
		.config_help = "Path of the node. Without one: the first that opens of "
			       "/dev/tpmrm0, /dev/tpm0, /dev/tcm0.",
		.init = Tss2_Tcti_Device_Init,
	},
	.parse = tcti_conf_parse_path,
	.open = tcti_open_device,
};

EXPORT TSS2_RC Tss2_Tcti_Device_Init(TSS2_TCTI_CONTEXT *context, size_t *size, const char *config)
{
	return tcti_binding_init(&policy, context, size, config);
}

const TSS2_TCTI_INFO *Tss2_Tcti_Info(void)
{
	return &policy.info;
}
