/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which TPM a configuration means, opened. One function for each module.
 *
 * On success dev is open, and the text in dev->error, if any, tells which better candidates could
 * not be used. On error it tells every candidate that was tried and why it was refused; the errno
 * is that of the first candidate that exists.
 */
#ifndef TCTI_CHOOSE_H
#define TCTI_CHOOSE_H

#include "chardev.h"
#include "conf.h"

/*
 * Module device: the path of conf, or, without one, the first that opens of /dev/tpmrm0, /dev/tpm0
 * and /dev/tcm0.
 * Errors: those of tcti_chardev_open().
 */
int tcti_choose_path(const struct tcti_conf *conf, struct tcti_chardev *dev);

/*
 * Module tpmrm:
 *   a path		that TPM node, whatever its class
 *   a name, parent=	the resource manager's node of that TPM
 *   fd=		that descriptor
 *   nothing		the resource manager's node of the platform's own TPM before virtual ones,
 *			then in the order of their numbers; the first that opens. Without sysfs,
 *			and where the nodes that sysfs names do not exist, the usual names in /dev.
 *	wait=, busy=	tried again until then, whenever a TPM comes or a node is closed
 * Errors: those of tcti_chardev_open() and tcti_chardev_adopt(); -ENODEV: no such TPM; -ENXIO: it
 * has no resource manager's node (TPM 1.2, firmware upgrade, a kernel before 4.12); -ENOTUNIQ:
 * several TPMs have this parent; -ENOMEM.
 */
int tcti_choose_rm(const struct tcti_conf *conf, struct tcti_chardev *dev);

#endif
