/* SPDX-License-Identifier: BSD-2-Clause */
/* Replaying this boot up to the unlock. */
#include "boot-values.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "digester.h"
#include "hash.h"
#include "parse.h"
#include "replay.h"

static void read_event_log(struct tpmsysfs *ctx, const char *tpm, struct boot_values *boot)
{
	struct tpmsysfs_list *list = NULL;
	ssize_t n;

	if (tpmsysfs_enumerate(ctx, &list) < 0)
		return;
	for (size_t i = 0; i < list->count; i++) {
		_cleanup_close_ int fd = -1;

		if (strcmp(list->tpms[i]->name, tpm) != 0)
			continue;
		fd = tpmsysfs_open_event_log(ctx, list->tpms[i]);
		n = fd < 0 ? fd : root_read_fd(fd, EVENTLOG_MAX_SIZE, &boot->bytes);
		if (n > 0)
			eventlog_parse(boot->bytes, (size_t)n, &boot->log);
		break;
	}
	tpmsysfs_list_free(list);
}

static void read_measured(struct arena *arena, const struct root *root, struct boot_values *boot)
{
	static const char path[] = "/run/log/systemd/tpm2-measure.log";
	_cleanup_close_ int fd = root_open_file(root, path);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return;
	n = root_read_fd(fd, MEASURE_LOG_MAX_SIZE, &text);
	if (n < 0)
		return;
	boot->measured = measure_log_read(arena, text, (size_t)n);
	boot->is_unfinished = measure_log_is_unfinished(st.st_mode);
}

void boot_values_read(struct arena *arena, struct tpmsysfs *ctx, const char *tpm,
		      struct boot_values *ret_boot)
{
	*ret_boot = (struct boot_values){ 0 };
	if (!tpm)
		return;
	read_event_log(ctx, tpm, ret_boot);
	read_measured(arena, &ctx->root, ret_boot);
}

void boot_values_clear(struct boot_values *boot)
{
	eventlog_free(boot->log);
	free(boot->bytes);
	*boot = (struct boot_values){ 0 };
}

static long bank_in_log(const struct eventlog *log, uint16_t bank)
{
	for (size_t i = 0; log && i < log->n_banks; i++)
		if (log->banks[i].algorithm == bank)
			return (long)i;
	return -1;
}

/* The value of the firmware's part. Without a log PCRs that no firmware extends start with zero. */
static bool firmware_value(const struct boot_values *boot, uint32_t pcr, uint16_t bank,
			   uint8_t value[EVENTLOG_MAX_DIGEST])
{
	long index = bank_in_log(boot->log, bank);

	memset(value, 0, EVENTLOG_MAX_DIGEST);
	if (index >= 0)
		return eventlog_replay(boot->log, (size_t)index, pcr, value) >= 0;
	return !boot->log && pcr >= 8 && pcr < 16;
}

/* What systemd 252 to 254 extended PCR 11 with they logged nowhere: the phases of a boot, in turn. */
static bool before_phases(uint32_t pcr, uint16_t bank, size_t size, const uint8_t *now,
			  uint8_t *value)
{
	uint8_t at[EVENTLOG_MAX_DIGEST], first[EVENTLOG_MAX_DIGEST];
	const char *phase;

	if (pcr != 11)
		return false;
	memcpy(at, value, sizeof(at));
	for (size_t i = 0; (phase = measure_phase(i)); i++) {
		if (!measure_extend_text(bank, phase, at))
			return false;
		if (!i)
			memcpy(first, at, sizeof(first));
		if (memcmp(at, now, size) != 0)
			continue;
		memcpy(value, first, sizeof(first));
		return true;
	}
	return false;
}

/* The records of systemd that were there at the unlock. */
static size_t records_at_unlock(const struct boot_values *boot, const struct volume_source *source)
{
	const struct measure_log *log = boot->measured;
	size_t end = log->n_records;

	if (measure_log_unlock(log, source->name, source->uuid, source->in_initrd, &end) !=
		    MOMENT_UNKNOWN ||
	    source->in_initrd)
		return end;
	/* Unlocked after the initrd, and before the system is up. */
	for (size_t i = 0; i < log->n_records; i++)
		if (!strcmp(log->records[i].event_type, "phase") &&
		    !strcmp(log->records[i].string, "sysinit"))
			return i;
	return end;
}

static bool value_at_unlock(const struct boot_values *boot, const struct volume_source *source,
			    uint32_t pcr, const struct pcr_values *now,
			    uint8_t value[EVENTLOG_MAX_DIGEST])
{
	uint8_t whole[EVENTLOG_MAX_DIGEST];
	size_t size = hash_size(now->bank);

	if (!firmware_value(boot, pcr, now->bank, value))
		return false;
	memcpy(whole, value, sizeof(whole));
	if (!boot->measured)
		return source->in_initrd &&
		       before_phases(pcr, now->bank, size, now->value[pcr], value);
	return measure_log_replay(boot->measured, pcr, now->bank, boot->measured->n_records,
				  whole) >= 0 &&
	       !memcmp(whole, now->value[pcr], size) &&
	       measure_log_replay(boot->measured, pcr, now->bank, records_at_unlock(boot, source),
				  value) >= 0;
}

void boot_values_at_unlock(const struct boot_values *boot, const struct volume_source *source,
			   const struct pcr_values *now, struct pcr_values *ret_then,
			   uint32_t *ret_moved)
{
	uint8_t value[EVENTLOG_MAX_DIGEST];
	size_t size = hash_size(now->bank);

	*ret_then = *now;
	*ret_moved = 0;
	if (!source->is_configured)
		return;
	for (uint32_t pcr = 0; pcr < PCR_COUNT; pcr++) {
		if (!(now->known >> pcr & 1) || !value_at_unlock(boot, source, pcr, now, value) ||
		    !memcmp(value, now->value[pcr], size))
			continue;
		memcpy(ret_then->value[pcr], value, size);
		*ret_moved |= UINT32_C(1) << pcr;
	}
}

size_t boot_values_prefixes(const struct boot_values *boot, uint32_t pcr, uint16_t bank,
			    uint8_t (*ret_values)[EVENTLOG_MAX_DIGEST],
			    size_t ret_events[BOOT_MAX_PREFIXES])
{
	long index = bank_in_log(boot->log, bank);
	uint8_t value[EVENTLOG_MAX_DIGEST];
	size_t n = 0, size;

	if (index < 0 || !boot->log->digesters[index])
		return 0;
	size = boot->log->banks[index].size;
	memset(value, 0, sizeof(value));
	eventlog_start_value(boot->log, (size_t)index, pcr, value);
	for (size_t i = 0; i < boot->log->n_events && n + 1 < BOOT_MAX_PREFIXES; i++) {
		const struct eventlog_event *event = &boot->log->events[i];

		if (!eventlog_extends(event, (size_t)index, pcr))
			continue;
		memcpy(ret_values[n], value, sizeof(value));
		ret_events[n++] = i;
		if (!digester_hash(boot->log->digesters[index], (struct span){ value, size },
				   (struct span){ event->digests[index], size }, value))
			return n;
	}
	memcpy(ret_values[n], value, sizeof(value));
	ret_events[n++] = BOOT_LOG_END;
	return n;
}
