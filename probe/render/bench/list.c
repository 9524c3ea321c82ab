/* SPDX-License-Identifier: BSD-2-Clause */
/* bench --list: the operations that there are. */

#include "bench-render.h"
#include "bench.h"
#include "text.h"

int render_bench_list(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "OPERATION", "TIER", "COMMAND", "WHAT IT DOES" };
	const struct bench_choice *choices = report->benchmark->choices.items;
	struct libscols_table *table = text_table(options, out, headings, 4);

	for (size_t i = 0; table && i < report->benchmark->choices.count; i++) {
		const char *cells[] = { text_or(&choices[i].name, "-"),
					text_or(&choices[i].tier, "-"),
					text_or(&choices[i].command, "-"),
					text_or(&choices[i].help, "-") };

		text_line(table, NULL, cells, 4);
	}
	return text_table_end(table);
}
