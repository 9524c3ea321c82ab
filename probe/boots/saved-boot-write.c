/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON of a boot, with the records of a canonical event log. */
#include "saved-boot-write.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "types.h"

/* What is kept of the records. */
struct extent {
	size_t data; /* bytes of a record's data */
	int bank;    /* of the log; -1: all */
	bool records;
	const struct redactor *redactor; /* NULL: not for others */
};

static struct json_object *checked(struct json_object *object)
{
	if (!object)
		abort();
	return object;
}

static void add(struct json_object *object, const char *key, struct json_object *value)
{
	if (json_object_object_add(object, key, checked(value)) < 0)
		abort();
}

static void append(struct json_object *list, struct json_object *value)
{
	if (json_object_array_add(list, checked(value)) < 0)
		abort();
}

static void add_text(struct json_object *object, const char *key, const char *text)
{
	if (text)
		add(object, key, json_object_new_string(text));
}

static void add_number(struct json_object *object, const char *key, uint64_t number)
{
	add(object, key, json_object_new_uint64(number));
}

static void add_hex(struct json_object *object, const char *key, const uint8_t *bytes, size_t size)
{
	struct arena arena = { 0 };

	add_text(object, key, arena_hex(&arena, bytes, size));
	arena_clear(&arena);
}

static struct json_object *digests(const struct saved_boot *boot, const struct extent *extent,
				   const uint8_t *const values[EVENTLOG_MAX_BANKS])
{
	struct json_object *list = checked(json_object_new_array());

	for (size_t b = 0; b < boot->log.n_banks; b++) {
		struct json_object *item;

		if (!values[b] || (extent->bank >= 0 && (size_t)extent->bank != b))
			continue;
		item = checked(json_object_new_object());
		add_text(item, "hashAlg", boot->log.banks[b].name);
		add_hex(item, "digest", values[b], boot->log.banks[b].size);
		append(list, item);
	}
	return list;
}

static struct json_object *add_record(struct json_object *list, uint32_t pcr, const char *type,
				      struct json_object *digest_list)
{
	struct json_object *record = checked(json_object_new_object());
	struct json_object *content = checked(json_object_new_object());

	add_number(record, "pcr", pcr);
	add_number(record, "recnum", json_object_array_length(list) + 1);
	add(record, "digests", digest_list);
	add_text(record, "content_type", type);
	add(record, "content", content);
	append(list, record);
	return content;
}

static void add_event(struct json_object *list, const struct saved_boot *boot, size_t number,
		      const struct extent *extent)
{
	const struct eventlog_event *event = &boot->log.events[number];
	size_t kept = event->size < extent->data ? event->size : extent->data;
	struct json_object *content =
		add_record(list, event->pcr, "pcclient_std", digests(boot, extent, event->digests));
	const char *name = eventlog_type_name(event->type);
	struct arena arena = { 0 };

	add_text(content, "event_type", name ? name : arena_printf(&arena, "%u", event->type));
	add_hex(content, "event_data", event->data, kept);
	if (kept < boot->cut[number])
		add_number(content, "event_size", boot->cut[number]);
	add_text(content, "pci", boot->pci[number]);
	arena_clear(&arena);
}

static void add_measurement(struct json_object *list, const struct saved_boot *boot,
			    const struct measurement *measurement, const struct extent *extent)
{
	struct json_object *content = add_record(list, measurement->pcr, "systemd",
						 digests(boot, extent, measurement->digests));

	if (!extent->redactor || !strcmp(measurement->kind, "phase"))
		add_text(content, "string", measurement->text);
	if (!extent->redactor)
		add_text(content, "bootId", boot->boot_id);
	if (measurement->timestamp_us)
		add_number(content, "timestamp", measurement->timestamp_us);
	add_text(content, "eventType", *measurement->kind ? measurement->kind : NULL);
}

static struct json_object *records(const struct saved_boot *boot, const struct extent *extent)
{
	struct json_object *list = checked(json_object_new_array());

	for (size_t i = 0; extent->records && i < boot->log.n_events; i++)
		add_event(list, boot, i, extent);
	for (size_t i = 0; extent->records && i < boot->n_measurements; i++)
		add_measurement(list, boot, &boot->measurements[i], extent);
	return list;
}

static struct json_object *pcrs(const struct saved_boot *boot)
{
	struct json_object *banks = checked(json_object_new_object());
	struct arena arena = { 0 };

