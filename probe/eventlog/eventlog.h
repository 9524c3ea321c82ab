/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The measured-boot event log: what the firmware and the boot loader say they extended into the PCRs.
 *
 * Pure: bytes in, structures and texts out. It knows no file, no report and no TPM, and takes any
 * bytes. Every multi-byte number of a log is little-endian, whatever the machine. Destructors take
 * NULL.
 *
 * Sources: TCG PC Client Platform Firmware Profile 1.06 (PFP below), sections 10.2 (structures),
 * 10.4 (event types) and 3.3 (what goes into which PCR); TCG PC Client Implementation for BIOS 1.21
 * for the older format; UEFI 2.10 sections 3.1.3 (load options), 10.3 (device paths), 32.4
 * (signature databases).
 */
#ifndef EVENTLOG_H
#define EVENTLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	EVENTLOG_MAX_SIZE = 16 << 20, /* bytes; real logs have some 100 KiB at most */
	EVENTLOG_MAX_EVENTS = 16384,
	EVENTLOG_MAX_BANKS = 8,
	EVENTLOG_MAX_DIGEST = 64,
	EVENTLOG_PCRS = 24, /* of a PC Client TPM */
	/* What searches may cost is counted in bytes: each hash takes those that it reads, and so many more. */
	EVENTLOG_HASH_COST = 64,
};

enum eventlog_format {
	EVENTLOG_SHA1,	/* TCG_PCR_EVENT: TPM 1.2, or a TPM 2.0 with only a SHA-1 log */
	EVENTLOG_AGILE, /* TCG_PCR_EVENT2 behind a header "Spec ID Event03" */
};

/* Event types that matter beyond their name; eventlog_type_name() knows all. */
enum eventlog_type {
	EV_POST_CODE = 0x1,
	EV_NO_ACTION = 0x3,
	EV_SEPARATOR = 0x4,
	EV_ACTION = 0x5,
	EV_EVENT_TAG = 0x6,
	EV_S_CRTM_CONTENTS = 0x7,
	EV_S_CRTM_VERSION = 0x8,
	EV_IPL = 0xd,
	EV_OMIT_BOOT_DEVICE_EVENTS = 0x12,
	EV_POST_CODE2 = 0x13,
};
#define EV_EFI_VARIABLE_DRIVER_CONFIG	 UINT32_C(0x80000001)
#define EV_EFI_VARIABLE_BOOT		 UINT32_C(0x80000002)
#define EV_EFI_BOOT_SERVICES_APPLICATION UINT32_C(0x80000003)
#define EV_EFI_BOOT_SERVICES_DRIVER	 UINT32_C(0x80000004)
#define EV_EFI_RUNTIME_SERVICES_DRIVER	 UINT32_C(0x80000005)
#define EV_EFI_GPT_EVENT		 UINT32_C(0x80000006)
#define EV_EFI_ACTION			 UINT32_C(0x80000007)
#define EV_EFI_PLATFORM_FIRMWARE_BLOB	 UINT32_C(0x80000008)
#define EV_EFI_HANDOFF_TABLES		 UINT32_C(0x80000009)
#define EV_EFI_PLATFORM_FIRMWARE_BLOB2	 UINT32_C(0x8000000a)
#define EV_EFI_HANDOFF_TABLES2		 UINT32_C(0x8000000b)
#define EV_EFI_VARIABLE_BOOT2		 UINT32_C(0x8000000c)
#define EV_EFI_GPT_EVENT2		 UINT32_C(0x8000000d)
#define EV_EFI_HCRTM_EVENT		 UINT32_C(0x80000010)
#define EV_EFI_VARIABLE_AUTHORITY	 UINT32_C(0x800000e0)
#define EV_EFI_SPDM_FIRMWARE_BLOB	 UINT32_C(0x800000e1)
#define EV_EFI_SPDM_FIRMWARE_CONFIG	 UINT32_C(0x800000e2)
#define EV_EFI_SPDM_DEVICE_POLICY	 UINT32_C(0x800000e3)
#define EV_EFI_SPDM_DEVICE_AUTHORITY	 UINT32_C(0x800000e4)

struct eventlog_bank {
	uint16_t algorithm; /* TPM_ALG_ID */
	size_t size;	    /* of a digest, in bytes */
	char name[12];	    /* "sha256", as tpm2-tools spell it; "0x1234" where unknown */
};

struct eventlog_event {
	size_t offset; /* in the log, in bytes */
	uint32_t pcr, type;
	const uint8_t *digests[EVENTLOG_MAX_BANKS]; /* in order of the log's banks; NULL: none */
	const uint8_t *data;
	size_t size;	    /* of data */
	size_t size_offset; /* where in the log its size stands */
};

/* Where the bytes stop making sense. */
struct eventlog_error {
	bool found;
	size_t event;  /* its number */
	size_t offset; /* of that event */
	/* The events behind it were read nevertheless: it is a flipped bit, which was put right, or
	 * something in the header that reading does not need. */
	bool read_on;
	char text[160]; /* what is wrong, without number and offset */
};

