/* SPDX-License-Identifier: BSD-2-Clause */
/* What changed, in words, by the type of the record. */
#include "change-text.h"

#include <fnmatch.h>
#include <string.h>

#include "causes.h"
#include "describe-variable.h"
#include "event-name.h"
#include "key-list-difference.h"
#include "program-name.h"
#include "types.h"
#include "word-difference.h"

enum { MAX_QUOTED = 160 };

static const struct boot_record *either(const struct boot_change *change)
{
	return change->now ? change->now : change->then;
}

/* Not longer than a line or two. */
static const char *quote(struct arena *arena, const char *text)
{
	size_t n = strlen(text);

	if (n <= MAX_QUOTED)
		return text;
	for (n = MAX_QUOTED; n && ((unsigned char)text[n] & 0xc0) == 0x80;)
		n--;
	return arena_printf(arena, "%.*s...", (int)n, text);
}

/* "THING is new", "THING is gone", "THING: A -> B" or "THING changed". */
static const char *plain(struct arena *arena, const struct boot_change *change, const char *thing)
{
	const char *then, *now;

	switch (change->kind) {
	case BOOT_ADDED:
		return arena_printf(arena, "%s is new", thing);
	case BOOT_REMOVED:
		return arena_printf(arena, "%s is gone", thing);
	case BOOT_MOVED:
		return arena_printf(
			arena, "%s is unchanged, but comes at another place in the order", thing);
	case BOOT_CHANGED:
		break;
	}
	then = boot_record_description(arena, change->then);
	now = boot_record_description(arena, change->now);
	if (!strcmp(then, now) || !*then || !*now)
		return arena_printf(arena, "%s changed", thing);
	return arena_printf(arena, "%s: %s -> %s", thing, quote(arena, then), quote(arena, now));
}

static bool is_variable(uint32_t type)
{
	return type == EV_EFI_VARIABLE_DRIVER_CONFIG || type == EV_EFI_VARIABLE_BOOT ||
	       type == EV_EFI_VARIABLE_BOOT2 || type == EV_EFI_VARIABLE_AUTHORITY ||
	       type == EV_EFI_SPDM_DEVICE_POLICY || type == EV_EFI_SPDM_DEVICE_AUTHORITY;
}

static bool read_variable(const struct boot_record *record, struct efi_variable *ret_variable)
{
	return efi_variable_parse((struct span){ record->event->data, record->event->size },
				  ret_variable);
}

