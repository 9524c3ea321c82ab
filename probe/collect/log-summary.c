/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What people look for first in an event log: Secure Boot and its owners, what was started and the
 * authorities that accepted it, boot loader, kernel and command line. Only what events say.
 */
#include "log-summary.h"

#include <inttypes.h>
#include <string.h>

#include "event-log.h"
#include "eventlog.h"

static void add_row(struct report *report, struct event_log *event_log, const char *title,
		    const char *text, const struct boot_event *event)
{
	struct summary_row *row = list_append(&report->arena, &event_log->summary, sizeof(*row));

	fact_set_text(report, &row->title, title);
	fact_set_text(report, &row->text, text);
	row->event.fact = FACT_ABSENT;
	if (event)
		row->event = FACT_NUMBER(event->number.value);
}

static const char *behind(const char *text, const char *start)
{
	size_t n = strlen(start);

	return strncmp(text, start, n) ? NULL : text + n;
}

/* Variables whose text is shown as it is. */
static void add_variable(struct report *report, struct event_log *event_log,
			 const struct boot_event *event, const char *text)
{
	static const struct {
		const char *start, *title;
	} variables[] = {
		{ "SecureBoot: ", "Secure Boot" },
		{ "PK: ", "PK" },
		{ "KEK: ", "KEK" },
		{ "db (image security): ", "db" },
		{ "SbatLevel (shim): ", "SBAT level" },
		{ "MokListTrusted (shim): ", "MokListTrusted" },
		{ "MokSBState (shim): ", "MokSBState" },
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = behind(text, variables[i].start);

		/* Authorities are shown with what they allowed. */
		if (value && !(event->type.value == EV_EFI_VARIABLE_AUTHORITY &&
			       !strcmp(variables[i].title, "db")))
			add_row(report, event_log, variables[i].title, value, event);
	}
}

static bool is_authority(const struct boot_event *event, const char *text)
{
	return event->type.value == EV_EFI_VARIABLE_AUTHORITY &&
	       (behind(text, "db (") || behind(text, "Shim (") || behind(text, "MokList") ||
		behind(text, "vendor_db"));
}

static void add_ipl(struct report *report, struct event_log *event_log,
		    const struct boot_event *event, const char *text, bool *grub)
{
	const char *line = behind(text, "kernel_cmdline: ");

	line = line ? line : behind(text, "grub_kernel_cmdline ");
	if (!*grub && (behind(text, "grub_") || line)) {
		add_row(report, event_log, "Boot loader", "GRUB", event);
		*grub = true;
	}
	if (behind(text, "MokList"))
		add_row(report, event_log, "MOK", text, event);
	if (line) {
		size_t n = strcspn(line, " ");

		add_row(report, event_log, "Kernel", arena_strndup(&report->arena, line, n), event);
		line += n + strspn(line + n, " ");
	} else if (!*grub && (strstr(text, "root=") || strstr(text, "initrd="))) {
		add_row(report, event_log, "Boot loader", "systemd-boot", event);
		line = text;
	}
	if (line)
		add_row(report, event_log, "Command line", line, event);
}

/* PCRs 0 to 7 into which the log has nothing, of the first bank. */
static void add_empty(struct report *report, struct event_log *event_log)
{
	const struct replayed_pcr *pcrs = event_log->pcrs.items;
	struct arena_text list = { .arena = &report->arena };

	for (size_t i = 0; i < event_log->pcrs.count; i++)
		if (text_is(&pcrs[i].bank, pcrs[0].bank.value) && !pcrs[i].events.value)
			arena_text_add(&list, ", ",
				       arena_printf(&report->arena, "%" PRIu64,
						    pcrs[i].index.value));
	if (list.text)
		add_row(report, event_log, "PCRs without an event", list.text, NULL);
}

void summarize_boot(struct report *report, struct event_log *event_log)
{
	const struct boot_event *events = event_log->events.items;
	bool grub = false, windows = false, txt = false;

	event_log->summary.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < event_log->events.count; i++) {
		const struct boot_event *event = &events[i];
		const char *text = text_of(&event->description, "");
		const char *type = text_of(&event->type_name, "");

		txt |= behind(type, "EVTYPE_") != NULL;
		add_variable(report, event_log, event, text);
		/* Firmware logs an authority ahead of what it accepted or behind it: the order is the log's. */
		if (is_authority(event, text))
			add_row(report, event_log, "Accepted by", text, event);
		if (event->type.value == EV_EFI_BOOT_SERVICES_APPLICATION)
			add_row(report, event_log, "Started", text, event);
		if (event->type.value == EV_IPL)
			add_ipl(report, event_log, event, text, &grub);
		if (!windows && behind(text, "Windows: ")) {
			add_row(report, event_log, "Boot loader", "Windows Boot Manager", event);
			windows = true;
		}
	}
	add_row(report, event_log, "Intel TXT", txt ? "launched" : "no event", NULL);
	add_empty(report, event_log);
}
