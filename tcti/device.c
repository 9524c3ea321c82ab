/* SPDX-License-Identifier: BSD-2-Clause */
/* The raw-device module: a drop-in for tpm2-tss' module of the same name. */
#include <errno.h>
#include <stdio.h>

#include "binding.h"

TSS2_RC Tss2_Tcti_Device_Init(TSS2_TCTI_CONTEXT *tctiContext, size_t *size, const char *conf);
const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);

static int device_open(struct chardev *dev, const char *conf)
{
	static const char *const usual[] = { "/dev/tpmrm0", "/dev/tpm0", "/dev/tcm0" };
	char tried[CHARDEV_ERROR_MAX];
	int used = 0, r = 0;

	if (conf)
		return chardev_open(dev, conf);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		r = chardev_open(dev, usual[i]);
		if (r >= 0)
			return r;
		if (used < (int)sizeof(tried))
			used += snprintf(tried + used, sizeof(tried) - (size_t)used, "%s%s",
					 used ? "; " : "", dev->error);
	}
	snprintf(dev->error, sizeof(dev->error), "%s", tried);
	return r;
}

static const struct tcti_policy device_policy = {
	.magic = 0x6c2f9d5e81a740b3ULL,
	.open = device_open,
};

BINDING_EXPORT TSS2_RC Tss2_Tcti_Device_Init(TSS2_TCTI_CONTEXT *tctiContext, size_t *size,
					     const char *conf)
{
	return binding_init(&device_policy, tctiContext, size, conf);
}

BINDING_EXPORT const TSS2_TCTI_INFO *Tss2_Tcti_Info(void)
{
	static const TSS2_TCTI_INFO info = {
		.version = 2,
		.name = "tcti-device",
		.description = "TCTI module for TPM device nodes of the Linux kernel (tpm-probe).",
		.config_help = "Path of the node: /dev/tpmrm0. Default: /dev/tpmrm0, /dev/tpm0, "
			       "/dev/tcm0, the first that opens.",
		.init = Tss2_Tcti_Device_Init,
	};

	return &info;
}
