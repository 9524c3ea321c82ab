/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing answers down. */
#include "unlock-context.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum answer answer_add(struct unlock_context *context, struct volume_binding *record,
		       const char *question, enum answer answer, const char *format, ...)
{
	static const char *const words[] = { "no", "unknown", "not tried", "yes" };
	struct volume_answer *item =
		list_append(&context->report->arena, &record->answers, sizeof(*item));
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	fact_set_text(context->report, &item->question, question);
	fact_set_text(context->report, &item->answer, words[answer]);
	fact_set_text(context->report, &item->evidence, text);
	return answer;
}

void cause_add(struct unlock_context *context, struct volume_binding *record, const char *cause)
{
	if (!list_has(&record->causes, cause))
		*(const char **)list_append(&context->report->arena, &record->causes,
					    sizeof(char *)) = cause;
}

void moment_values_of(const struct unlock_context *context, const struct volume_source *source,
		      struct moment_values *ret_values)
{
	*ret_values = (struct moment_values){ .n_banks = context->tpm->n_banks };
	for (size_t i = 0; i < context->tpm->n_banks; i++) {
		const struct pcr_values *now = &context->tpm->banks[i];

		if (context->at_now)
			ret_values->banks[i] = *now;
		else
			boot_values_at_unlock(context->boot, source, now, &ret_values->banks[i],
					      &ret_values->moved[i]);
	}
}
