/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One boot of one machine: the values of its PCRs, the records that led to them, and what the machine
 * was then. It comes from a file that boots save wrote, from a list of records that systemd-pcrlock cel
 * printed, from a binary event log, or from this machine.
 *
 * Pure: bytes in, structures out. Every text and every size comes from a file that anybody may have
 * written, and is checked. Texts are as they were found: whoever shows them cleans them.
 */
#ifndef SAVED_BOOT_H
#define SAVED_BOOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "arena.h"
#include "eventlog.h"

#define SAVED_BOOT_SCHEMA "tpm-probe-boot/1"

enum {
	SAVED_BOOT_MAX_MEASUREMENTS = 4096, /* records of userspace */
	SAVED_BOOT_MAX_VOLUMES = 64,
	SAVED_BOOT_ID_LENGTH = 36, /* "8d3b0d7e-..." */
};

/* The PCRs of one bank. */
struct saved_bank {
	uint16_t algorithm; /* TPM_ALG_ID */
	size_t size;	    /* of a digest, in bytes; 1 to EVENTLOG_MAX_DIGEST */
	char name[12];	    /* "sha256" */
	uint32_t known;	    /* bit N: the value of PCR N is known */
	uint8_t values[EVENTLOG_PCRS][EVENTLOG_MAX_DIGEST];
};

/* A record of systemd's tpm2-measure.log, in order. */
struct measurement {
	uint32_t pcr;
	const uint8_t *digests[EVENTLOG_MAX_BANKS]; /* in order of saved_boot.log.banks; NULL: none */
	const char *kind;      /* "phase", "volume-key", "machine-id", ...; "" where it says none */
	const char *text;      /* "enter-initrd", "cryptsetup:NAME:UUID", ...; "" */
	uint64_t timestamp_us; /* since the kernel started, suspended or not; 0: not recorded */
};

/* What became of one volume's unlock in that boot. */
struct saved_volume {
	const char *name; /* "luks-root" */
	const char *
		outcome; /* "tpm": by the TPM; "other": by a passphrase, key file or such; "locked" */
};

struct saved_boot {
	struct arena arena; /* of everything here */

	/* NULL where it is not known. */
	const char *boot_id, *kernel, *firmware, *tpm_manufacturer, *tpm_firmware;
	const char *command_line; /* of the kernel: not every boot loader records what it measures */
	int secure_boot;	  /* 1, 0; -1: not known */
	uint64_t saved_at;	  /* seconds since 1970; 0: not known */
	struct timespec
		file_time; /* when the file that it was read from was written; 0: it was not */
	bool has_clock;	   /* TPM2_ReadClock was answered: */
	uint64_t clock_ms, reset_count, restart_count;
	bool clock_safe;

	struct saved_bank banks[EVENTLOG_MAX_BANKS];
	size_t n_banks;

	/*
	 * The firmware's records, for eventlog_describe(), eventlog_replay() and so on; not for
	 * eventlog_free(). Its banks need not be those above. Where a record's data were too large to be
	 * kept, size is what was kept, and cut[] of that record what there was.
	 */
	struct eventlog log;
	const char *log_error; /* where its bytes made no sense; NULL: they did */
	size_t *cut; /* for each of log.events: the whole size of its data; equal to size: nothing is missing */
	const char **
		pci; /* for each of log.events: "0000:3b:00.0" of the card that it is of, or NULL */

	struct measurement *measurements;
	size_t n_measurements;
	struct saved_volume *volumes;
	size_t n_volumes;
};

/* An empty one, whose log can be replayed. Out of memory ends the program. */
struct saved_boot *saved_boot_new(void);
void saved_boot_free(struct saved_boot *boot); /* takes NULL */

/* The bank, or NULL. */
const struct saved_bank *saved_boot_bank(const struct saved_boot *boot, uint16_t algorithm);
/* The value of a PCR in a bank, NULL if it is not known. */
const uint8_t *saved_boot_pcr(const struct saved_boot *boot, uint16_t algorithm, uint32_t pcr);

/*
 * Filling one. What is given is copied. False: there is no room (a bank or a record too many), or no such
 * hash algorithm, and nothing was added.
 */
bool saved_boot_set_pcr(struct saved_boot *boot, uint16_t algorithm, uint32_t pcr,
			const uint8_t *value, size_t size);
/* The number of a bank of boot->log, which gets it if it has none; -1. */
int saved_boot_log_bank(struct saved_boot *boot, uint16_t algorithm);
/* An empty record at the end of the list; NULL: there are too many. */
struct eventlog_event *saved_boot_add_event(struct saved_boot *boot);
struct measurement *saved_boot_add_measurement(struct saved_boot *boot);
struct saved_volume *saved_boot_add_volume(struct saved_boot *boot);
/* A copy of the records of a log. False: it has more of them, or of banks, than there is room for. */
bool saved_boot_take_log(struct saved_boot *boot, const struct eventlog *log);

/* Is it one that /proc/sys/kernel/random/boot_id may hold? size: without its NUL. */
bool saved_boot_id_valid(const char *id, size_t size);

#endif
