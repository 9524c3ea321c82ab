/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM module device means. It links no libudev, which costs a program more time than a command
 * to the TPM does. */
#include "attempt.h"
#include "choose.h"

int tcti_choose_path(const struct tcti_conf *conf, struct tcti_chardev *dev)
{
	static const char *const usual[] = { "/dev/tpmrm0", "/dev/tpm0", "/dev/tcm0" };
	struct attempt a;

	if (conf->select == TCTI_SELECT_PATH)
		return tcti_chardev_open(dev, conf->selector);
	attempt_init(&a, dev);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		attempt_path(&a, usual[i]);
	return attempt_end(&a);
}
