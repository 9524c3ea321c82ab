/* SPDX-License-Identifier: BSD-2-Clause */
/* A response code, decoded into the report. */
#include "rc.h"

#include "collect.h"
#include "outcome.h"

static void set_number(struct number_fact *fact, int number)
{
	if (number)
		*fact = FACT_NUMBER(number);
	else
		fact->fact = FACT_ABSENT;
}

void collect_response_code(struct report *report, uint32_t code)
{
	struct response_code *record =
		list_append(&report->arena, &report->response_codes, sizeof(*record));
	struct rc_info info;

	rc_decode(code, &info);
	record->code = FACT_NUMBER(code);
	fact_set_text(report, &record->hex, arena_printf(&report->arena, "0x%08x", code));
	fact_set_text(report, &record->layer, info.layer);
	fact_set_text(report, &record->name,
		      info.name[0] ? arena_strdup(&report->arena, info.name) : NULL);
	fact_set_text(report, &record->text, arena_strdup(&report->arena, info.text));
	fact_set_text(report, &record->meaning, info.meaning);
	fact_set_text(report, &record->remedy, info.remedy);
	set_number(&record->parameter, info.parameter);
	set_number(&record->handle, info.handle);
	set_number(&record->session, info.session);
}
