/* SPDX-License-Identifier: BSD-2-Clause */
/* One operation through one connection: its setup, its samples one by one, its end. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "bench.h"
#include "kernel.h"
#include "operation.h"
#include "sample-buffer.h"

struct sampler {
	struct bench_client *client;
	const struct bench_op *op;
	struct kernel_trace *trace;
	struct sample_buffer series;
	size_t loaded_objects;
	unsigned int failures; /* in a row */
	/* What ended it before its time; status is then set. */
	TSS2_RC rc;
	enum bench_status status; /* 0: as far as all is well */
};

/* Set the operation up. False, and status set: nothing is to be measured. */
bool sampler_begin(struct sampler *sampler, struct bench_client *client, const struct bench_op *op,
		   struct kernel_trace *trace, size_t n, bool with_service);

/*
 * One command. scheduled: when it should begin, for sample_buffer_add(), or 0. is_warmup: no sample. False,
 * and status set, if it is of no use to go on.
 */
bool sampler_take(struct sampler *sampler, uint64_t scheduled, bool is_warmup);

/* Take the operation's traces away. The series stays. */
void sampler_end(struct sampler *sampler);

/* Not an answer of the TPM's, nor of a resource manager's in its name: the way to it is broken. */
bool is_transport_error(TSS2_RC rc);

#endif
