/* SPDX-License-Identifier: BSD-2-Clause */
/* systemd's log of what it measured: read as far as it goes, and replayed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "measure-log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t value[TPM2_MAX_DIGEST_BUFFER] = { 0 };
	struct arena arena = { 0 };
	const struct measure_log *log = measure_log_read(&arena, data, size);
	size_t end;

	if (log->n_records > MEASURE_LOG_MAX_RECORDS || !log->fault != !log->n_skipped)
		abort();
	if (measure_log_unlock(log, "root", NULL, true, &end) == MOMENT_UNKNOWN
		    ? end != log->n_records
		    : end >= log->n_records)
		abort();
	for (size_t i = 0; i < log->n_records; i++)
		if (!log->records[i].event_type || !log->records[i].string ||
		    !log->records[i].boot_id)
			abort();
	if (measure_log_replay(log, 11, TPM2_ALG_SHA256, end, value) > (long)end)
		abort();
	arena_clear(&arena);
	return 0;
}
