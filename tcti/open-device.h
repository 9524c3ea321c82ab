/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM a configuration of module device names, opened. */
#ifndef TCTI_OPEN_DEVICE_H
#define TCTI_OPEN_DEVICE_H

#include "chardev.h"
#include "conf.h"

/*
 * Open the path of conf, or, without one, the first that opens of /dev/tpmrm0, /dev/tpm0 and
 * /dev/tcm0. dev->error is as tcti_candidates_end() leaves it.
 * Errors: those of tcti_chardev_open().
 */
int tcti_open_device(const struct tcti_conf *conf, struct tcti_chardev *dev);

#endif
