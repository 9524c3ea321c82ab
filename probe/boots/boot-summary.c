/* SPDX-License-Identifier: BSD-2-Clause */
/* Facts of one boot. */
#include "boot-summary.h"

#include <string.h>

#include "boots.h"
#include "fields.h"

/* What the TPM did for the volumes, all together. */
static const char *unlocked(const struct saved_boot *boot)
{
	size_t n = 0;

	for (size_t i = 0; i < boot->n_volumes; i++)
		n += !strcmp(boot->volumes[i].outcome, "tpm");
	if (!boot->n_volumes)
		return NULL;
	return n == boot->n_volumes ? "yes" : n ? "in part" : "no";
}

static struct number_fact number(bool known, uint64_t value)
{
	return known ? FACT_NUMBER(value) : (struct number_fact){ .fact = FACT_ABSENT };
}

struct boot *boot_summary_add(struct report *report, const struct saved_boot *from,
			      const char *source)
{
	struct boot *boot = record_append(&report->arena, &report->boots, &boot_type);

	fact_set_text(report, &boot->boot_id, from->boot_id);
	fact_set_text(report, &boot->source, source);
	boot->saved_at = number(from->saved_at, from->saved_at);
	fact_set_text(report, &boot->kernel, from->kernel);
	fact_set_text(report, &boot->firmware, from->firmware);
	boot->secure_boot = number(from->secure_boot >= 0, from->secure_boot > 0);
	fact_set_text(report, &boot->tpm_manufacturer, from->tpm_manufacturer);
	fact_set_text(report, &boot->tpm_firmware, from->tpm_firmware);
	boot->clock_ms = number(from->has_clock, from->clock_ms);
	boot->reset_count = number(from->has_clock, from->reset_count);
	boot->restart_count = number(from->has_clock, from->restart_count);
	boot->changed.fact = FACT_ABSENT;
	fact_set_text(report, &boot->unlocked, unlocked(from));
	boot->volumes.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < from->n_volumes; i++) {
		struct boot_volume *volume =
			record_append(&report->arena, &boot->volumes, &boot_volume_type);

		fact_set_text(report, &volume->name, from->volumes[i].name);
		fact_set_text(report, &volume->outcome, from->volumes[i].outcome);
	}
	return boot;
}
