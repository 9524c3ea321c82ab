/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header of a LUKS volume, read without libcryptsetup: no lock file, no probing of the kernel's
 * ciphers, and no library that a rescue shell may lack. The same for a block device, an image, a
 * file of `cryptsetup luksHeaderBackup` and a detached header. Nothing is written.
 *
 * Sources: LUKS2 On-Disk Format 1.1.1, LUKS1 On-Disk Format 1.2.3; for LUKS1 the format of
 * luksmeta.
 */
#ifndef LUKS_H
#define LUKS_H

#include "luks-header.h"

/*
 * Read the header at the start of fd with pread(); at most 4 MiB are read of each copy. Of two
 * whole copies that with the higher sequence number is used, and of equal ones the first.
 * Returns 0; -ENOMSG: no LUKS magic at all; -EBADMSG: LUKS, but no copy is whole; -errno of
 * pread(). ret_header: arena memory; set on 0 and on -EBADMSG, where copies[] have why.
 */
int luks_read(int fd, struct arena *arena, struct luks_header **ret_header);

/* NULL: there is no such keyslot. */
const struct luks_keyslot *luks_keyslot(const struct luks_header *header, unsigned int number);

#endif
