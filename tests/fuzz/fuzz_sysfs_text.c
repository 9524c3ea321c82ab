/* SPDX-License-Identifier: BSD-2-Clause */
/* Text of sysfs and udev: each input goes through every parser of text. */
#include <stdlib.h>
#include <string.h>

#include "node-name.h"
#include "pcrs.h"
#include "strv.h"
#include "tpm12.h"
#include "tpmsysfs.h"
#include "udevdb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_strv(char **strv)
{
	size_t n = 0;

	check(strv);
	while (strv[n])
		n++;
	check(n <= STRV_MAX);
}

static void parse_udev(const char *text, size_t size)
{
	struct udev_record record;
	char **properties;

	if (udevdb_parse(text, size, &record) == 0) {
		check_strv(record.links);
		check_strv(record.tags);
		check_strv(record.properties);
		for (char **link = record.links; *link; link++)
			check(!strncmp(*link, "/dev/", 5) && !strstr(*link, ".."));
		udev_record_clear(&record);
	}
	if (uevent_parse(text, size, &properties) == 0) {
		check_strv(properties);
		for (char **property = properties; *property; property++)
			check(strchr(*property, '='));
		check(!strv_value(properties, "DEVNAME") ||
		      !strncmp(strv_value(properties, "DEVNAME"), "/dev/", 5));
		strv_free(properties);
	}
}

static void parse_tpm12(const char *text)
{
	struct tpmsysfs_tpm12 tpm12 = { 0 };
	size_t n = times_parse(text, tpm12.timeouts_us, 4);

	for (size_t i = 0; i < 4; i++)
		check(i < n ? tpm12.timeouts_us[i] >= 0 : tpm12.timeouts_us[i] == -1);
	caps_parse(text, &tpm12);
	pcrs12_parse(text, tpm12.pcrs);
	for (size_t i = 0; i < 24; i++)
		check(strlen(tpm12.pcrs[i]) == 0 || strlen(tpm12.pcrs[i]) == 40);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	unsigned int number;
	uint8_t bytes[64];

	check(text);
	/* Those that take a size get exactly that much. */
	parse_udev((const char *)data, size);
	memcpy(text, data, size);
	text[size] = '\0';
	parse_tpm12(text);
	check(hex_parse(text, bytes, sizeof(bytes)) <= (ssize_t)sizeof(bytes));
	devnum_parse(text);
	name_parse(text, &number);
	subsystem_class(text);
	free(text);
	return 0;
}
