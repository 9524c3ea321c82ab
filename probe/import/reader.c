/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader.h"

const char *reader_quote(const struct reader *reader, const struct text_line *line)
{
	return arena_clean(&reader->getcap->report->arena, line->whole.bytes,
			   line->whole.size < 60 ? line->whole.size : 60);
}

bool reader_fail(struct reader *reader, const struct text_line *line, const char *what)
{
	reader->error = arena_printf(&reader->getcap->report->arena, "%s: \"%s\"", what,
				     reader_quote(reader, line));
	return true;
}