static bool is_key_list(const char *name)
{
	static const char *const names[] = { "PK",  "KEK", "db",      "dbx",
					     "dbt", "dbr", "MokList", "MokListX" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static const char *key_list_text(struct arena *arena, const struct boot_change *change)
{
	const char *name = either(change)->name, *difference = NULL;
	const struct saved_boot *then_boot = change->then->boot, *now_boot = change->now->boot;
	size_t then_size = then_boot->cut[change->then->number];
	size_t now_size = now_boot->cut[change->now->number];
	struct efi_variable then, now;

	if (read_variable(change->then, &then) && read_variable(change->now, &now))
		difference = key_list_difference(arena, then.value, now.value);
	if (!difference && then_size != now_size)
		difference = arena_printf(arena, "%zu bytes %s",
					  now_size > then_size ? now_size - then_size
							       : then_size - now_size,
					  now_size > then_size ? "more" : "fewer");
	return difference ? arena_printf(arena, "%s updated: %s", name, difference)
			  : arena_printf(arena, "%s updated", name);
}

/* "Boot0003 "ubuntu"": the description alone, without the device. */
static const char *boot_entry_name(struct arena *arena, const struct boot_record *record)
{
	const char *text = boot_record_description(arena, record);
	const char *start = strchr(text, '"'), *end = start ? strchr(start + 1, '"') : NULL;

	return end ? arena_printf(arena, "boot entry %s %.*s", record->name, (int)(end + 1 - start),
				  start)
		   : arena_printf(arena, "boot entry %s", record->name);
}

/* What stands behind the variable's name. */
static const char *value_text(struct arena *arena, const struct boot_record *record)
{
	const char *text = boot_record_description(arena, record), *colon = strstr(text, ": ");

	return quote(arena, colon ? colon + 2 : text);
}

static const char *variable_text(struct arena *arena, const struct boot_change *change)
{
	const struct boot_record *record = either(change);
	const char *name = record->name;
	struct efi_variable variable;
	bool boot_entry = !fnmatch("Boot[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]", name, 0);

	if (record->type == EV_EFI_VARIABLE_AUTHORITY)
		return change->kind == BOOT_CHANGED
			       ? arena_printf(arena, "%s verifies a program: %s instead of %s",
					      name, value_text(arena, change->now),
					      value_text(arena, change->then))
			       : plain(arena, change,
				       arena_printf(arena, "verification by %s (%s)", name,
						    value_text(arena, record)));
	if (change->kind != BOOT_CHANGED)
		return plain(arena, change,
			     boot_entry ? boot_entry_name(arena, record)
			     : !strcmp(name, "BootOrder")
				     ? "the boot order"
				     : arena_printf(arena, "variable %s", name));
	if (!strcmp(name, "SecureBoot") && read_variable(change->now, &variable) &&
	    variable.value.size <= 1)
		return variable.value.size && variable.value.p[0] ? "Secure Boot switched on"
								  : "Secure Boot switched off";
	if (!strcmp(name, "BootOrder"))
		return arena_printf(arena, "boot order: %s -> %s", value_text(arena, change->then),
				    value_text(arena, change->now));
	if (is_key_list(name))
		return key_list_text(arena, change);
	if (boot_entry)
		return arena_printf(arena, "%s changed", boot_entry_name(arena, record));
	if (!*name)
		return plain(arena, change, "an EFI variable");
	return arena_printf(arena, "variable %s: %s -> %s", name, value_text(arena, change->then),
			    value_text(arena, change->now));
}

static const char *program_text(struct arena *arena, const struct boot_change *change)
{
	const char *then = change->then ? program_name(arena, change->then->name) : NULL;
	const char *now = change->now ? program_name(arena, change->now->name) : NULL;

	if (change->kind != BOOT_CHANGED || !change->then || !change->now)
		return plain(arena, change, now ? now : then);
	if (strcmp(change->then->name, change->now->name) != 0)
		return strcmp(program_family(then), program_family(now)) != 0
			       ? arena_printf(arena, "%s instead of %s", now, then)
			       : arena_printf(arena, "%s instead of %s", change->now->name,
					      change->then->name);
	return arena_printf(arena, "%s is another version", now);
}

static const char *driver_text(struct arena *arena, const struct boot_change *change)
{
	const struct boot_record *record = either(change);
	const char *thing = record->pci && record->event->pcr == 2
				    ? arena_printf(arena, "option ROM of %s", record->pci)
			    : record->event->pcr == 2 && strstr(record->name, "Pci(")
				    ? arena_printf(arena, "option ROM of %s", record->name)
				    : arena_printf(arena, "firmware driver %s", record->name);

	return change->kind == BOOT_CHANGED ? arena_printf(arena, "%s is another version", thing)
					    : plain(arena, change, thing);
}

/* What boot loaders record: commands, names of files and sections. */
static const char *loader_text(struct arena *arena, const struct boot_change *change)
{
	const struct boot_record *record = either(change);
	const char *text = boot_event_text(arena, record->event);
	const char *then = change->then ? boot_event_text(arena, change->then->event) : NULL;
	const char *now = change->now ? boot_event_text(arena, change->now->event) : NULL;
	const char *then_line = then ? boot_event_command_line(record->event->pcr, then) : NULL;
	const char *now_line = now ? boot_event_command_line(record->event->pcr, now) : NULL;

	if (!text)
		return plain(arena, change, "a boot loader's record");
	if (change->kind == BOOT_CHANGED && then_line && now_line)
		return arena_printf(arena, "kernel command line: %s",
				    word_difference(arena, then_line, now_line));
	if (change->kind == BOOT_CHANGED && !strcmp(text, record->name) && then &&
	    !strcmp(then, text)) {
		const char *thing =
			*text == '.' ? arena_printf(arena, "section %s of the kernel image", text)
				     : quote(arena, text);

		return arena_printf(arena, "%s has other contents", thing);
	}
	if (change->kind == BOOT_CHANGED && then && now)
		return arena_printf(arena, "%s instead of %s", quote(arena, now),
				    quote(arena, then));
	if (then_line || now_line)
		return plain(arena, change,
			     arena_printf(arena, "kernel command line `%s`",
					  quote(arena, now_line ? now_line : then_line)));
	return plain(arena, change, quote(arena, text));
}

/* Linux's EFI stub measures its command line and records only that it does: both boots know what it was. */
static const char *unrecorded_line(struct arena *arena, const struct boot_change *change)
{
	const char *then = change->then->boot->command_line;
	const char *now = change->now->boot->command_line;

	if (!then || !now || !strcmp(then, now))
		return "kernel command line changed; the event log does not record it";
	return arena_printf(arena, "kernel command line: %s",
			    word_difference(arena, arena_clean(arena, then, strlen(then)),
					    arena_clean(arena, now, strlen(now))));
}

static const char *tag_text(struct arena *arena, const struct boot_change *change)
{
	const char *name = either(change)->name;
	const char *then, *now;

	if (change->kind != BOOT_CHANGED)
		return plain(arena, change, *name ? name : "a tagged event");
	then = value_text(arena, change->then);
	now = value_text(arena, change->now);
	if (!fnmatch("*command line*", name, 0))
		return strcmp(then, now) != 0 ? arena_printf(arena, "kernel command line: %s",
							     word_difference(arena, then, now))
					      : unrecorded_line(arena, change);
	return strcmp(then, now) != 0 ? arena_printf(arena, "%s: %s -> %s", name, then, now)
				      : arena_printf(arena, "%s has other contents", name);
}

/* PCR 0: the two firmware versions are worth more than addresses of its volumes. */
static const char *firmware_text(struct arena *arena, const struct boot_change *change)
{
	const struct boot_record *record = either(change);
	const char *then = change->then ? change->then->boot->firmware : NULL;
	const char *now = change->now ? change->now->boot->firmware : NULL;
	const char *thing =
		record->type == EV_S_CRTM_VERSION ? "firmware version" : "firmware code";

	if (then && now && strcmp(then, now) != 0)
		return arena_printf(arena, "firmware %s -> %s",
				    arena_clean(arena, then, strlen(then)),
				    arena_clean(arena, now, strlen(now)));
	if (change->kind != BOOT_CHANGED)
		return plain(arena, change,
			     arena_printf(arena, "%s (%s)", thing,
					  quote(arena, boot_record_description(arena, record))));
	if (record->type != EV_S_CRTM_VERSION)
		return *record->name ? arena_printf(arena, "%s changed: %s", thing, record->name)
				     : arena_printf(arena, "%s changed", thing);
	then = boot_record_description(arena, change->then);
	now = boot_record_description(arena, change->now);
	return strcmp(then, now) != 0 ? arena_printf(arena, "firmware %s -> %s", quote(arena, then),
						     quote(arena, now))
				      : "firmware version changed";
}

static size_t partition_count(const struct boot_record *record, const uint8_t **ret_disk)
{
	struct span data = { record->event->data, record->event->size };
	const uint8_t *header = span_take(&data, 92), *count = span_take(&data, 8);

	*ret_disk = header ? header + 56 : NULL;
	return header && count ? (size_t)le64(count) : 0;
}

static const char *partitions_text(struct arena *arena, const struct boot_change *change)
{
	const uint8_t *then_disk, *now_disk;
	size_t then, now;

	if (change->kind != BOOT_CHANGED)
		return plain(arena, change, "a partition table");
	then = partition_count(change->then, &then_disk);
	now = partition_count(change->now, &now_disk);
	if (then_disk && now_disk && memcmp(then_disk, now_disk, 16) != 0)
		return "partition table of another disk";
	return then != now
		       ? arena_printf(arena, "partition table: %zu -> %zu partitions", then, now)
		       : "partition table: the same number of partitions, other contents";
}

static const char *userspace_text(struct arena *arena, const struct boot_change *change)
{
	const struct boot_record *record = either(change);
	const char *thing =
		arena_printf(arena, "%s `%s`", *record->name ? record->name : "record of userspace",
			     quote(arena, boot_record_description(arena, record)));

	return plain(arena, change, thing);
}

static const char *other_text(struct arena *arena, const struct boot_change *change)
{
	const struct boot_record *record = either(change);
	const char *type = eventlog_type_name(record->type);
	const char *description = boot_record_description(arena, record);

	type = type ? type : arena_printf(arena, "event of type 0x%08x", record->type);
	if (change->kind == BOOT_CHANGED)
		return plain(arena, change, type);
	return plain(arena, change,
		     *description ? arena_printf(arena, "%s (%s)", type, quote(arena, description))
				  : type);
}

const char *boot_change_text(struct arena *arena, const struct boot_change *change)
{
	uint32_t type = either(change)->type;

	if (either(change)->measurement)
		return userspace_text(arena, change);
	if (is_variable(type))
		return variable_text(arena, change);
	switch (type) {
	case EV_EFI_BOOT_SERVICES_APPLICATION:
		return program_text(arena, change);
	case EV_EFI_BOOT_SERVICES_DRIVER:
	case EV_EFI_RUNTIME_SERVICES_DRIVER:
		return driver_text(arena, change);
	case EV_IPL:
		return loader_text(arena, change);
	case EV_EVENT_TAG:
		return tag_text(arena, change);
	case EV_S_CRTM_VERSION:
	case EV_S_CRTM_CONTENTS:
	case EV_POST_CODE:
	case EV_POST_CODE2:
	case EV_EFI_PLATFORM_FIRMWARE_BLOB:
	case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
		return firmware_text(arena, change);
	case EV_EFI_GPT_EVENT:
	case EV_EFI_GPT_EVENT2:
		return partitions_text(arena, change);
	case EV_EFI_HANDOFF_TABLES:
	case EV_EFI_HANDOFF_TABLES2:
		return change->kind == BOOT_CHANGED
			       ? arena_printf(arena, "tables of the firmware%s%s changed",
					      *either(change)->name ? ": " : "",
					      either(change)->name)
			       : plain(arena, change, "a list of the firmware's tables");
	case EV_ACTION:
	case EV_EFI_ACTION:
		return change->kind == BOOT_CHANGED
			       ? plain(arena, change, "action")
			       : plain(arena, change,
				       arena_printf(arena, "action `%s`",
						    quote(arena, either(change)->name)));
	default:
		return other_text(arena, change);
	}
}
