/* SPDX-License-Identifier: BSD-2-Clause */
/* ACPI tables about TPMs. */
#ifndef SYSFS_FIRMWARE_H
#define SYSFS_FIRMWARE_H

#include <stddef.h>
#include <stdint.h>

/* An ACPI table: 0 or -EBADMSG. table may be longer than the table says. */
int acpi_tpm2_parse(const uint8_t *table, size_t size, uint32_t *ret_start_method,
		    uint16_t *ret_platform_class);
int acpi_tcpa_parse(const uint8_t *table, size_t size, uint16_t *ret_platform_class);

#endif
