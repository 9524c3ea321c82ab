/* SPDX-License-Identifier: BSD-2-Clause */
/* Making a boot, filling it, and finding its values. */
#include "saved-boot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digester.h"
#include "hash.h"

struct saved_boot *saved_boot_new(void)
{
	struct saved_boot *boot = calloc(1, sizeof(*boot));

	if (!boot)
		abort();
	boot->secure_boot = -1;
	boot->log.format = EVENTLOG_AGILE;
	return boot;
}

void saved_boot_free(struct saved_boot *boot)
{
	if (!boot)
		return;
	for (size_t i = 0; i < boot->log.n_banks; i++)
		digester_free(boot->log.digesters[i]);
	arena_clear(&boot->arena);
	free(boot);
}

const struct saved_bank *saved_boot_bank(const struct saved_boot *boot, uint16_t algorithm)
{
	for (size_t i = 0; i < boot->n_banks; i++)
		if (boot->banks[i].algorithm == algorithm)
			return &boot->banks[i];
	return NULL;
}

const uint8_t *saved_boot_pcr(const struct saved_boot *boot, uint16_t algorithm, uint32_t pcr)
{
	const struct saved_bank *bank = saved_boot_bank(boot, algorithm);

	return bank && pcr < EVENTLOG_PCRS && bank->known >> pcr & 1 ? bank->values[pcr] : NULL;
}

bool saved_boot_set_pcr(struct saved_boot *boot, uint16_t algorithm, uint32_t pcr,
			const uint8_t *value, size_t size)
{
	const struct hash_algorithm *hash = hash_by_id(algorithm);
	struct saved_bank *bank = boot->banks;

	if (!hash || hash->size != size || pcr >= EVENTLOG_PCRS)
		return false;
	while (bank < boot->banks + boot->n_banks && bank->algorithm != algorithm)
		bank++;
	if (bank == boot->banks + boot->n_banks) {
		if (boot->n_banks == EVENTLOG_MAX_BANKS)
			return false;
		boot->n_banks++;
		bank->algorithm = algorithm;
		bank->size = size;
		snprintf(bank->name, sizeof(bank->name), "%s", hash->name);
	}
	memcpy(bank->values[pcr], value, size);
	bank->known |= UINT32_C(1) << pcr;
	return true;
}

int saved_boot_log_bank(struct saved_boot *boot, uint16_t algorithm)
{
	const struct hash_algorithm *hash = hash_by_id(algorithm);
	struct eventlog *log = &boot->log;
	size_t i = 0;

	while (i < log->n_banks && log->banks[i].algorithm != algorithm)
		i++;
	if (i < log->n_banks)
		return (int)i;
	if (!hash || i == EVENTLOG_MAX_BANKS)
		return -1;
	log->banks[i] = (struct eventlog_bank){ .algorithm = algorithm, .size = hash->size };
	snprintf(log->banks[i].name, sizeof(log->banks[i].name), "%s", hash->name);
	log->digesters[i] = digester_new(algorithm);
	log->n_banks++;
	return (int)i;
}

/* Room for one more than n, in twice the memory whenever n is a power of two. */
static void *grow(struct arena *arena, void *items, size_t n, size_t size)
{
	void *more;

	if (n & (n - 1))
		return items;
	more = arena_alloc(arena, (n ? 2 * n : 1) * size);
	if (n)
		memcpy(more, items, n * size);
	return more;
}

struct eventlog_event *saved_boot_add_event(struct saved_boot *boot)
{
	struct eventlog *log = &boot->log;
	size_t n = log->n_events;

	if (n == EVENTLOG_MAX_EVENTS)
		return NULL;
	log->events = grow(&boot->arena, log->events, n, sizeof(*log->events));
	boot->cut = grow(&boot->arena, boot->cut, n, sizeof(*boot->cut));
	boot->pci = grow(&boot->arena, boot->pci, n, sizeof(*boot->pci));
	log->n_events++;
	return &log->events[n];
}

struct measurement *saved_boot_add_measurement(struct saved_boot *boot)
{
	if (boot->n_measurements == SAVED_BOOT_MAX_MEASUREMENTS)
		return NULL;
	boot->measurements = grow(&boot->arena, boot->measurements, boot->n_measurements,
				  sizeof(*boot->measurements));
	return &boot->measurements[boot->n_measurements++];
}

struct saved_volume *saved_boot_add_volume(struct saved_boot *boot)
{
	if (boot->n_volumes == SAVED_BOOT_MAX_VOLUMES)
		return NULL;
	boot->volumes = grow(&boot->arena, boot->volumes, boot->n_volumes, sizeof(*boot->volumes));
	return &boot->volumes[boot->n_volumes++];
}

bool saved_boot_take_log(struct saved_boot *boot, const struct eventlog *log)
{
	int banks[EVENTLOG_MAX_BANKS];
	bool whole = true;

	for (size_t b = 0; b < log->n_banks; b++) {
		banks[b] = log->banks[b].size == hash_size(log->banks[b].algorithm)
				   ? saved_boot_log_bank(boot, log->banks[b].algorithm)
				   : -1;
		whole &= banks[b] >= 0;
	}
	for (size_t i = 0; i < log->n_events; i++) {
		const struct eventlog_event *from = &log->events[i];
		struct eventlog_event *event = saved_boot_add_event(boot);

		if (!event)
			return false;
		event->pcr = from->pcr;
		event->type = from->type;
		event->size = boot->cut[boot->log.n_events - 1] = from->size;
		event->data = (const uint8_t *)arena_strndup(&boot->arena, (const char *)from->data,
							     from->size);
		for (size_t b = 0; b < log->n_banks; b++)
			if (banks[b] >= 0 && from->digests[b])
				event->digests[banks[b]] = (const uint8_t *)arena_strndup(
					&boot->arena, (const char *)from->digests[b],
					log->banks[b].size);
	}
	return whole;
}

bool saved_boot_id_valid(const char *id, size_t size)
{
	if (size != SAVED_BOOT_ID_LENGTH)
		return false;
	for (size_t i = 0; i < size; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;

		if (hyphen ? id[i] != '-' : !id[i] || !strchr("0123456789abcdef", id[i]))
			return false;
	}
	return true;
}
