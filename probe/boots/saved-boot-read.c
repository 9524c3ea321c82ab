/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON of boots and of their records. */
#include "saved-boot-read.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "hash.h"
#include "json-parse.h"
#include "types.h"

static void put_json(struct json_object **object)
{
	json_object_put(*object);
}

static struct json_object *member(struct json_object *object, const char *key, enum json_type type)
{
	struct json_object *value;

	if (!json_object_is_type(object, json_type_object) ||
	    !json_object_object_get_ex(object, key, &value) || !json_object_is_type(value, type))
		return NULL;
	return value;
}

static const char *text_member(struct json_object *object, const char *key)
{
	struct json_object *value = member(object, key, json_type_string);

	return value ? json_object_get_string(value) : NULL;
}

/* NULL where there is none, or an empty one. */
static const char *copy_member(struct saved_boot *boot, struct json_object *object, const char *key)
{
	const char *text = text_member(object, key);

	return text && *text ? arena_strdup(&boot->arena, text) : NULL;
}

static bool number_member(struct json_object *object, const char *key, uint64_t *ret_number)
{
	struct json_object *value = member(object, key, json_type_int);

	if (!value || json_object_get_int64(value) < 0)
		return false;
	*ret_number = json_object_get_uint64(value);
	return true;
}

static int digit_value(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* NULL if it is no hexadecimal text. */
static uint8_t *bytes_of_hex(struct arena *arena, const char *text, size_t *ret_size)
{
	size_t size = strlen(text) / 2;
	uint8_t *bytes;

	if (text[2 * size])
		return NULL;
	bytes = arena_alloc(arena, size);
	for (size_t i = 0; i < size; i++) {
		int high = digit_value(text[2 * i]), low = digit_value(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return NULL;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	*ret_size = size;
	return bytes;
}

static uint16_t algorithm_of(const char *name)
{
	const struct hash_algorithm *hash;

	for (size_t rank = 0; (hash = hash_at(rank)); rank++)
		if (!strcmp(hash->name, name))
			return hash->id;
	return 0;
}

/* "EV_SEPARATOR", or a number as text or as such. */
static bool read_type(struct json_object *content, uint32_t *ret_type)
{
	const char *text = text_member(content, "event_type");
	uint64_t number;
	char *end;

	if (!text) {
		if (!number_member(content, "event_type", &number) || number > UINT32_MAX)
			return false;
		*ret_type = (uint32_t)number;
		return true;
	}
	if (*text < '0' || *text > '9')
		return eventlog_type_find(text, ret_type);
	number = strtoull(text, &end, 0);
	*ret_type = (uint32_t)number;
	return !*end && number <= UINT32_MAX;
}

static void read_digests(struct saved_boot *boot, struct json_object *record,
			 const uint8_t *digests[EVENTLOG_MAX_BANKS])
{
	struct json_object *list = member(record, "digests", json_type_array);

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		const char *name = text_member(item, "hashAlg"), *hex = text_member(item, "digest");
		int bank = name ? saved_boot_log_bank(boot, algorithm_of(name)) : -1;
		uint8_t *bytes;
		size_t size;

		if (bank < 0 || !hex || strlen(hex) != 2 * boot->log.banks[bank].size)
			continue;
		bytes = bytes_of_hex(&boot->arena, hex, &size);
		if (bytes)
			digests[bank] = bytes;
	}
}

/* Returns false where there are too many of them, or it is none. */
static bool read_event(struct saved_boot *boot, struct json_object *record, uint32_t pcr,
		       struct json_object *content)
{
	const char *hex = text_member(content, "event_data");
	struct eventlog_event *event;
	uint64_t whole;
	uint8_t *data;
	uint32_t type;
	size_t size;

	if (!read_type(content, &type))
		return false;
	data = bytes_of_hex(&boot->arena, hex ? hex : "", &size);
	event = data ? saved_boot_add_event(boot) : NULL;
	if (!event)
		return false;
	event->pcr = pcr;
	event->type = type;
	event->data = data;
	event->size = boot->cut[boot->log.n_events - 1] = size;
	if (number_member(content, "event_size", &whole) && whole > size && whole <= UINT32_MAX)
		boot->cut[boot->log.n_events - 1] = (size_t)whole;
	boot->pci[boot->log.n_events - 1] = copy_member(boot, content, "pci");
	read_digests(boot, record, event->digests);
	return true;
}

static bool read_measurement(struct saved_boot *boot, struct json_object *record, uint32_t pcr,
			     struct json_object *content)
{
	struct measurement *measurement = saved_boot_add_measurement(boot);
	const char *kind, *text;

	if (!measurement)
		return false;
	kind = copy_member(boot, content, "eventType");
	text = copy_member(boot, content, "string");
	measurement->pcr = pcr;
	measurement->kind = kind ? kind : "";
	measurement->text = text ? text : "";
	if (!number_member(content, "timestamp", &measurement->timestamp_us))
		measurement->timestamp_us = 0;
	read_digests(boot, record, measurement->digests);
	return true;
}

/* A record of whatever origin. False: it was passed over. */
static bool read_record(struct saved_boot *boot, struct json_object *record)
{
	struct json_object *content = member(record, "content", json_type_object);
	const char *type = text_member(record, "content_type");
	uint64_t pcr;

	/* Newer systemd extends NV indices too, which are no PCR. */
	if (!number_member(record, "pcr", &pcr) || pcr > UINT32_MAX || !type)
		return false;
	if (!strcmp(type, "pcclient_std"))
		return content && read_event(boot, record, (uint32_t)pcr, content);
	if (!strcmp(type, "systemd"))
		return pcr < EVENTLOG_PCRS &&
		       read_measurement(boot, record, (uint32_t)pcr, content);
	return false;
}

static void read_records(struct saved_boot *boot, struct json_object *list)
{
	for (size_t i = 0; list && i < json_object_array_length(list); i++)
		read_record(boot, json_object_array_get_idx(list, i));
}

static void read_pcrs(struct saved_boot *boot, struct json_object *banks)
{
	if (!banks)
		return;
	json_object_object_foreach(banks, name, bank)
	{
		uint16_t algorithm = algorithm_of(name);

		if (!json_object_is_type(bank, json_type_object))
			continue;
		json_object_object_foreach(bank, index, value)
		{
			const char *hex = json_object_is_type(value, json_type_string)
						  ? json_object_get_string(value)
						  : "";
			char *end;
			unsigned long pcr = strtoul(index, &end, 10);
			uint8_t *bytes;
			size_t size;

			if (*index < '0' || *index > '9' || *end || pcr >= EVENTLOG_PCRS)
				continue;
			bytes = bytes_of_hex(&boot->arena, hex, &size);
			if (bytes)
				saved_boot_set_pcr(boot, algorithm, (uint32_t)pcr, bytes, size);
		}
	}
}

static void read_volumes(struct saved_boot *boot, struct json_object *list)
{
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		const char *name = copy_member(boot, item, "name");
		const char *outcome = copy_member(boot, item, "outcome");
		struct saved_volume *volume = name && outcome ? saved_boot_add_volume(boot) : NULL;

		if (volume)
			*volume = (struct saved_volume){ name, outcome };
	}
}

static void read_machine(struct saved_boot *boot, struct json_object *root)
{
	struct json_object *tpm = member(root, "tpm", json_type_object);
	struct json_object *clock = member(root, "clock", json_type_object), *value;
	const char *id = text_member(root, "boot_id");

	if (id && saved_boot_id_valid(id, strlen(id)))
		boot->boot_id = arena_strdup(&boot->arena, id);
	boot->kernel = copy_member(boot, root, "kernel");
	boot->command_line = copy_member(boot, root, "command_line");
	boot->firmware = copy_member(boot, root, "firmware");
	boot->tpm_manufacturer = copy_member(boot, tpm, "manufacturer");
	boot->tpm_firmware = copy_member(boot, tpm, "firmware");
	value = member(root, "secure_boot", json_type_boolean);
	if (value)
		boot->secure_boot = json_object_get_boolean(value);
	if (!number_member(root, "saved_at", &boot->saved_at))
		boot->saved_at = 0;
	boot->has_clock = number_member(clock, "clock_ms", &boot->clock_ms) &&
			  number_member(clock, "reset_count", &boot->reset_count) &&
			  number_member(clock, "restart_count", &boot->restart_count);
	value = member(clock, "safe", json_type_boolean);
	boot->clock_safe = value && json_object_get_boolean(value);
}

static const char *read_root(struct saved_boot *boot, struct json_object *root)
{
	const char *schema = text_member(root, "schema");

	if (json_object_is_type(root, json_type_array)) {
		read_records(boot, root);
		return boot->log.n_events || boot->n_measurements
			       ? NULL
			       : "no record of a canonical event log in it";
	}
	if (!schema || strcmp(schema, SAVED_BOOT_SCHEMA) != 0)
		return "neither a saved boot (" SAVED_BOOT_SCHEMA
		       ") nor records of a canonical event log";
	read_machine(boot, root);
	read_pcrs(boot, member(root, "pcrs", json_type_object));
	read_volumes(boot, member(root, "volumes", json_type_array));
	read_records(boot, member(root, "cel", json_type_array));
	return NULL;
}

int saved_boot_parse(const char *text, size_t size, struct saved_boot **ret_boot, char **ret_error)
{
	_cleanup_(put_json) struct json_object *root = NULL;
	struct saved_boot *boot;
	const char *wrong;
	int r;

	*ret_error = NULL;
	if (size > SAVED_BOOT_READ_MAX) {
		*ret_error = strdup("too large for a saved boot");
		return -EBADMSG;
	}
	r = json_parse(text, size, &root, ret_error);
	if (r < 0)
		return r;
	boot = saved_boot_new();
	wrong = read_root(boot, root);
	if (wrong) {
		saved_boot_free(boot);
		*ret_error = strdup(wrong);
		return -EBADMSG;
	}
	*ret_boot = boot;
	return 0;
}

size_t saved_boot_add_measure_log(struct saved_boot *boot, const char *text, size_t size)
{
	static const char separator = 0x1e;
	const char *end = text + size;
	size_t passed_over = 0;

	while (text < end) {
		const char *start = memchr(text, separator, (size_t)(end - text)), *stop;
		_cleanup_(put_json) struct json_object *root = NULL;
		char *record, *error = NULL;

		if (!start)
			break;
		start++;
		stop = memchr(start, separator, (size_t)(end - start));
		text = stop ? stop : end;
		record = strndup(start, (size_t)(text - start));
		if (!record)
			abort();
		if (json_parse(record, strlen(record), &root, &error) < 0 ||
		    !read_record(boot, root))
			passed_over++;
		free(record);
		free(error);
	}
	return passed_over;
}
