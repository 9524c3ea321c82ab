/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The values that PCRs had at the moment when a volume was unlocked: the firmware's event log, and then what
 * systemd had extended by that time. Only where both together lead to the value that the PCR has now is
 * that believed; else the value now counts.
 */
#ifndef BOOT_VALUES_H
#define BOOT_VALUES_H

#include "eventlog.h"
#include "find-volumes.h"
#include "measure-log.h"
#include "tpmsysfs.h"

struct boot_values {
	char *bytes;		      /* of the event log */
	struct eventlog *log;	      /* NULL: there is none, or it cannot be read */
	struct measure_log *measured; /* NULL: systemd wrote none, or it cannot be read */
	bool is_unfinished;	      /* the last record of it may be missing */
};

/* Read both. ctx, tpm: where the log is looked for; tpm NULL: it is none of this machine's. */
void boot_values_read(struct arena *arena, struct tpmsysfs *ctx, const char *tpm,
		      struct boot_values *ret_boot);
void boot_values_clear(struct boot_values *boot);

/* now, but as it was when this volume was unlocked. ret_moved: bit n: PCR n had another value then. */
void boot_values_at_unlock(const struct boot_values *boot, const struct volume_source *source,
			   const struct pcr_values *now, struct pcr_values *ret_then,
			   uint32_t *ret_moved);

/*
 * The values that a PCR had on the way through the event log, the start value first. Returns how many;
 * ret_events: the number of the first event that each lacks, or BOOT_LOG_END: none.
 */
enum { BOOT_MAX_PREFIXES = 512 };
#define BOOT_LOG_END SIZE_MAX
size_t boot_values_prefixes(const struct boot_values *boot, uint32_t pcr, uint16_t bank,
			    uint8_t (*ret_values)[EVENTLOG_MAX_DIGEST],
			    size_t ret_events[BOOT_MAX_PREFIXES]);

#endif
