/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_HOST_H
#define COLLECT_HOST_H

#include "report.h"

/*
 * The machine around the TPMs: accounts, settings, modules, rules files, services, logs. Only reads:
 * opens no node, starts no service. root: prefix as of tpmsysfs_new(), or NULL; below a prefix what
 * only a running system tells (D-Bus, the caller's environment) is not asked.
 * Returns 0, or -errno if root cannot be opened.
 */
int collect_host(struct report *report, const char *root);

#endif
