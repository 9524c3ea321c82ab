/* SPDX-License-Identifier: BSD-2-Clause */
/* What the firmware says: ACPI tables, device tree, measured-boot event log. */
#ifndef SYSFS_FIRMWARE_H
#define SYSFS_FIRMWARE_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "pair.h"

struct tpmsysfs_firmware {
	/* 0, or -errno of the table file: -ENOENT no such table, -EACCES there but unreadable,
	 * -EBADMSG malformed */
	int acpi_tpm2, acpi_tcpa;
	uint32_t start_method;	 /* TPM2, offset 48 (TCG ACPI 1.4 table 7); if acpi_tpm2 == 0 */
	uint16_t platform_class; /* 0 client, 1 server; of table TPM2, else of TCPA */
	char *of_path; /* device-tree node with a TPM's `compatible`, not disabled; or NULL */
	char *of_compatible;
};
int tpmsysfs_read_firmware(struct tpmsysfs *ctx, struct tpmsysfs_firmware *ret_firmware);
void tpmsysfs_firmware_clear(struct tpmsysfs_firmware *firmware);

/*
 * The measured-boot event log of a TPM: /sys/kernel/security/tpmN/binary_bios_measurements.
 * ret_path: malloc'd, also on -EACCES (there but not readable for the caller); NULL otherwise.
 * Returns 0 (readable), -EACCES, or -ENOENT.
 */
int tpmsysfs_find_event_log(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm, char **ret_path);
/*
 * Open it for reading: a descriptor (O_CLOEXEC), or -errno: -ENOENT, -EACCES. Its st_size is 0
 * whatever it holds: read to the end.
 */
int tpmsysfs_open_event_log(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm);

/* An ACPI table: 0 or -EBADMSG. table may be longer than the table says. */
int acpi_tpm2_parse(const uint8_t *table, size_t size, uint32_t *ret_start_method,
		    uint16_t *ret_platform_class);
int acpi_tcpa_parse(const uint8_t *table, size_t size, uint16_t *ret_platform_class);

#endif
