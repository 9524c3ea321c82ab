/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What systemd extended after the firmware: /run/log/systemd/tpm2-measure.log, a JSON text
 * sequence (RFC 7464) that systemd writes since 255. Any bytes may come. Pure; results are arena
 * memory.
 */
#ifndef MEASURE_LOG_H
#define MEASURE_LOG_H

#include <sys/types.h>

#include "policy.h"

enum {
	MEASURE_LOG_MAX_SIZE = 4 << 20,
	MEASURE_LOG_MAX_RECORDS = 16384,
	MEASURE_MAX_DIGESTS = 8,
};

struct measure_digest {
	uint16_t bank;
	struct bytes digest;
};

struct measure_record {
	long pcr; /* -1: not of a PCR (an NvPCR) */
	struct measure_digest digests[MEASURE_MAX_DIGESTS];
	size_t n_digests;
	const char *event_type; /* "phase", "volume-key", ...; cleaned; "" if there is none */
	const char *string;	/* what was measured, cleaned; "" if there is none */
	const char *boot_id;	/* "" if there is none */
	bool has_time;
	uint64_t time_us; /* CLOCK_BOOTTIME */
};

struct measure_log {
	struct measure_record *records;
	size_t n_records;
	size_t n_skipped;  /* that are no JSON, or no record */
	bool is_truncated; /* the last one does not end */
	const char *fault; /* of the first that was skipped; NULL: none was */
};

/* data: size bytes. Longer logs are read up to MEASURE_LOG_MAX_SIZE, and count as truncated. */
struct measure_log *measure_log_read(struct arena *arena, const void *data, size_t size);

/* A writer died while it wrote: systemd sets the sticky bit while it does. */
bool measure_log_is_unfinished(mode_t mode);

/* From which record on nothing was there yet at the unlock; n_records: all of it was. */
enum unlock_moment {
	MOMENT_UNKNOWN,	     /* no record shows it; ret_end is n_records */
	MOMENT_VOLUME_KEY,   /* the volume's own key was measured right after it */
	MOMENT_LEAVE_INITRD, /* the initrd was left */
};
/* name, uuid: of the volume; NULL: not known. in_initrd: it is unlocked there; then leave-initrd
 * counts. */
enum unlock_moment measure_log_unlock(const struct measure_log *log, const char *name,
				      const char *uuid, bool in_initrd, size_t *ret_end);

/*
 * Extend value (of bank, so many bytes as its digests) by the records of pcr ahead of number
 * `end`. Returns how many, or -ENOTSUP: a record has no digest of that bank, or the hash is not
 * known here.
 */
long measure_log_replay(const struct measure_log *log, unsigned int pcr, uint16_t bank, size_t end,
			uint8_t *value);

/* value = H(value || H(text)): for systemd 252 to 254, which keep no log: phases, "enter-initrd"
 * first. */
bool measure_extend_text(uint16_t bank, const char *text, uint8_t *value);

/* "enter-initrd", "leave-initrd", "sysinit", "ready", ...: the n-th phase of a boot, or NULL. */
const char *measure_phase(size_t n);

#endif
