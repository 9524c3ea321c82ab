/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of events, by type. */
#include "event-name.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "describe.h"
#include "describe-efi.h"
#include "describe-variable.h"
#include "text-buffer.h"

enum { NAME_SIZE = 512, TEXT_SIZE = 8192 };

static const char *clean(struct arena *arena, const char *text)
{
	return arena_clean(arena, text, strlen(text));
}

static const char *variable_name(struct arena *arena, struct span data)
{
	struct efi_variable variable;
	struct text_buffer out;
	char name[NAME_SIZE];

	if (!efi_variable_parse(data, &variable)) {
		/* Only its beginning was kept: the name stands ahead of the value. */
		size_t whole = data.size;
		uint64_t length = whole >= 32 ? le64(data.p + 16) : 0;

		if (whole < 32 || length > (whole - 32) / 2)
			return "";
		variable.name = (struct span){ data.p + 32, (size_t)length * 2 };
	}
	text_buffer_start(&out, name, sizeof(name));
	text_buffer_add_utf16(&out, variable.name);
	return clean(arena, name);
}

/* The file's path, where the device path ends with one. */
static const char *image_name(struct arena *arena, struct span data)
{
	struct text_buffer out;
	char path[NAME_SIZE];
	const char *file;

	text_buffer_start(&out, path, sizeof(path));
	if (!describe_image(&out, data))
		return "";
	file = strchr(path, '\\');
	return clean(arena, file ? file : path);
}

const char *boot_event_text(struct arena *arena, const struct eventlog_event *event)
{
	_cleanup_free_ char *text = malloc(TEXT_SIZE);
	struct text_buffer out;

	if (!text)
		abort();
	text_buffer_start(&out, text, TEXT_SIZE);
	if (!text_buffer_add_text(&out, (struct span){ event->data, event->size }))
		return NULL;
	return clean(arena, text);
}

/* GRUB's "kernel_cmdline: ...", "grub_cmd: linux ...", "module_cmdline: ..." and the same with "grub_". */
static const char *grub_arguments(const char *text)
{
	static const char *const prefixes[] = { "kernel_cmdline: ",	"module_cmdline: ",
						"grub_kernel_cmdline ", "grub_cmd: linux ",
						"grub_cmd: linuxefi ",	"grub_cmd: linux16 ",
						"grub_cmd linux " };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (!strncmp(text, prefixes[i], strlen(prefixes[i])))
			return text + strlen(prefixes[i]);
	return NULL;
}

const char *boot_event_command_line(uint32_t pcr, const char *text)
{
	const char *arguments = grub_arguments(text);

	if (arguments)
		return arguments;
	/* systemd's stub and boot loader: the command line alone, beside names of files. */
	if (pcr == 12 && strpbrk(text, " ="))
		return text;
	return NULL;
}

/* "grub_cmd: linux": which command of GRUB's it is; "kernel_cmdline". */
static const char *boot_loader_name(struct arena *arena, uint32_t pcr, const char *text)
{
	if (!strncmp(text, "grub_cmd: ", 10))
		return arena_strndup(arena, text, 10 + strcspn(text + 10, " "));
	if (!strncmp(text, "grub_cmd ", 9))
		return arena_strndup(arena, text, 9 + strcspn(text + 9, " "));
	if (grub_arguments(text))
		return arena_strndup(arena, text, strcspn(text, ": "));
	return boot_event_command_line(pcr, text) ? "kernel command line" : text;
}

/* What stands ahead of the data of a tagged event. */
static const char *tag_name(struct arena *arena, const struct eventlog_event *event)
{
	char text[NAME_SIZE];
	struct eventlog log = { 0 };
	size_t length;

	if (!eventlog_describe(&log, event, text, sizeof(text)))
		return "";
	length = strcspn(text, ":");
	return arena_clean(arena, text, length);
}

/* A text behind its length, of up to 255 bytes. */
static const char *counted_name(struct arena *arena, struct span data)
{
	const uint8_t *size = span_take(&data, 1), *text = size ? span_take(&data, *size) : NULL;
	struct text_buffer out;
	char name[NAME_SIZE];

	text_buffer_start(&out, name, sizeof(name));
	if (!text || !text_buffer_add_text(&out, (struct span){ text, *size }))
		return "";
	return clean(arena, name);
}

const char *boot_event_name(struct arena *arena, const struct eventlog_event *event)
{
	struct span data = { event->data, event->size };
	const char *text;

	switch (event->type) {
	case EV_EFI_VARIABLE_DRIVER_CONFIG:
	case EV_EFI_VARIABLE_BOOT:
	case EV_EFI_VARIABLE_BOOT2:
	case EV_EFI_VARIABLE_AUTHORITY:
	case EV_EFI_SPDM_DEVICE_POLICY:
	case EV_EFI_SPDM_DEVICE_AUTHORITY:
		return variable_name(arena, data);
	case EV_EFI_BOOT_SERVICES_APPLICATION:
	case EV_EFI_BOOT_SERVICES_DRIVER:
	case EV_EFI_RUNTIME_SERVICES_DRIVER:
		return image_name(arena, data);
	case EV_EVENT_TAG:
		return tag_name(arena, event);
	case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
	case EV_EFI_HANDOFF_TABLES2:
		return counted_name(arena, data);
	case EV_IPL:
	case EV_ACTION:
	case EV_EFI_ACTION:
		text = boot_event_text(arena, event);
		return !text		       ? ""
		       : event->type == EV_IPL ? boot_loader_name(arena, event->pcr, text)
					       : text;
	default:
		return "";
	}
}
