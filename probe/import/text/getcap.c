/* SPDX-License-Identifier: BSD-2-Clause */
/* What several groups of tpm2_getcap come to. */
#include "getcap.h"

#include "capabilities.h"

enum { ALL_PCRS = 24 };

/*
 * tpm2_pcrread prints the banks that are allocated, where it is not told which: two of them, each whole.
 * One may be all that was asked for.
 */
static void take_allocation(struct getcap *getcap)
{
	const struct pcr_bank *banks = getcap->read_banks.items;
	size_t whole = 0;

	for (size_t i = 0; i < getcap->read_banks.count; i++) {
		if (banks[i].selected.count && banks[i].selected.count < ALL_PCRS)
			return;
		whole += banks[i].selected.count >= ALL_PCRS;
	}
	if (whole && getcap->read_banks.count > 1 &&
	    banks[getcap->read_banks.count - 1].selected.count)
		getcap->tpm->capabilities->pcrs = getcap->read_banks;
}

static void append(struct report *report, struct list_fact *list, const struct list_fact *more)
{
	const struct property *properties = more->items;

	for (size_t i = 0; i < more->count; i++)
		*(struct property *)list_append(&report->arena, list, sizeof(*properties)) =
			properties[i];
}

void getcap_end(struct getcap *getcap)
{
	struct capabilities *capabilities = getcap->tpm->capabilities;
	struct report *report = getcap->report;

	record_identity(report, getcap->tpm, &getcap->properties);
	record_properties(report, getcap->tpm, &getcap->properties);
	append(report, &capabilities->properties_fixed, &getcap->unnamed[0]);
	append(report, &capabilities->properties_variable, &getcap->unnamed[1]);
	if (capabilities->pcrs.fact.presence == PRESENCE_NOT_COLLECTED)
		take_allocation(getcap);
}
