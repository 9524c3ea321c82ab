/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes of a TPM 1.2. Kernels before 4.0 have them at the parent device. */

#include "tpm12.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcrs.h"
#include "attributes.h"
#include "pair.h"
#include "kernel-node.h"

/* "KEY: value" anywhere in text. */
static const char *find_value(const char *text, const char *key)
{
	const char *at = strcasestr(text, key);

	if (!at)
		return NULL;
	at += strlen(key);
	return *at == ':' ? at + 1 + strspn(at + 1, " \t") : NULL;
}

static bool parse_version(const char *text, unsigned int *ret_major, unsigned int *ret_minor)
{
	unsigned int maj, min;

	/* sscanf() would not notice a number that is too big. */
	if (strspn(text, "0123456789") > 9 ||
	    strspn(text + strspn(text, "0123456789."), "0123456789") > 9)
		return false;
	if (sscanf(text, "%9u.%9u", &maj, &min) != 2)
		return false;
	*ret_major = maj;
	*ret_minor = min;
	return true;
}

void caps_parse(const char *text, struct tpmsysfs_tpm12 *tpm12)
{
	const char *value = find_value(text, "Manufacturer");

	if (value && *value >= '0' && *value <= '9') {
		unsigned long long number;

		errno = 0;
		number = strtoull(value, NULL, 0);
		if (!errno && number <= UINT32_MAX)
			tpm12->manufacturer = (uint32_t)number;
	}
	value = find_value(text, "TCG version");
	if (value)
		parse_version(value, &tpm12->version_major, &tpm12->version_minor);
	value = find_value(text, "Firmware version");
	if (value)
		parse_version(value, &tpm12->firmware_major, &tpm12->firmware_minor);
}

size_t times_parse(const char *text, long *values, size_t count)
{
	size_t n = 0;

	for (; n < count; n++) {
		char *end;
		long value;

		text += strspn(text, " \t");
		if (*text < '0' || *text > '9')
			break;
		errno = 0;
		value = strtol(text, &end, 10);
		if (errno || (*end && !strchr(" \t\n", *end)))
			break;
		values[n] = value;
		text = end;
	}
	for (size_t i = n; i < count; i++)
		values[i] = -1;
	return n;
}

void pcrs12_parse(const char *text, char pcrs[24][41])
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		const char *at = text;
		char line[128];
		uint8_t value[20];
		unsigned long number;
		char *end;

		text += text[len] ? len + 1 : len;
		if (strncmp(at, "PCR-", 4) || at[4] < '0' || at[4] > '9')
			continue;
		number = strtoul(at + 4, &end, 10);
		if (number >= 24 || *end != ':')
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(end + 1, "\n"), end + 1);
		if (hex_parse(line, value, sizeof(value)) != sizeof(value))
			continue;
		for (size_t i = 0; i < sizeof(value); i++)
			sprintf(pcrs[number] + 2 * i, "%02x", value[i]);
	}
}

static ssize_t read_text(struct tpmsysfs *ctx, const struct tpmsysfs_node *node, const char *name,
			 char *buf, size_t size)
{
	char older[64];
	ssize_t n = tpmsysfs_read_attribute(ctx, node, name, buf, size);

	if (n != -ENOENT)
		return n;
	snprintf(older, sizeof(older), "device/%s", name);
	return tpmsysfs_read_attribute(ctx, node, older, buf, size);
}

static int read_flag(struct tpmsysfs *ctx, const struct tpmsysfs_node *node, const char *name,
		     bool *any)
{
	char text[16];
	ssize_t n = read_text(ctx, node, name, text, sizeof(text));

	/* An attribute of this name that fails to be read is one all the same. */
	*any |= n != -ENOENT;
	if (n != 1 || (text[0] != '0' && text[0] != '1'))
		return -1;
	return text[0] - '0';
}

int tpmsysfs_read_tpm12(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
			struct tpmsysfs_tpm12 *ret_tpm12)
{
	struct tpmsysfs_tpm12 tpm12 = { 0 };
	const struct tpmsysfs_node *node = tpm->raw;
	bool any = false;
	char text[4096];
	ssize_t n;

	if (!node || !node->syspath)
		return -ENOENT;
	tpm12.enabled = read_flag(ctx, node, "enabled", &any);
	tpm12.active = read_flag(ctx, node, "active", &any);
	tpm12.owned = read_flag(ctx, node, "owned", &any);
	tpm12.temp_deactivated = read_flag(ctx, node, "temp_deactivated", &any);

	n = read_text(ctx, node, "caps", text, sizeof(text));
	any |= n != -ENOENT;
	if (n > 0)
		caps_parse(text, &tpm12);
	n = read_text(ctx, node, "durations", text, sizeof(text));
	any |= n != -ENOENT;
	times_parse(n > 0 ? text : "", tpm12.durations_us, 3);
	n = read_text(ctx, node, "timeouts", text, sizeof(text));
	any |= n != -ENOENT;
	times_parse(n > 0 ? text : "", tpm12.timeouts_us, 4);
	n = read_text(ctx, node, "pcrs", text, sizeof(text));
	any |= n != -ENOENT;
	if (n > 0)
		pcrs12_parse(text, tpm12.pcrs);
	if (!any)
		return -ENOENT;
	*ret_tpm12 = tpm12;
	return 0;
}
