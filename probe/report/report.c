/* SPDX-License-Identifier: BSD-2-Clause */
/* Making a report and setting its facts. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "fields.h"

struct report *report_new(void)
{
	struct report *report = calloc(1, sizeof(*report));

	if (!report)
		abort();
	record_add_parts(&report->arena, &report_type, report);
	fact_set_text(report, &report->schema, REPORT_SCHEMA);
	return report;
}

void report_free(struct report *report)
{
	if (!report)
		return;
	arena_clear(&report->arena);
	free(report);
}

struct tpm_report *report_add_tpm(struct report *report)
{
	/*
	 * A list moves as it grows, and callers keep the pointer: room for all at once. It costs
	 * addresses, not memory, until it is used.
	 */
	if (!report->tpms.capacity) {
		report->tpms.capacity = REPORT_MAX_TPMS;
		report->tpms.items =
			arena_alloc(&report->arena, REPORT_MAX_TPMS * sizeof(struct tpm_report));
	}
	if (report->tpms.count == report->tpms.capacity)
		return NULL;
	return record_append(&report->arena, &report->tpms, &tpm_report_type);
}

struct tpm_report *report_tpm(const struct report *report, size_t i)
{
	return i < report->tpms.count ? (struct tpm_report *)report->tpms.items + i : NULL;
}

size_t report_count_tpms(const struct report *report)
{
	return report->tpms.count;
}

void tpm_report_init(struct report *report, struct tpm_report *tpm, const struct tpm_report *from)
{
	*tpm = (struct tpm_report){ 0 };
	if (from)
		record_copy(&report->arena, &tpm_report_type, tpm, from);
	else
		record_add_parts(&report->arena, &tpm_report_type, tpm);
}

const struct node *tpm_report_node(const struct tpm_report *tpm, const char *class_name)
{
	const struct node *nodes = tpm->nodes.items;

	for (size_t i = 0; i < tpm->nodes.count; i++) {
		if (text_is(&nodes[i].class_name, class_name))
			return &nodes[i];
	}
	return NULL;
}

void fact_set_text(struct report *report, struct text_fact *fact, const char *text)
{
	fact->fact = FACT_ABSENT;
	if (!text)
		return;
	fact_set_bytes(report, fact, text, strlen(text));
}

void fact_set_bytes(struct report *report, struct text_fact *fact, const void *bytes, size_t size)
{
	fact->fact = (struct fact){ .presence = PRESENCE_PRESENT };
	fact->value = arena_clean(&report->arena, bytes, size);
}

void fact_set_value(struct report *report, struct text_fact *fact, const char *value, size_t size)
{
	size_t n = size;

	while (n && strchr(" \t\n\v\f\r", value[n - 1]))
		n--;
	fact_set_bytes(report, fact, value, n);
	if (n < size)
		fact->value =
			arena_printf(&report->arena, "%s%*s", fact->value, (int)(size - n), "");
}
