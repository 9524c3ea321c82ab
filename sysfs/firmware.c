/* SPDX-License-Identifier: BSD-2-Clause */
/* What the firmware says: ACPI tables, device tree, measured-boot event log. */

#include "firmware.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "context.h"
#include "devicetree.h"
#include "root.h"
#include "pair.h"

/* The common header of ACPI tables, then the members of TPM2 and TCPA. */
#define ACPI_LENGTH	  4
#define ACPI_REVISION	  8
#define ACPI_CLASS	  36
#define TCPA_SIZE_MIN	  38
#define TPM2_START_METHOD 48
#define TPM2_SIZE_MIN	  52
#define TABLE_MAX	  4096

static uint32_t le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static int check_table(const uint8_t *table, size_t size, const char *signature, size_t size_min)
{
	if (size < size_min || memcmp(table, signature, 4))
		return -EBADMSG;
	return le32(table + ACPI_LENGTH) < size_min || le32(table + ACPI_LENGTH) > size ? -EBADMSG
											: 0;
}

int acpi_tpm2_parse(const uint8_t *table, size_t size, uint32_t *ret_start_method,
		    uint16_t *ret_platform_class)
{
	int r = check_table(table, size, "TPM2", TPM2_SIZE_MIN);

	if (r < 0)
		return r;
	*ret_start_method = le32(table + TPM2_START_METHOD);
	/* Reserved before revision 4. */
	*ret_platform_class = table[ACPI_REVISION] < 4 ? 0 : (uint16_t)le32(table + ACPI_CLASS);
	return 0;
}

int acpi_tcpa_parse(const uint8_t *table, size_t size, uint16_t *ret_platform_class)
{
	int r = check_table(table, size, "TCPA", TCPA_SIZE_MIN);

	if (r < 0)
		return r;
	*ret_platform_class = (uint16_t)(table[ACPI_CLASS] | table[ACPI_CLASS + 1] << 8);
	return 0;
}

void tpmsysfs_firmware_clear(struct tpmsysfs_firmware *firmware)
{
	free(firmware->of_path);
	free(firmware->of_compatible);
	memset(firmware, 0, sizeof(*firmware));
}

int tpmsysfs_read_firmware(struct tpmsysfs *ctx, struct tpmsysfs_firmware *ret_firmware)
{
	struct tpmsysfs_firmware firmware = { 0 };
	uint16_t tcpa_class = 0;
	uint8_t table[TABLE_MAX];
	ssize_t n;
	int r;

	n = root_read(&ctx->root, "/sys/firmware/acpi/tables/TPM2", table, sizeof(table));
	firmware.acpi_tpm2 = n < 0 ? (int)n
				   : acpi_tpm2_parse(table, (size_t)n, &firmware.start_method,
						     &firmware.platform_class);
	n = root_read(&ctx->root, "/sys/firmware/acpi/tables/TCPA", table, sizeof(table));
	firmware.acpi_tcpa = n < 0 ? (int)n : acpi_tcpa_parse(table, (size_t)n, &tcpa_class);
	if (firmware.acpi_tpm2 < 0 && !firmware.acpi_tcpa)
		firmware.platform_class = tcpa_class;

	r = devicetree_find(&ctx->root, &firmware.of_path, &firmware.of_compatible);
	if (r < 0)
		return r;
	*ret_firmware = firmware;
	return 0;
}

static void event_log_path(const struct tpmsysfs_tpm *tpm, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "/sys/kernel/security/%.31s/binary_bios_measurements", tpm->name);
}

int tpmsysfs_open_event_log(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm)
{
	char path[PATH_MAX];

	event_log_path(tpm, path);
	return root_open_file(&ctx->root, path);
}

int tpmsysfs_find_event_log(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm, char **ret_path)
{
	int r = tpmsysfs_open_event_log(ctx, tpm);
	char path[PATH_MAX];

	if (r >= 0)
		close(r);
	if (r < 0 && r != -EACCES && r != -EPERM) {
		*ret_path = NULL;
		return -ENOENT;
	}
	event_log_path(tpm, path);
	*ret_path = strdup(path);
	if (!*ret_path)
		return -ENOMEM;
	return r < 0 ? -EACCES : 0;
}
