/* SPDX-License-Identifier: BSD-2-Clause */
/* Which program a path means. */
#include "program-name.h"

#include <fnmatch.h>
#include <string.h>

static const char kernel_image[] = "kernel image";

static const struct {
	const char *pattern, *name;
} programs[] = {
	{ "*grub*.efi", "GRUB" },
	{ "*systemd-boot*.efi", "systemd-boot" },
	{ "*shim*.efi", "shim" },
	{ "*mm[ax]*64.efi", "MokManager" },
	{ "*fwup*.efi", "fwupd's updater" },
	{ "*bootmgfw*.efi", "Windows Boot Manager" },
	{ "*refind*.efi", "rEFInd" },
	{ "*limine*.efi", "Limine" },
	{ "*memtest*.efi", "a memory test" },
	{ "*EFI*Linux*.efi", kernel_image },
	{ "*vmlinuz*", kernel_image },
	{ "VenMedia(QEMU kernel loader)/kernel", kernel_image },
};

const char *program_name(struct arena *arena, const char *path)
{
	if (!*path)
		return "a program without a path";
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (fnmatch(programs[i].pattern, path, FNM_CASEFOLD | FNM_NOESCAPE) != 0)
			continue;
		return programs[i].name == kernel_image
			       ? arena_printf(arena, "%s %s", kernel_image, path)
			       : programs[i].name;
	}
	return path;
}

const char *program_family(const char *name)
{
	return !strncmp(name, kernel_image, sizeof(kernel_image) - 1) ? kernel_image : name;
}
