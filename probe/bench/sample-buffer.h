/* SPDX-License-Identifier: BSD-2-Clause */
/* The samples of one operation through one connection, as they are taken: 8 bytes each. */
#ifndef SAMPLE_BUFFER_H
#define SAMPLE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client.h"
#include "kernel.h"

enum { SAMPLE_BUFFER_MAX_CODES = 16 };

struct sample_buffer {
	uint64_t *samples; /* mapped, not malloc'd: it grows without a copy */
	size_t n, capacity;
	uint64_t *service; /* --rate: the same without the waiting for the start; else NULL */
	uint64_t marshal_ns, transmit_ns, wait_ns, receive_ns; /* sums */
	uint64_t first_begin, last_end;
	size_t warmup, retries, suspended, late;
	struct {
		TSS2_RC rc;
		size_t count;
	} codes[SAMPLE_BUFFER_MAX_CODES];
	size_t n_codes, errors;
	struct kernel_sums kernel;
};

/* Room for n samples to begin with: address space, no memory yet. 0 or -ENOMEM. */
int sample_buffer_init(struct sample_buffer *series, size_t n, bool with_service);
void sample_buffer_free(struct sample_buffer *series);

/*
 * Take a command's times as a sample. scheduled: when it should have begun, or 0. 0 or -ENOMEM.
 */
int sample_buffer_add(struct sample_buffer *series, const struct command_times *times,
		      uint64_t scheduled);
/* Count a code that was no success. */
void sample_buffer_add_code(struct sample_buffer *series, TSS2_RC rc);

/* Append all of `from`, which is freed. 0 or -ENOMEM. */
int sample_buffer_join(struct sample_buffer *series, struct sample_buffer *from);

#endif
