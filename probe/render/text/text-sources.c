/* SPDX-License-Identifier: BSD-2-Clause */
#include "text-sources.h"

#include <inttypes.h>

#include "outcome.h"
#include "text.h"

void text_sources(const struct report *report, const struct text_options *options, FILE *out)
{
	const struct response_code *codes = report->response_codes.items;
	const struct source *sources = report->sources.items;

	if (!report->sources.count)
		return;
	fprintf(out, "%smade of%s\n", text_escape(options, TEXT_BOLD),
		text_escape(options, TEXT_PLAIN));
	for (size_t i = 0; i < report->sources.count; i++)
		fprintf(out, "  %s: %" PRIu64 " %s of %s\n", text_of(&sources[i].kind, "-"),
			sources[i].lines.value, sources[i].lines.value == 1 ? "line" : "lines",
			text_of(&sources[i].file, "-"));
	for (size_t i = 0; i < report->response_codes.count; i++)
		fprintf(out, "  %s %s: %s\n", text_of(&codes[i].hex, "-"),
			text_of(&codes[i].name, "unknown"), text_of(&codes[i].text, "-"));
	for (size_t i = 0; i < report->response_codes.count; i++)
		if (fact_known(&codes[i].meaning.fact))
			fprintf(out, "  %s: %s\n", text_of(&codes[i].hex, "-"),
				codes[i].meaning.value);
	fputc('\n', out);
}
