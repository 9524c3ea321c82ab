/* SPDX-License-Identifier: BSD-2-Clause */
/* Text that udev and the kernel keep about a device: "X:value" lines and "KEY=value" lines. */
#include "udevdb.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "strv.h"

/* The next line without its end; a line with a NUL in it counts as empty. */
static bool next_line(const char **text, size_t *size, const char **ret_line, size_t *ret_len)
{
	const char *end;

	if (!*size)
		return false;
	end = memchr(*text, '\n', *size);
	*ret_line = *text;
	*ret_len = end ? (size_t)(end - *text) : *size;
	*size -= *ret_len + (end ? 1 : 0);
	*text += *ret_len + (end ? 1 : 0);
	if (memchr(*ret_line, '\0', *ret_len))
		*ret_len = 0;
	return true;
}

static bool is_property(const char *line, size_t len)
{
	return len && line[0] != '=' && memchr(line, '=', len);
}

/* A name below /dev that does not climb out of it. */
static bool is_dev_name(const char *name, size_t len)
{
	if (!len || len > 255 || name[0] == '/')
		return false;
	for (size_t i = 0; i + 1 < len; i++) {
		if (name[i] == '.' && name[i + 1] == '.')
			return false;
	}
	return true;
}

static int append_dev_name(char ***strv, const char *before, const char *name, size_t len)
{
	char buf[300];
	size_t len_before = strlen(before);

	if (!is_dev_name(name, len))
		return 0;
	memcpy(buf, before, len_before);
	memcpy(buf + len_before, name, len);
	return strv_append(strv, buf, len_before + len);
}

int udevdb_parse(const char *text, size_t size, struct udev_record *ret_record)
{
	struct udev_record record = { 0 };
	char **all_tags = NULL;
	const char *line;
	size_t len;
	int r;

	while (next_line(&text, &size, &line, &len)) {
		r = 0;
		if (len < 3 || line[1] != ':')
			continue;
		line += 2;
		len -= 2;
		if (line[-2] == 'E' && is_property(line, len))
			r = strv_append(&record.properties, line, len);
		else if (line[-2] == 'S')
			r = append_dev_name(&record.links, "/dev/", line, len);
		else if (line[-2] == 'Q')
			r = strv_append(&record.tags, line, len);
		else if (line[-2] == 'G')
			r = strv_append(&all_tags, line, len);
		if (r < 0)
			goto clear_record;
	}
	/* udevd before 247 has no current tags: all that were ever set stand for them. */
	if (!record.tags) {
		record.tags = all_tags;
		all_tags = NULL;
	}
	r = strv_ensure(&record.links);
	if (r >= 0)
		r = strv_ensure(&record.tags);
	if (r >= 0)
		r = strv_ensure(&record.properties);
	if (r < 0)
		goto clear_record;
	strv_free(all_tags);
	*ret_record = record;
	return 0;

clear_record:
	udev_record_clear(&record);
	strv_free(all_tags);
	return r;
}

void udev_record_clear(struct udev_record *record)
{
	strv_free(record->links);
	strv_free(record->tags);
	strv_free(record->properties);
	memset(record, 0, sizeof(*record));
}

int uevent_parse(const char *text, size_t size, char ***ret_properties)
{
	static const char devname[] = "DEVNAME=";
	char **properties = NULL;
	const char *line;
	size_t len;
	int r;

	while (next_line(&text, &size, &line, &len)) {
		if (!is_property(line, len))
			continue;
		if (len >= strlen(devname) && !memcmp(line, devname, strlen(devname)))
			r = append_dev_name(&properties, "DEVNAME=/dev/", line + strlen(devname),
					    len - strlen(devname));
		else
			r = strv_append(&properties, line, len);
		if (r < 0)
			goto free_properties;
	}
	r = strv_ensure(&properties);
	if (r < 0)
		goto free_properties;
	*ret_properties = properties;
	return 0;

free_properties:
	strv_free(properties);
	return r;
}

dev_t devnum_parse(const char *text)
{
	unsigned long maj, min;
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return 0;
	maj = strtoul(text, &end, 10);
	if (*end != ':' || end[1] < '0' || end[1] > '9')
		return 0;
	min = strtoul(end + 1, &end, 10);
	/* The kernel's dev_t: 12 bits and 20 bits. */
	if (*end || maj >= 1 << 12 || min >= 1 << 20)
		return 0;
	return makedev((unsigned int)maj, (unsigned int)min);
}