struct eventlog {
	enum eventlog_format format;
	unsigned int spec_major, spec_minor, spec_errata; /* of the header; 0 where there is none */
	struct eventlog_bank banks[EVENTLOG_MAX_BANKS];
	size_t n_banks;
	struct eventlog_event *events; /* a header is number 0 */
	size_t n_events;
	struct eventlog_error error;
	uint8_t *copy; /* what the events point into if a bit was put right; else NULL */
	struct digester *digesters[EVENTLOG_MAX_BANKS]; /* NULL: the hash cannot be had here */
};

/*
 * Parse a log. bytes have to stay until eventlog_free(); every pointer of an event goes there.
 * Damage is not a failure: the events before it are there, and error tells of it. Bytes that are
 * all 0x00 or all 0xff behind the last event are room that the firmware did not use.
 * Returns 0; -ENOMEM; -EFBIG beyond EVENTLOG_MAX_SIZE.
 */
int eventlog_parse(const void *bytes, size_t size, struct eventlog **ret_log);
void eventlog_free(struct eventlog *log);

/* "EV_SEPARATOR", or NULL for a type that the PFP does not know. */
const char *eventlog_type_name(uint32_t type);

/* ---- Data ----------------------------------------------------------------------------------- */

/*
 * Describe an event's data for a person: one line, always NUL-terminated, cut where buf ends. What
 * it quotes from the log is not cleaned. Returns false if the data do not have the structure that
 * the event's type promises; the text then says what is wrong.
 */
bool eventlog_describe(const struct eventlog *log, const struct eventlog_event *event, char *buf,
		       size_t size);

/* Is the recorded digest that of the event's data? */
enum eventlog_match {
	EVENTLOG_UNCHECKED, /* the digest is over something that is not in the log */
	EVENTLOG_MATCHES,
	EVENTLOG_DIFFERS,
};
struct eventlog_check {
	enum eventlog_match match;
	uint32_t banks_match; /* bit I: the digest of bank I is that of the data */
	uint32_t banks_differ;
};

/*
 * Check an event. Types whose digest the PFP defines as that of the data (or of the variable's data,
 * or of the string without its NUL) match or differ. Where a type leaves it open, a digest that does
 * not match in any bank is unchecked; one that matches in only some banks differs.
 */
struct eventlog_check eventlog_check(const struct eventlog *log,
				     const struct eventlog_event *event);

/*
 * Would an unchecked event match, were it not for one flipped bit of its data? False also for types
 * whose digest is never over the data. budget: see EVENTLOG_HASH_COST; it is counted down.
 */
bool eventlog_has_flipped_bit(const struct eventlog *log, const struct eventlog_event *event,
			      size_t *budget);

/* ---- Replay --------------------------------------------------------------------------------- */

/* Is anything extended by this event? EV_NO_ACTION extends nothing. */
bool eventlog_extends(const struct eventlog_event *event, size_t bank, uint32_t pcr);

/* The number of the event StartupLocality, or -1. */
long eventlog_startup_locality(const struct eventlog *log, unsigned int *ret_locality);

/*
 * The value that a PCR has after all events of the log. bank: an index into log->banks; pcr below
 * EVENTLOG_PCRS. value gets the bank's size bytes. PCR 0 starts with the startup locality, or with
 * that of an H-CRTM. Returns the number of events that were extended, or -ENOTSUP if the bank's hash
 * is not known here (or not allowed: FIPS).
 */
long eventlog_replay(const struct eventlog *log, size_t bank, uint32_t pcr,
		     uint8_t value[EVENTLOG_MAX_DIGEST]);

/* Why a PCR has another value than the log's replay. */
enum eventlog_cause {
	EVENTLOG_UNEXPLAINED, /* no single event explains it */
	EVENTLOG_MORE_IN_LOG, /* the TPM has the value before `event`: that and later ones are not in it */
	EVENTLOG_LEFT_OUT, /* `event` is in the log and was not extended */
	EVENTLOG_MISPLACED, /* `event` is logged for another PCR, or as EV_NO_ACTION, but was extended here */
	EVENTLOG_BAD_DIGEST, /* with the digest of its data in place of the recorded one, the PCR comes out */
	EVENTLOG_FLIPPED_BIT, /* one bit of `event`'s recorded digest is wrong */
	EVENTLOG_BAD_START, /* another startup locality gives the value; `event` is the one that says it, if any */
	EVENTLOG_BAD_DATA, /* nothing gives the value, but `event`'s digest is not that of its data */
};
struct eventlog_explanation {
	enum eventlog_cause cause;
	long event;	       /* the number of the first one to blame; -1: none */
	unsigned int locality; /* of EVENTLOG_BAD_START */
};

/*
 * Find the event to blame for the PCR's value in the TPM. differing: bit N says that PCR N of this
 * bank differs; of two events that would do, the one of such a PCR is named, and only where they are
 * few is a flipped bit of a digest looked for, which costs the most. budget: see EVENTLOG_HASH_COST; it is
 * counted down, and what is not found with it is unexplained.
 */
struct eventlog_explanation eventlog_explanation(const struct eventlog *log, size_t bank,
						 uint32_t pcr, const uint8_t *tpm_value,
						 uint32_t differing, size_t *budget);

#endif
