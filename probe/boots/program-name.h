/* SPDX-License-Identifier: BSD-2-Clause */
/* Boot programs by the names of their files. */
#ifndef PROGRAM_NAME_H
#define PROGRAM_NAME_H

#include "arena.h"

/* "GRUB", "systemd-boot", "shim", "kernel image \EFI\Linux\x.efi"; else the path itself. */
const char *program_name(struct arena *arena, const char *path);

/* Of such a name what does not depend on the file: "kernel image", "GRUB"; or the name. */
const char *program_family(const char *name);

#endif
