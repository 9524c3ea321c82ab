/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds event logs, and keeps the PCRs of the TPM that goes with them. */
#ifndef FAKE_LOG_H
#define FAKE_LOG_H

#include <stddef.h>
#include <stdint.h>

enum { FAKE_MAX_BANKS = 8, FAKE_PCRS = 24, FAKE_MAX_DIGEST = 64 };

struct fake_log {
	uint8_t bytes[1 << 17];
	size_t size;
	uint16_t banks[FAKE_MAX_BANKS];
	size_t n_banks;
	size_t offsets[256]; /* where event N begins; the header of a crypto-agile log is event 0 */
	size_t n_events;
	uint8_t pcrs[FAKE_MAX_BANKS][FAKE_PCRS][FAKE_MAX_DIGEST]; /* as a TPM has them */
};

/* banks: TPM_ALG_IDs of a crypto-agile log; n_banks 0 makes one of the SHA-1 format. */
void fake_log_start(struct fake_log *log, const uint16_t *banks, size_t n_banks);

/* Log an event and extend the TPM; the digest is that of measured. EV_NO_ACTION extends nothing. */
void fake_log_measure(struct fake_log *log, uint32_t pcr, uint32_t type, const void *data,
		      size_t size, const void *measured, size_t measured_size);

/* The same where the digest is that of the data. */
void fake_log_add(struct fake_log *log, uint32_t pcr, uint32_t type, const void *data, size_t size);

/* Only the one half of it. */
void fake_log_only_log(struct fake_log *log, uint32_t pcr, uint32_t type, const void *data,
		       size_t size);
void fake_log_only_extend(struct fake_log *log, uint32_t pcr, const void *data, size_t size);

/* Bytes behind what is there. */
void fake_log_append(struct fake_log *log, const void *bytes, size_t size);
void fake_log_append32(struct fake_log *log, uint32_t number);

#endif
