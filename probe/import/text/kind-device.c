/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ls -l /dev/tpm*		crw-rw---- 1 tss root 10, 224 Nov 22 09:36 /dev/tpm0
 * --tpm2-device=list		/dev/tpmrm0 STM0125:00 tpm_tis
 * udevadm info			P: /devices/platform/MSFT0101:00/tpmrm/tpmrm0
 *				E: DEVNAME=/dev/tpmrm0
 */
#include <ctype.h>
#include <string.h>

#include "device.h"
#include "kinds.h"

enum { MOST_NODES = 8, MOST_PROPERTIES = 64 };

/* "tpm0", "tpmrm0": the name of a node, and its class. */
static bool is_node_name(struct slice name, const char **ret_class)
{
	struct slice digits = name;

	*ret_class = slice_skip(&digits, "tpmrm") ? "tpmrm"
		     : slice_skip(&digits, "tpm") ? "tpm"
						  : NULL;
	if (!*ret_class || !digits.size || digits.size > 5)
		return false;
	for (size_t i = 0; i < digits.size; i++)
		if (!isdigit((unsigned char)digits.bytes[i]))
			return false;
	return true;
}

/* The TPM whose nodes have this number: the report's first, or one more. */
static struct tpm_report *tpm_of(struct reader *reader, struct slice name)
{
	struct report *report = reader->report;
	struct slice number = name;

	if (!slice_skip(&number, "tpmrm"))
		slice_skip(&number, "tpm");
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		struct tpm_report *tpm = report_tpm(report, i);
		const struct node *nodes = tpm->nodes.items;

		if (!tpm->nodes.count)
			return tpm;
		for (size_t j = 0; j < tpm->nodes.count; j++) {
			struct slice other = slice_of(nodes[j].name.value);

			if (!slice_skip(&other, "tpmrm"))
				slice_skip(&other, "tpm");
			if (other.size == number.size &&
			    !memcmp(other.bytes, number.bytes, number.size))
				return tpm;
		}
	}
	return report_count_tpms(report) < MOST_NODES ? report_add_tpm(report) : NULL;
}

static struct node *node_of(struct reader *reader, struct slice name, const char *class_name)
{
	struct tpm_report *tpm = tpm_of(reader, name);
	struct node *nodes = tpm ? tpm->nodes.items : NULL, *node;

	if (!tpm)
		return NULL;
	reader->has_tpm = true;
	for (size_t i = 0; i < tpm->nodes.count; i++)
		if (slice_is(name, nodes[i].name.value))
			return &nodes[i];
	if (tpm->nodes.count == MOST_NODES)
		return NULL;
	node = list_append(&reader->report->arena, &tpm->nodes, sizeof(*node));
	tell_text(reader, &node->name, name);
	tell_text(reader, &node->class_name, slice_of(class_name));
	tell_text(reader, &node->path,
		  slice_of(arena_printf(&reader->report->arena, "/dev/%s", node->name.value)));
	if (!strcmp(class_name, "tpm"))
		tell_text(reader, &tpm->name, name);
	return node;
}

/* "/dev/tpm0" */
static struct node *node_at(struct reader *reader, struct slice path)
{
	const char *class_name;

	if (!slice_skip(&path, "/dev/") || !is_node_name(path, &class_name))
		return NULL;
	return node_of(reader, path, class_name);
}

/* "crw-rw----": the permission bits. */
static bool parse_mode(struct slice word, uint64_t *ret_mode)
{
	static const char letters[] = "rwxrwxrwx";

	if (word.size < 10 || word.size > 11 || word.bytes[0] != 'c')
		return false;
	*ret_mode = 0;
	for (size_t i = 0; i < 9; i++) {
		char c = word.bytes[i + 1];

		if (c != '-' && c != letters[i])
			return false;
		*ret_mode = *ret_mode << 1 | (c != '-');
	}
	return true;
}

static bool read_listing(struct reader *reader, const struct text_line *line)
{
	struct slice rest, links, owner, group, major, minor, path;
	uint64_t mode, major_number, minor_number;
	struct node *node;

	if (!parse_mode(slice_word(line->whole, &rest), &mode))
		return false;
	links = slice_word(rest, &rest);
	owner = slice_word(rest, &rest);
	group = slice_word(rest, &rest);
	major = slice_word(rest, &rest);
	if (!links.size || !major.size || major.bytes[major.size - 1] != ',')
		return false;
	major.size--;
	minor = slice_word(rest, &rest);
	for (path = slice_word(rest, &rest); rest.size; path = slice_word(rest, &rest))
		;
	if (!slice_number(major, UINT32_MAX, &major_number, NULL) ||
	    !slice_number(minor, UINT32_MAX, &minor_number, NULL))
		return false;
	node = node_at(reader, path);
	if (!node)
		return false;
	tell_number(reader, &node->mode, mode);
	tell_text(reader, &node->owner, owner);
	tell_text(reader, &node->group, group);
	tell_number(reader, &node->major, major_number);
	tell_number(reader, &node->minor, minor_number);
	return reader_take(reader, "ls -l");
}

