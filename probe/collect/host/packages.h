/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PACKAGES_H
#define PACKAGES_H

#include "host.h"
#include "report.h"
#include "root.h"

/* Versions: of the packages that use TPMs, of the kernel's build, of Intel's management engine. */
void collect_host_packages(struct report *report, const struct root *root);

/* The installed packages among those, of a text laid out as dpkg's status file. Takes any text. */
void packages_read(struct report *report, const char *text);

#endif
