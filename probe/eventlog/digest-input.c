/* SPDX-License-Identifier: BSD-2-Clause */
/* Over which part of its data firmware and boot loaders take an event's digest. */
#include "digest-input.h"

#include <string.h>

#include "describe-variable.h"
#include "types.h"

static const uint8_t separator_error[] = { 1, 0, 0, 0 };
static const uint8_t nul[1];

static void add_pair(struct digest_inputs *inputs, struct span a, struct span b)
{
	for (size_t i = 0; i < inputs->n; i++) {
		const struct digest_input *input = &inputs->input[i];

		if (input->a.p == a.p && input->a.size + input->b.size == a.size + b.size)
			return;
	}
	inputs->input[inputs->n++] = (struct digest_input){ a, b };
}

static void add(struct digest_inputs *inputs, struct span bytes)
{
	add_pair(inputs, bytes, (struct span){ 0 });
}

/* Strings are measured with and without their NUL (of UTF-16: two bytes), both are seen. */
static struct span without_nul(struct span text)
{
	for (int i = 0; i < 2 && text.size && !text.p[text.size - 1]; i++)
		text.size--;
	return text;
}

static struct span behind(struct span text, const char *mark)
{
	size_t n = strlen(mark);

	for (size_t i = 0; i + n <= text.size; i++)
		if (!memcmp(text.p + i, mark, n))
			return (struct span){ text.p + i + n, text.size - i - n };
	return text;
}

/* A section of a unified kernel image: its name in UTF-16 is logged, and measured in ASCII with its NUL. */
static void add_section_name(struct digest_inputs *inputs, struct span data)
{
	size_t n = data.size / 2;

	if (data.size % 2 || n < 2 || n > sizeof(inputs->ascii) || le16(data.p) != '.' ||
	    le16(data.p + data.size - 2))
		return;
	for (size_t i = 0; i < n; i++) {
		if (le16(data.p + 2 * i) > 0x7e)
			return;
		inputs->ascii[i] = (uint8_t)le16(data.p + 2 * i);
	}
	add(inputs, (struct span){ inputs->ascii, n });
}

/*
 * GRUB measures what stands behind a word for its kind: "grub_cmd: X" and "kernel_cmdline: X" without
 * the NUL; in Red Hat's line "grub_cmd X" with it and "grub_kernel_cmdline X" without, some builds of
 * which log one byte more than there is.
 */
static void add_grub(struct digest_inputs *inputs, struct span data)
{
	const uint8_t *end = data.size ? memchr(data.p, 0, data.size) : NULL;
	struct span text = data;

	add(inputs, behind(without_nul(data), ": "));
	if (!end || data.size < 5 || memcmp(data.p, "grub_", 5) != 0)
		return;
	text.size = (size_t)(end - data.p);
	if (data.size - text.size > 2)
		return;
	text = behind(text, " ");
	add(inputs, text);
	text.size++;
	add(inputs, text);
}

static void add_variable(struct digest_inputs *inputs, const struct eventlog *log, uint32_t type,
			 struct span data)
{
	struct efi_variable variable;

	/* TPM 1.2 firmware measures a variable's value alone; so does some of today's with BOOT. */
	if ((type == EV_EFI_VARIABLE_BOOT || log->format == EVENTLOG_SHA1) &&
	    efi_variable_parse(data, &variable))
		add(inputs, variable.value);
	/* shim logged one byte more than it measured, until its commit 8a27a48. */
	if (type == EV_EFI_VARIABLE_AUTHORITY && data.size)
		add(inputs, (struct span){ data.p, data.size - 1 });
}

void eventlog_digest_inputs(const struct eventlog *log, const struct eventlog_event *event,
			    struct digest_inputs *inputs)
{
	struct span data = { event->data, event->size };

	inputs->n = 0;
	if (eventlog_digest_rule(event->type) == DIGEST_ELSEWHERE)
		return;
	add(inputs, data);
	switch (event->type) {
	case EV_SEPARATOR: /* with an error the data tell which, and this is measured */
		add(inputs, (struct span){ separator_error, sizeof(separator_error) });
		break;
	case EV_EFI_VARIABLE_DRIVER_CONFIG:
	case EV_EFI_VARIABLE_BOOT:
	case EV_EFI_VARIABLE_AUTHORITY:
		add_variable(inputs, log, event->type, data);
		break;
	case EV_EVENT_TAG:
		if (data.size >= 8 && le32(data.p + 4) <= data.size - 8)
			add(inputs, (struct span){ data.p + 8, le32(data.p + 4) });
		break;
	case EV_IPL:
		add(inputs, without_nul(data));
		add_grub(inputs, data);
		add_section_name(inputs, data);
		/* systemd-boot leaves the last NUL of a command line in UTF-16 out of the log. */
		if (data.size % 2)
			add_pair(inputs, data, (struct span){ nul, sizeof(nul) });
		break;
	case EV_ACTION:
	case EV_EFI_ACTION:
	case EV_OMIT_BOOT_DEVICE_EVENTS:
	case EV_POST_CODE:
		add(inputs, without_nul(data));
		break;
	default:
		break;
	}
}
