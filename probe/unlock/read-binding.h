/* SPDX-License-Identifier: BSD-2-Clause */
/* Every binding of a volume or a file. Any bytes may come. Pure; results are arena memory. */
#ifndef READ_BINDING_H
#define READ_BINDING_H

#include "unlock-binding.h"
#include "luks.h"

/* One record for each token of the header, in ascending order, those that need no TPM too. Returns
 * how many. */
size_t bindings_of_luks(struct arena *arena, const struct luks_header *header,
			struct unlock_binding **ret_bindings);

/*
 * The binding of a file that is no LUKS volume: a TSS2 PRIVATE KEY (PEM or DER), a sealed file of
 * GRUB's protector (DER or raw), a systemd credential (base64 or raw), a compact JWE of clevis, a
 * trusted key as the kernel exports it (hexadecimal).
 * NULL: none of these.
 */
struct unlock_binding *binding_of_file(struct arena *arena, const void *data, size_t size);

#endif
