/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header of a volume. First byte '{': the input is the JSON of a header that is otherwise
 * whole; else it is what stands at the start of the device.
 */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "binding_use.h"
#include "digest.h"
#include "luks.h"
#include "read-binding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COPY = 16384, BINARY = 4096 };

/* Into one copy of a header, with the right checksum. */
static void wrap(const uint8_t *json, size_t size, uint8_t copy[COPY])
{
	static const uint8_t start[] = { 'L', 'U', 'K', 'S', 0xba, 0xbe, 0,   2,
					 0,   0,   0,	0,   0,	   0,	 0x40 };
	TPM2B_DIGEST sum;

	memset(copy, 0, COPY);
	memcpy(copy, start, sizeof(start));
	memcpy(copy + 72, "sha256", 6);
	memcpy(copy + BINARY, json, size < COPY - BINARY ? size : COPY - BINARY);
	binding_check(digest(TPM2_ALG_SHA256, &(struct bytes){ copy, COPY }, 1, &sum));
	memcpy(copy + 448, sum.buffer, sum.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("luks", MFD_CLOEXEC), r;
	struct luks_header *header = NULL;
	struct unlock_binding *bindings;
	struct arena arena = { 0 };
	uint8_t copy[COPY];
	size_t n;

	binding_check(fd >= 0);
	if (size && *data == '{') {
		wrap(data, size, copy);
		data = copy;
		size = sizeof(copy);
	}
	binding_check(pwrite(fd, data, size, 0) == (ssize_t)size);
	r = luks_read(fd, &arena, &header);
	close(fd);
	binding_check(r == 0 || r == -ENOMSG || r == -EBADMSG);
	binding_check((r == -ENOMSG) == !header);
	if (r == -EBADMSG)
		binding_check(header->copies[0].fault || header->copies[1].fault);
	if (r == 0) {
		binding_check(header->n_tokens <= LUKS_MAX_TOKENS &&
			      header->n_keyslots <= LUKS_MAX_KEYSLOTS);
		n = bindings_of_luks(&arena, header, &bindings);
		for (size_t i = 0; i < n; i++)
			binding_use(&bindings[i], 0);
	}
	arena_clear(&arena);
	return 0;
}
