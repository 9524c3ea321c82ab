/* SPDX-License-Identifier: BSD-2-Clause */
/* What an event is about, so that it is found again in another boot's log. */
#ifndef EVENT_NAME_H
#define EVENT_NAME_H

#include "arena.h"
#include "eventlog.h"

/*
 * "dbx" (an EFI variable), "\EFI\debian\shimx64.efi" (a program: its path, or its device's where it has
 * none), "kernel_cmdline", "grub_cmd: linux", "(hd0,gpt2)/initrd.img-6.1", ".linux" (boot loaders), "kernel
 * command line", "Linux initrd" (tagged events). "" where there is only the type. Arena memory, cleaned.
 */
const char *boot_event_name(struct arena *arena, const struct eventlog_event *event);

/* The text that a boot loader recorded, whole, or NULL if it is none. Arena memory, cleaned. */
const char *boot_event_text(struct arena *arena, const struct eventlog_event *event);

/* The kernel's command line in such a text, behind what the boot loader puts ahead of it; NULL: it has none. */
const char *boot_event_command_line(uint32_t pcr, const char *text);

#endif
