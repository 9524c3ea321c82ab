/* SPDX-License-Identifier: BSD-2-Clause */
/* Builds event logs. What it hashes and how it lays out bytes is its own: the parser's mistakes are
 * not repeated here. */
#include "fake_log.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#define NO_ACTION 3

static const EVP_MD *hash_of(uint16_t algorithm)
{
	switch (algorithm) {
	case 0x4:
		return EVP_sha1();
	case 0xb:
		return EVP_sha256();
	case 0xc:
		return EVP_sha384();
	case 0xd:
		return EVP_sha512();
	default:
		abort();
	}
}

static size_t size_of(uint16_t algorithm)
{
	return (size_t)EVP_MD_get_size(hash_of(algorithm));
}

static void digest(uint16_t algorithm, const void *data, size_t size, uint8_t out[FAKE_MAX_DIGEST])
{
	if (!EVP_Digest(data, size, out, NULL, hash_of(algorithm), NULL))
		abort();
}

void fake_log_append(struct fake_log *log, const void *bytes, size_t size)
{
	if (size > sizeof(log->bytes) - log->size)
		abort();
	if (size)
		memcpy(log->bytes + log->size, bytes, size);
	log->size += size;
}

static void append16(struct fake_log *log, uint16_t number)
{
	const uint8_t bytes[] = { (uint8_t)number, (uint8_t)(number >> 8) };

	fake_log_append(log, bytes, 2);
}

void fake_log_append32(struct fake_log *log, uint32_t number)
{
	append16(log, (uint16_t)number);
	append16(log, (uint16_t)(number >> 16));
}

static void begin_event(struct fake_log *log)
{
	if (log->n_events == sizeof(log->offsets) / sizeof(log->offsets[0]))
		abort();
	log->offsets[log->n_events++] = log->size;
}

void fake_log_start(struct fake_log *log, const uint16_t *banks, size_t n_banks)
{
	static const uint8_t zeros[20], version[] = { 0, 0, 0, 0, 6, 1, 5, 2 };

	memset(log, 0, sizeof(*log));
	log->banks[0] = 0x4;
	log->n_banks = n_banks ? n_banks : 1;
	if (!n_banks)
		return;
	memcpy(log->banks, banks, n_banks * sizeof(*banks));
	begin_event(log);
	fake_log_append32(log, 0);
	fake_log_append32(log, NO_ACTION);
	fake_log_append(log, zeros, sizeof(zeros));
	fake_log_append32(log, (uint32_t)(29 + 4 * n_banks));
	fake_log_append(log, "Spec ID Event03", 16);
	fake_log_append(log, version, sizeof(version));
	fake_log_append32(log, (uint32_t)n_banks);
	for (size_t i = 0; i < n_banks; i++) {
		append16(log, banks[i]);
		append16(log, (uint16_t)size_of(banks[i]));
	}
	fake_log_append(log, zeros, 1);
}

static void log_event(struct fake_log *log, uint32_t pcr, uint32_t type, const void *data,
		      size_t size, const void *measured, size_t measured_size)
{
	bool agile = log->bytes[4] == NO_ACTION && log->size >= 48 &&
		     !memcmp(log->bytes + 32, "Spec ID Event03", 16);
	uint8_t value[FAKE_MAX_DIGEST];

	begin_event(log);
	fake_log_append32(log, pcr);
	fake_log_append32(log, type);
	if (agile)
		fake_log_append32(log, (uint32_t)log->n_banks);
	for (size_t i = 0; i < log->n_banks; i++) {
		memset(value, 0, sizeof(value));
		if (type != NO_ACTION)
			digest(log->banks[i], measured, measured_size, value);
		if (agile)
			append16(log, log->banks[i]);
		fake_log_append(log, value, size_of(log->banks[i]));
	}
	fake_log_append32(log, (uint32_t)size);
	fake_log_append(log, data, size);
}

void fake_log_only_extend(struct fake_log *log, uint32_t pcr, const void *data, size_t size)
{
	for (size_t i = 0; i < log->n_banks; i++) {
		size_t n = size_of(log->banks[i]);
		uint8_t both[2 * FAKE_MAX_DIGEST];

		memcpy(both, log->pcrs[i][pcr], n);
		digest(log->banks[i], data, size, both + n);
		digest(log->banks[i], both, 2 * n, log->pcrs[i][pcr]);
	}
}

void fake_log_measure(struct fake_log *log, uint32_t pcr, uint32_t type, const void *data,
		      size_t size, const void *measured, size_t measured_size)
{
	log_event(log, pcr, type, data, size, measured, measured_size);
	if (type != NO_ACTION)
		fake_log_only_extend(log, pcr, measured, measured_size);
}

void fake_log_add(struct fake_log *log, uint32_t pcr, uint32_t type, const void *data, size_t size)
{
	fake_log_measure(log, pcr, type, data, size, data, size);
}

void fake_log_only_log(struct fake_log *log, uint32_t pcr, uint32_t type, const void *data,
		       size_t size)
{
	log_event(log, pcr, type, data, size, data, size);
}
