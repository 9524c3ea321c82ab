/* SPDX-License-Identifier: BSD-2-Clause */
/* A file that may bind a secret: TSS2 PRIVATE KEY, GRUB's sealed file, systemd credential, trusted
 * key, JWE. */
#include <stdint.h>

#include "binding_use.h"
#include "read-binding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct unlock_binding *binding = binding_of_file(&arena, data, size);

	if (binding)
		binding_use(binding, 0);
	arena_clear(&arena);
	return 0;
}