	for (size_t b = 0; b < boot->n_banks; b++) {
		const struct saved_bank *bank = &boot->banks[b];
		struct json_object *values = checked(json_object_new_object());

		for (uint32_t pcr = 0; pcr < EVENTLOG_PCRS; pcr++)
			if (bank->known >> pcr & 1)
				add_hex(values, arena_printf(&arena, "%u", pcr), bank->values[pcr],
					bank->size);
		add(banks, bank->name, values);
	}
	arena_clear(&arena);
	return banks;
}

static struct json_object *clock_of(const struct saved_boot *boot)
{
	struct json_object *clock = checked(json_object_new_object());

	add_number(clock, "clock_ms", boot->clock_ms);
	add_number(clock, "reset_count", boot->reset_count);
	add_number(clock, "restart_count", boot->restart_count);
	add(clock, "safe", json_object_new_boolean(boot->clock_safe));
	return clock;
}

static struct json_object *volumes(const struct saved_boot *boot)
{
	struct json_object *list = checked(json_object_new_array());

	for (size_t i = 0; i < boot->n_volumes; i++) {
		struct json_object *item = checked(json_object_new_object());

		add_text(item, "name", boot->volumes[i].name);
		add_text(item, "outcome", boot->volumes[i].outcome);
		append(list, item);
	}
	return list;
}

static char *text_within(const struct saved_boot *boot, const struct extent *extent,
			 size_t *ret_size)
{
	struct json_object *root = checked(json_object_new_object());
	struct json_object *tpm = checked(json_object_new_object());
	const bool redacted = extent->redactor;
	struct arena arena = { 0 };
	const char *text;
	char *copy = NULL;
	size_t size;

	add_text(root, "schema", SAVED_BOOT_SCHEMA);
	if (!redacted)
		add_text(root, "boot_id", boot->boot_id);
	if (boot->saved_at)
		add_number(root, "saved_at", boot->saved_at);
	add_text(root, "kernel",
		 redacted && boot->kernel ? redact_text(extent->redactor, &arena, boot->kernel)
					  : boot->kernel);
	if (!redacted)
		add_text(root, "command_line", boot->command_line);
	add_text(root, "firmware", boot->firmware);
	if (boot->secure_boot >= 0)
		add(root, "secure_boot", json_object_new_boolean(boot->secure_boot));
	add_text(tpm, "manufacturer", boot->tpm_manufacturer);
	add_text(tpm, "firmware", boot->tpm_firmware);
	add(root, "tpm", tpm);
	if (boot->has_clock && !redacted)
		add(root, "clock", clock_of(boot));
	add(root, "pcrs", pcrs(boot));
	if (!redacted)
		add(root, "volumes", volumes(boot));
	add(root, "cel", records(boot, extent));
	text = json_object_to_json_string_length(
		root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &size);
	if (!text)
		abort();
	if (size < SAVED_BOOT_MAX_SIZE || !extent->records) {
		copy = malloc(size + 2);
		if (!copy)
			abort();
		memcpy(copy, text, size);
		memcpy(copy + size, "\n", 2);
		*ret_size = size + 1;
	}
	json_object_put(root);
	arena_clear(&arena);
	return copy;
}

/* Of those that are logged, the first in the order in which software prefers them. */
static int best_bank(const struct saved_boot *boot)
{
	int best = 0;

	for (size_t b = 1; b < boot->log.n_banks; b++)
		if (hash_rank(boot->log.banks[b].algorithm) <
		    hash_rank(boot->log.banks[best].algorithm))
			best = (int)b;
	return best;
}

char *saved_boot_text(const struct saved_boot *boot, size_t *ret_size)
{
	static const size_t sizes[] = { SIZE_MAX, 16384, SIZE_MAX, 16384, 4096, 1024, 256, 64, 0 };
	char *text = NULL;

	for (size_t i = 0; !text && i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct extent extent = { sizes[i], i < 2 ? -1 : best_bank(boot), true, NULL };

		text = text_within(boot, &extent, ret_size);
	}
	return text ? text : text_within(boot, &(struct extent){ 0 }, ret_size);
}

char *saved_boot_redacted_text(const struct saved_boot *boot, const struct redactor *redactor,
			       size_t *ret_size)
{
	struct extent extent = { 0, -1, true, redactor };
	char *text = text_within(boot, &extent, ret_size);

	extent.records = false;
	return text ? text : text_within(boot, &extent, ret_size);
}
