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
	EV_NONHOST_INFO = 0x11,
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
	/* It can as well be the size of the event before it that is wrong. */
	bool or_before;
	/* 0, or that many bytes behind the last event look like none: they may be anything. */
	size_t behind;
	char text[160]; /* what is wrong, without number and offset */
};

struct eventlog {
	enum eventlog_format format;
	/* The log of a confidential guest (ACPI table CCEL): what it calls a PCR is a register of
	 * eventlog_register_name(). */
	bool is_ccel;
	unsigned int spec_major, spec_minor, spec_errata; /* of the header; 0 where there is none */
	struct eventlog_bank banks[EVENTLOG_MAX_BANKS];
	size_t n_banks;
	struct eventlog_event *events; /* a header is number 0 */
	size_t n_events;
	struct eventlog_error error;
	uint8_t *copy; /* what the events point into if a bit was put right; else NULL */
	struct digester *digesters[EVENTLOG_MAX_BANKS]; /* NULL: the hash cannot be had here */
};

#endif
