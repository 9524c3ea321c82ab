/* SPDX-License-Identifier: BSD-2-Clause */
/* Which PCI device an event of the firmware's is of. */
#ifndef PCI_ADDRESS_H
#define PCI_ADDRESS_H

#include "arena.h"
#include "eventlog.h"
#include "root.h"

/*
 * "0000:3b:00.0": the device from whose ROM a driver came (PCR 2), followed from its EFI device path through
 * the bridges that sysfs has. NULL: it is no such event, its path names no PCI device, or sysfs has none
 * there any more. Arena memory.
 */
const char *pci_address_of_event(struct arena *arena, const struct root *root,
				 const struct eventlog_event *event);

#endif
