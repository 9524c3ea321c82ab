/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A TPM whose answers are the input: for each command, one byte says how many follow (times four),
 * bit 7 that they are the parameters of a response with code 0, to which the header and the
 * capability asked for are put by us. At the end of the input the transport fails.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "collect-tpm.h"
#include "collect.h"
#include "fake_tcti.h"
#include "tpm-connection.h"
#include "field.h"
#include "fields.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *data;
	size_t size;
};

static TSS2_RC answer(void *arg, const uint8_t *command, size_t command_size, uint8_t *response,
		      size_t *ret_size)
{
	struct input *input = arg;
	size_t n;
	bool framed;

	if (!input->size)
		return TSS2_TCTI_RC_IO_ERROR;
	framed = *input->data & 0x80;
	n = (*input->data & 0x7f) * 4U;
	input->data++;
	input->size--;
	if (n > input->size)
		n = input->size;
	if (framed) {
		*ret_size = fake_response(response, 0, input->data, n);
		if (fake_get32(command + 6) == TPM2_CC_GetCapability && command_size >= 14 &&
		    n >= 5)
			memcpy(response + 11, command + 10, 4);
	} else {
		memcpy(response, input->data, n);
		*ret_size = n;
	}
	input->data += n;
	input->size -= n;
	return TSS2_RC_SUCCESS;
}

/* Every text that is known has a value: renderers rely on it. */
static void check_record(const struct record_type *type, const void *record)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct fact *fact = field_fact(field, record);
		const struct list_fact *list = (const struct list_fact *)fact;

		if (!fact)
			check_record(field->record, field_member(field, record));
		else if ((field->type == FIELD_TEXT || field->type == FIELD_ENUM) &&
			 fact_known(fact) && !((const struct text_fact *)fact)->value)
			abort();
		for (size_t n = 0; field->type == FIELD_RECORDS && n < list->count; n++)
			check_record(field->record,
				     (const char *)list->items + n * field->record->size);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct fake_tcti fake = { .answer = answer, .arg = &input };
	struct report *report;
	struct tpm *tpm;

	/* tpm2-tss tells every malformed structure on stderr. */
	setenv("TSS2_LOG", "all+none", 1);
	fake_tcti_use(&fake);
	if (tpm_open("fake", -1, &tpm) != TSS2_RC_SUCCESS)
		abort();
	report = report_new();
	collect_tpm(report, report_add_tpm(report), tpm,
		    COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_PCRS | COLLECT_KEYS);
	check_record(&report_type, report);
	report_free(report);
	tpm_close(tpm);
	return 0;
}
