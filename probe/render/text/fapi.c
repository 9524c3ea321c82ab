/* SPDX-License-Identifier: BSD-2-Clause */
/* The feature API's configuration: what it says, its lines that do not do, the rules about it. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "text-doctor.h"
#include "field.h"
#include "fields.h"
#include "host.h"
#include "stack.h"
#include "text.h"

/* The fields that a person wants to see, in the field table's order. */
static void print_facts(const struct report *report, FILE *out)
{
	static const char *const keys[] = { "config",	    "tcti",	   "profile_name",
					    "profile",	    "key_type",	   "ek_cert_less",
					    "system_dir",   "system_mode", "system_owner",
					    "system_group", "user_dir",	   "log_dir",
					    "srk_file" };
	struct arena arena = { 0 };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct field *field = record_field(&fapi_type, keys[i]);

		fprintf(out, "  %-15s %s\n", field->label,
			text_of_field(&arena, field, &report->host->fapi));
	}
	arena_clear(&arena);
}

static void print_faults(const struct report *report, const struct text_options *options, FILE *out)
{
	const struct fapi *fapi = &report->host->fapi;
	const struct fapi_fault *faults = fapi->faults.items;

	for (size_t i = 0; i < fapi->faults.count; i++) {
		bool fatal = is_set(&faults[i].fatal);

		fprintf(out, "\n%s%s:%" PRIu64 "%s: %s%s%s%s\n",
			text_escape(options, fatal ? "\033[1;31m" : "\033[33m"),
			text_of(&fapi->config, "-"), faults[i].line.value,
			text_escape(options, TEXT_PLAIN), text_of(&faults[i].key, ""),
			fact_known(&faults[i].key.fact) ? ": " : "", text_of(&faults[i].text, "-"),
			fatal ? " (refused)" : "");
		if (fact_known(&faults[i].expected.fact))
			fprintf(out, "    expected: %s\n", faults[i].expected.value);
	}
}

int render_text_fapi(const struct report *report, const struct text_options *options, FILE *out)
{
	text_warn_simulator(report, out);
	if (!fact_known(&report->findings.fact))
		return 0;
	print_facts(report, out);
	print_faults(report, options, out);
	fputc('\n', out);
	text_findings(report, options, out);
	return ferror(out) ? -EIO : 0;
}
