/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM a configuration of module tpmrm names, opened. */
#ifndef TCTI_OPEN_TPMRM_H
#define TCTI_OPEN_TPMRM_H

#include "chardev.h"
#include "conf.h"

/*
 *	a path		that TPM node, whatever its class
 *	a name, parent=	the resource manager's node of that TPM
 *	fd=		that descriptor
 *	nothing		the resource manager's node of the platform's own TPM before virtual ones,
 *			then in the order of their numbers; the first that opens. Without sysfs,
 *			and where the nodes that sysfs names do not exist, the usual names in /dev.
 *	wait=, busy=	tried again until then, whenever a TPM comes or a node is closed
 * dev->error is as tcti_candidates_end() leaves it.
 * Errors: those of tcti_chardev_open() and tcti_chardev_adopt(); -ENODEV: no such TPM; -ENXIO: it
 * has no resource manager's node (TPM 1.2, firmware upgrade, a kernel before 4.12); -ENOTUNIQ:
 * several TPMs have this parent; -ENOMEM.
 */
int tcti_open_tpmrm(const struct tcti_conf *conf, struct tcti_chardev *dev);

#endif
