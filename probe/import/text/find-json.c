/* SPDX-License-Identifier: BSD-2-Clause */
/* A report of tpm-probe within other text: behind a prompt, in a fence, quoted in a mail. */
#include "find-json.h"

#include <stdlib.h>
#include <string.h>

#include "lines.h"

/* Where the object that begins at text ends, or NULL. */
static const char *object_end(const char *text, const char *end)
{
	size_t depth = 0;
	bool quoted = false;

	for (const char *p = text; p < end; p++) {
		if (quoted && *p == '\\') {
			p++;
		} else if (quoted) {
			quoted = *p != '"';
		} else if (*p == '"') {
			quoted = true;
		} else if (*p == '{') {
			depth++;
		} else if (*p == '}' && !--depth) {
			return p + 1;
		}
	}
	return NULL;
}

bool text_find_json(const char *text, size_t size, char **ret_text, size_t *ret_size)
{
	const char *schema = memmem(text, size, "\"tpm-probe/", 11), *begin, *end;
	struct text_line line;
	struct lines lines;
	char *plain;
	size_t n = 0;

	if (!schema)
		return false;
	plain = malloc(size + 2);
	if (!plain)
		abort();
	/* From the line with the first brace on, without what stands ahead of lines. */
	begin = schema;
	while (begin > text && *begin != '{')
		begin--;
	while (begin > text && begin[-1] != '\n')
		begin--;
	for (lines_begin(&lines, begin, (size_t)(text + size - begin));
	     lines_next(&lines, &line);) {
		memcpy(plain + n, line.whole.bytes, line.whole.size);
		n += line.whole.size;
		plain[n++] = '\n';
	}
	plain[n] = '\0';
	begin = memchr(plain, '{', n);
	end = begin ? object_end(begin, plain + n) : NULL;
	if (!begin) {
		free(plain);
		return false;
	}
	/* One that is cut is given whole: whoever parses it says where it ends. */
	n = (size_t)((end ? end : plain + n) - begin);
	memmove(plain, begin, n);
	plain[n] = '\0';
	*ret_text = plain;
	*ret_size = n;
	return true;
}
