/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of the kernel's log, from dmesg or the journal, and of systemd's services, about TPMs. */
#include <ctype.h>
#include <string.h>

#include "device.h"
#include "host.h"
#include "kinds.h"

enum { MOST_LINES = 200 };

static bool is_about_tpm(struct slice text)
{
	return slice_find(text, "tpm") || slice_find(text, "MSFT0101") ||
	       slice_find(text, "0xfed4") || slice_find(text, "TCPA") ||
	       slice_find(text, "null key integrity") || slice_find(text, "nobody cared");
}

/* Without a time ahead of it: only what the kernel alone writes. */
static bool is_kernels_own(struct slice text)
{
	static const char *const begins[] = {
		"tpm tpm",	 "tpm_tis",	  "tpm_crb",  "tpm_inf",  "tpm_vtpm", "tpm_ibmvtpm",
		"tpm_nsc",	 "tpm_i2c",	  "tpm_spi",  "tpm_ftpm", "tpm_svsm", "ima: No TPM",
		"ACPI: TPM2 0x", "ACPI: TCPA 0x", "tpm-chip", "tpm_st33", "tpm tpmrm"
	};

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		struct slice rest = text;

		if (!slice_skip(&rest, begins[i]) || !rest.size)
			continue;
		/* "tpm_tis  16384  0" is lsmod's. */
		return strchr(begins[i], ' ') || memchr(text.bytes, ':', text.size);
	}
	return false;
}

/* As auditd writes it, or the kernel. */
static bool is_denial(struct slice text)
{
	return (slice_find(text, "avc:  denied") || slice_find(text, "avc: denied") ||
		slice_find(text, "apparmor=\"DENIED\"")) &&
	       slice_find(text, "tpm");
}

/* "tpm_tis MSFT0101:00: 2.0 TPM (device-id 0x1B, rev-id 22)" */
static void tell_driver(struct reader *reader, struct slice text)
{
	struct device *device = reader->getcap.tpm->device;
	const char *at = slice_find(text, ".0 TPM (device-id ");
	struct slice driver, rest, parent;

	if (!at)
		at = slice_find(text, ".2 TPM (device-id ");
	if (!at || at == text.bytes)
		return;
	reader->has_tpm = true;
	tell_number(reader, &device->version_major, at[-1] == '1' ? 1 : 2);
	driver = slice_word(text, &rest);
	parent = slice_word(rest, NULL);
	if (parent.size > 1 && parent.bytes[parent.size - 1] == ':') {
		tell_text(reader, &device->driver, driver);
		parent.size--;
		tell_text(reader, &device->parent, parent);
	}
}

static void tell_version(struct reader *reader, struct slice text)
{
	struct slice rest = text;

	if (slice_skip(&rest, "Linux version ") && !fact_known(&reader->report->kernel.fact))
		tell_text(reader, &reader->report->kernel, slice_word(rest, NULL));
}

static void add_line(struct reader *reader, struct list_fact *list, struct slice text)
{
	if (list->count < MOST_LINES)
		*(const char **)list_append(&reader->report->arena, list, sizeof(char *)) =
			arena_clean(&reader->report->arena, text.bytes, text.size);
}

static bool read_kernel_log(struct reader *reader, const struct text_line *line, bool open)
{
	struct host *host = reader->report->host;
	bool kernel = slice_is(line->program, "kernel");
	struct slice rest = line->whole;

	(void)open;
	if (line->command.size ||
	    (!kernel && !is_kernels_own(line->whole) && !is_denial(line->whole)))
		return false;
	if (kernel && slice_find(rest, "systemd[") == rest.bytes)
		return false;
	tell_version(reader, line->whole);
	/* A line of the log about something else. */
	if (!is_about_tpm(line->whole))
		return true;
	if (!fact_known(&host->kernel_log_source.fact))
		fact_set_text(reader->report, &host->kernel_log_source, "kernel log, as attached");
	add_line(reader, &host->kernel_log, line->full);
	tell_driver(reader, line->whole);
	return reader_take(reader, "kernel log");
}

const struct text_kind kind_kernel_log = { read_kernel_log };

static bool is_service(struct slice program)
{
	static const char *const names[] = { "systemd-cryptsetup",
					     "systemd-tpm2-setup",
					     "systemd-cryptenroll",
					     "systemd-pcr",
					     "systemd-creds",
					     "systemd-repart",
					     "systemd-tpm2",
					     "systemd-udevd",
					     "(udev-worker)",
					     "systemd",
					     "clevis",
					     "tpm2-abrmd" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct slice rest = program;

		if (slice_skip(&rest, names[i]))
			return true;
	}
	return false;
}

/* What systemd writes with SYSTEMD_LOG_LEVEL=debug, without a time ahead of it. */
static bool is_debug_output(struct slice text)
{
	static const char *const begins[] = {
		"Using TPM2 TCTI driver",
		"Loaded TCTI module",
		"TPM successfully started up",
		"TPM already started up",
		"Getting TPM2 capability",
		"Failed to unseal secret using TPM2",
		"TPM PC Client Platform Firmware",
		"TPM2 driver name",
		"Failed to create TPM2 context",
		"TPM2 operation failed",
		"TPM2 support is not",
		"Automatically discovered TPM2",
		"TPM does not support",
		"Failed to load TPM2",
		"Failed to unseal data",
		"Submitting policy",
		"Unsealing HMAC key",
		"Completed TPM2 key unsealing",
		"Loading object into TPM",
		"Starting HMAC encryption session",
	};

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		struct slice rest = text;

		if (slice_skip(&rest, begins[i]))
			return true;
	}
	return false;
}

static bool read_cryptsetup(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice whole = line->whole;

	(void)open;
	if (line->command.size || slice_skip(&whole, "ERROR:") || slice_skip(&whole, "WARNING:"))
		return false;
	if (!is_debug_output(line->whole)) {
		if (!is_service(line->program))
			return false;
		if (!is_about_tpm(line->whole))
			return true;
	}
	add_line(reader, &reader->report->host->service_log, line->full);
	return reader_take(reader, "journal of systemd's services");
}

const struct text_kind kind_cryptsetup = { read_cryptsetup };
