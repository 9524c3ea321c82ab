/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directory of saved boots: one file each, named after the boot's id, for root alone. Nothing else in
 * that directory is opened, replaced or removed, and no symbolic link is followed, be it the directory.
 */
#ifndef BOOT_DIRECTORY_H
#define BOOT_DIRECTORY_H

#include "saved-boot.h"

#define BOOT_DIRECTORY "/var/lib/tpm-probe/boots"

enum { BOOT_DIRECTORY_KEEP = 20 };

struct saved_boots {
	struct saved_boot **items; /* the newest first */
	size_t count;
	size_t n_broken;   /* files that could not be read */
	char *first_error; /* malloc'd: name and reason of one of these; NULL: none */
};

/*
 * Read every saved boot of a directory; NULL: BOOT_DIRECTORY. Returns 0, also where there is no such
 * directory; -EACCES, -ENOTDIR, -ELOOP ... where it cannot be read. To be cleared in every case.
 */
int saved_boots_read(const char *directory, struct saved_boots *ret_boots);
/* The same of BOOT_DIRECTORY in a copy of another machine's files. */
int saved_boots_read_below(const char *sysroot, struct saved_boots *ret_boots);
void saved_boots_clear(struct saved_boots *boots);

/*
 * Write one, whole or not at all, and then remove the oldest beyond BOOT_DIRECTORY_KEEP. directory is made
 * where its parent exists, BOOT_DIRECTORY with its parent. Returns 0 or -errno: -ENOSPC, -EROFS, -EACCES;
 * -EINVAL: the boot has no id.
 */
int saved_boots_add(const char *directory, const struct saved_boot *boot);

#endif
