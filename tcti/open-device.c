/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM module device means. It links no libudev, which costs a program more time than a command
 * to the TPM does. */
#include "open-device.h"

#include "candidates.h"

int tcti_open_device(const struct tcti_conf *conf, struct tcti_chardev *dev)
{
	static const char *const usual[] = { "/dev/tpmrm0", "/dev/tpm0", "/dev/tcm0" };
	struct tcti_candidates candidates;

	if (conf->select == TCTI_SELECT_PATH)
		return tcti_chardev_open(dev, conf->selector);
	tcti_candidates_init(&candidates, dev);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		tcti_candidates_open(&candidates, usual[i]);
	return tcti_candidates_end(&candidates);
}
