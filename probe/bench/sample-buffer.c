/* SPDX-License-Identifier: BSD-2-Clause */
/* Growing by mremap(2): pages are moved, not copied, and those not reached cost nothing. */
#include "sample-buffer.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

static int map(uint64_t **samples, size_t old, size_t capacity)
{
	void *p = *samples ? mremap(*samples, old * sizeof(uint64_t), capacity * sizeof(uint64_t),
				    MREMAP_MAYMOVE)
			   : mmap(NULL, capacity * sizeof(uint64_t), PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return -ENOMEM;
	*samples = p;
	return 0;
}

int sample_buffer_init(struct sample_buffer *series, size_t n, bool with_service)
{
	*series = (struct sample_buffer){ 0 };
	n = n < 512 ? 512 : n;
	if (map(&series->samples, 0, n) < 0)
		return -ENOMEM;
	series->capacity = n;
	if (with_service && map(&series->service, 0, n) < 0) {
		sample_buffer_free(series);
		return -ENOMEM;
	}
	return 0;
}

void sample_buffer_free(struct sample_buffer *series)
{
	if (series->samples)
		munmap(series->samples, series->capacity * sizeof(uint64_t));
	if (series->service)
		munmap(series->service, series->capacity * sizeof(uint64_t));
	*series = (struct sample_buffer){ 0 };
}

static int reserve(struct sample_buffer *series, size_t n)
{
	size_t capacity = series->capacity;

	while (capacity < n)
		capacity *= 2;
	if (capacity == series->capacity)
		return 0;
	if (map(&series->samples, series->capacity, capacity) < 0 ||
	    (series->service && map(&series->service, series->capacity, capacity) < 0))
		return -ENOMEM;
	series->capacity = capacity;
	return 0;
}

int sample_buffer_add(struct sample_buffer *series, const struct command_times *times,
		      uint64_t scheduled)
{
	uint64_t start = scheduled ? scheduled : times->begin;

	if (reserve(series, series->n + 1) < 0)
		return -ENOMEM;
	if (series->service)
		series->service[series->n] = times->end - times->begin;
	series->samples[series->n++] = times->end - start;
	series->marshal_ns += times->transmit - times->begin;
	series->transmit_ns += times->transmitted - times->transmit;
	series->wait_ns += times->received - times->transmitted;
	series->receive_ns += times->end - times->received;
	if (series->n == 1)
		series->first_begin = start;
	series->last_end = times->end;
	return 0;
}

static void count_code(struct sample_buffer *series, TSS2_RC rc, size_t count)
{
	for (size_t i = 0; i < series->n_codes; i++) {
		if (series->codes[i].rc == rc) {
			series->codes[i].count += count;
			return;
		}
	}
	if (series->n_codes == SAMPLE_BUFFER_MAX_CODES)
		return;
	series->codes[series->n_codes].rc = rc;
	series->codes[series->n_codes++].count = count;
}

void sample_buffer_add_code(struct sample_buffer *series, TSS2_RC rc)
{
	series->errors++;
	count_code(series, rc, 1);
}

static void join_kernel(struct kernel_sums *to, const struct kernel_sums *from)
{
	to->samples += from->samples;
	to->user_ns += from->user_ns;
	to->call_ns += from->call_ns;
	to->rest_ns += from->rest_ns;
	to->rm_ns += from->rm_ns;
	to->driver_ns += from->driver_ns;
	to->tpm_ns += from->tpm_ns;
	to->context_loads += from->context_loads;
	to->context_saves += from->context_saves;
}

int sample_buffer_join(struct sample_buffer *series, struct sample_buffer *from)
{
	if (reserve(series, series->n + from->n) < 0)
		return -ENOMEM;
	memcpy(series->samples + series->n, from->samples, from->n * sizeof(uint64_t));
	if (series->service && from->service)
		memcpy(series->service + series->n, from->service, from->n * sizeof(uint64_t));
	if (from->n && (!series->n || from->first_begin < series->first_begin))
		series->first_begin = from->first_begin;
	if (from->n && from->last_end > series->last_end)
		series->last_end = from->last_end;
	series->n += from->n;
	series->marshal_ns += from->marshal_ns;
	series->transmit_ns += from->transmit_ns;
	series->wait_ns += from->wait_ns;
	series->receive_ns += from->receive_ns;
	series->warmup += from->warmup;
	series->retries += from->retries;
	series->suspended += from->suspended;
	series->late += from->late;
	series->errors += from->errors;
	for (size_t i = 0; i < from->n_codes; i++)
		count_code(series, from->codes[i].rc, from->codes[i].count);
	join_kernel(&series->kernel, &from->kernel);
	sample_buffer_free(from);
	return 0;
}