static bool read_device(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice rest, path = slice_word(line->whole, &rest), parent, driver;
	const char *class_name;
	struct device *device;

	(void)open;
	if (read_listing(reader, line))
		return true;
	if (slice_is(path, "PATH") && slice_is(slice_word(rest, &rest), "DEVICE") &&
	    slice_is(slice_word(rest, NULL), "DRIVER"))
		return reader_take(reader, "systemd-cryptenroll --tpm2-device=list");
	if (!slice_skip(&path, "/dev/") || !is_node_name(path, &class_name))
		return false;
	parent = slice_word(rest, &rest);
	driver = slice_word(rest, &rest);
	if (!parent.size || !driver.size || rest.size || !slice_find(driver, "tpm"))
		return false;
	if (!node_of(reader, path, class_name))
		return false;
	device = tpm_of(reader, path)->device;
	tell_text(reader, &device->parent, parent);
	tell_text(reader, &device->driver, driver);
	return reader_take_tpm(reader, "systemd-cryptenroll --tpm2-device=list");
}

const struct text_kind kind_device_list = { read_device };

static void tell_property(struct reader *reader, struct node *node, struct slice property)
{
	struct slice key = slice_until(property, "="), value = slice_from(property, key.size);
	uint64_t number;

	if (!slice_skip(&value, "="))
		return;
	if (slice_is(key, "MAJOR") && slice_number(value, UINT32_MAX, &number, NULL))
		tell_number(reader, &node->major, number);
	else if (slice_is(key, "MINOR") && slice_number(value, UINT32_MAX, &number, NULL))
		tell_number(reader, &node->minor, number);
	else if (slice_is(key, "CURRENT_TAGS"))
		while (value.size) {
			struct slice tag = slice_until(value, ":");

			value = slice_from(value, tag.size + (tag.size < value.size));
			if (tag.size)
				tell_list(reader, &node->tags, tag, MOST_PROPERTIES);
		}
	else
		tell_list(reader, &node->properties, property, MOST_PROPERTIES);
}

static bool read_udev(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice rest = line->whole, name;
	const char *class_name, *slash;

	if (rest.size < 3 || rest.bytes[1] != ':' || !isupper((unsigned char)rest.bytes[0]) ||
	    !is_blank(rest.bytes[2]) || line->dash)
		return false;
	rest = slice_trim(slice_from(rest, 3));
	if (line->whole.bytes[0] == 'P' && rest.size && rest.bytes[0] == '/') {
		reader->node = NULL;
		slash = memrchr(rest.bytes, '/', rest.size);
		name = slice_from(rest, (size_t)(slash + 1 - rest.bytes));
		if (!is_node_name(name, &class_name))
			return true;
		reader->node = node_of(reader, name, class_name);
		if (reader->node)
			tell_text(reader, &reader->node->sysfs_path,
				  slice_of(arena_printf(&reader->report->arena, "/sys%.*s",
							(int)rest.size, rest.bytes)));
		return reader_take_tpm(reader, "udevadm info");
	}
	if (!open)
		return false;
	if (!reader->node)
		return true;
	/* Folded, if its rest is in the next line. */
	if (reader->next && !slice_is(slice_word(reader->next->whole, NULL), "E:") &&
	    reader->next->whole.size > 1 && reader->next->whole.bytes[1] != ':' &&
	    reader->next->number == line->number + 1)
		return reader_take_tpm(reader, "udevadm info");
	if (line->whole.bytes[0] == 'E')
		tell_property(reader, reader->node, rest);
	else if (line->whole.bytes[0] == 'S')
		tell_list(reader, &reader->node->links,
			  slice_of(arena_printf(&reader->report->arena, "/dev/%.*s", (int)rest.size,
						rest.bytes)),
			  MOST_PROPERTIES);
	return reader_take_tpm(reader, "udevadm info");
}

const struct text_kind kind_udev = { read_udev };
