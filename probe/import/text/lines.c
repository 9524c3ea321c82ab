/* SPDX-License-Identifier: BSD-2-Clause */
/* Cutting text into lines, and these into keys and values. */
#include "lines.h"

#include <ctype.h>
#include <string.h>

#include "prefixes.h"

/* What people write behind a value: "# Not set", "// Infineon", "<- here". */
static struct slice without_note(struct slice value)
{
	static const char *const notes[] = { "#", "//", "<-", "<=", "\xe2\x86\x90" };

	for (size_t i = 1; i < value.size; i++)
		for (size_t j = 0;
		     is_blank(value.bytes[i - 1]) && j < sizeof(notes) / sizeof(notes[0]); j++)
			if (value.size - i >= strlen(notes[j]) &&
			    !memcmp(value.bytes + i, notes[j], strlen(notes[j])))
				return slice_trim((struct slice){ value.bytes, i });
	return value;
}

void line_cut(struct text_line *line, struct slice whole)
{
	const char *colon;

	line->whole = line->key = whole;
	line->dash = slice_skip(&line->key, "-");
	if (line->dash)
		line->key = slice_trim(line->key);
	colon = memchr(line->key.bytes, ':', line->key.size);
	line->value = (struct slice){ whole.bytes + whole.size, 0 };
	line->colon = colon;
	if (colon) {
		line->value.size = (size_t)(line->value.bytes - (colon + 1));
		line->value.bytes = colon + 1;
		line->key.size = (size_t)(colon - line->key.bytes);
	}
	line->key = slice_trim(line->key);
	line->value = slice_trim(line->value);
	if (line->value.size && line->value.bytes[0] != '"')
		line->value = without_note(line->value);
	if (line->value.size >= 2 && line->value.bytes[0] == '"' &&
	    line->value.bytes[line->value.size - 1] == '"')
		line->value = (struct slice){ line->value.bytes + 1, line->value.size - 2 };
}

/* The next line as it stands, trimmed. False at the end. */
static bool next_raw(struct lines *lines, struct slice *ret_whole)
{
	const char *newline, *stop;

	if (lines->next >= lines->end)
		return false;
	newline = memchr(lines->next, '\n', (size_t)(lines->end - lines->next));
	stop = newline ? newline : lines->end;
	*ret_whole = slice_trim((struct slice){ lines->next, (size_t)(stop - lines->next) });
	lines->number++;
	lines->next = newline ? newline + 1 : lines->end;
	return true;
}

/* Of a word without anything that ends it nobody knows whether it is whole, if it is a number. */
static bool is_open_number(struct slice word)
{
	struct slice digits = word;
	bool hex = slice_skip(&digits, "0x");

	if (hex ? digits.size >= 8 : !word.size || !isdigit((unsigned char)word.bytes[0]))
		return false;
	for (size_t i = 0; i < digits.size; i++)
		if (hex ? !isxdigit((unsigned char)digits.bytes[i])
			: !isdigit((unsigned char)digits.bytes[i]) && digits.bytes[i] != '.')
			return false;
	return true;
}

void lines_begin(struct lines *lines, const char *text, size_t size)
{
	struct slice word = { text + size, 0 };

	*lines = (struct lines){ .next = text, .end = text + size };
	while (word.bytes > text && word.bytes[-1] != '\n' && !is_blank(word.bytes[-1]))
		word.bytes--, word.size++;
	if (word.size && memchr(text, '\n', size) && is_open_number(word)) {
		lines->end = word.bytes;
		lines->cut = true;
	}
	lines->numbered = has_line_numbers(lines->next, (size_t)(lines->end - lines->next));
}

bool lines_next(struct lines *lines, struct text_line *ret_line)
{
	struct slice whole;

	for (;;) {
		struct text_line line = { 0 };
		struct prefixes prefixes;

		if (lines->rest.size) {
			whole = lines->rest;
			line.program = lines->rest_program;
		} else {
			if (!next_raw(lines, &whole))
				return false;
			whole = strip_prefixes(whole, lines->numbered, &prefixes);
			line.program = prefixes.program;
			line.command = prefixes.command;
			lines->rest_program = line.program;
		}
		line.number = lines->number;
		if (line.command.size) {
			lines->rest.size = 0;
			line_cut(&line, whole);
		} else {
			lines->rest = split_line(&whole);
			if (!whole.size || whole.bytes[0] == '#' || slice_is(whole, "---"))
				continue;
			line_cut(&line, whole);
		}
		line.last = lines->next >= lines->end && !lines->rest.size;
		*ret_line = line;
		return true;
	}
}
