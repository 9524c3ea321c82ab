/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Discovery of TPMs on Linux: which TPMs the kernel has, which nodes lead to them, what sysfs, udev
 * and the firmware say of them, and whether the caller may open them.
 *
 * The library opens no TPM node and sends no TPM command (the kernel itself sends some to answer
 * tpmsysfs_read_pcrs() and tpmsysfs_read_tpm12()). It works without udevd (initramfs, container)
 * and, with a root prefix, on a copy of another machine's /sys, /dev, /run and /etc. Below a prefix
 * every symlink is resolved inside it, and a regular file in /dev stands for the node of its name.
 *
 * Errors are -errno. ret_x is written only on success. Destructors take NULL. Strings that the
 * library returns inside a structure belong to that structure. A path inside a structure is as the
 * examined machine sees it, without the root prefix; functions that take such a path add the prefix
 * themselves.
 *
 * Sources: Documentation/ABI/stable/sysfs-class-tpm, drivers/char/tpm/tpm-chip.c, tpm-sysfs.c,
 * tpm_ppi.c, eventlog/common.c; ACPI 6.5 5.2.6 and TCG ACPI Specification 1.4 (tables TPM2, TCPA).
 */
#ifndef TPMSYSFS_H
#define TPMSYSFS_H

#include "access.h"
#include "attributes.h"
#include "context.h"
#include "enumerate.h"
#include "find.h"
#include "firmware.h"
#include "identify.h"
#include "monitor.h"
#include "pcrs.h"
#include "preferred.h"
#include "tpm12.h"

#endif
