/* SPDX-License-Identifier: BSD-2-Clause */
/* Cutting text into lines, and these into keys and values. */
#include "lines.h"

#include <ctype.h>
#include <string.h>

#include "prefixes.h"

enum {
	LONG_LINE = 200, /* in which more than one thing stands */
	NARROWEST = 32,	 /* to which a text is folded */
};

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

/* A number that may go on: neither a digest nor 32 bits in full. */
static bool is_open_number(struct slice word)
{
	struct slice digits = word;
	bool hex = slice_skip(&digits, "0x");

	if (digits.size >= (hex ? 8 : 40) || !word.size || !isdigit((unsigned char)word.bytes[0]))
		return false;
	for (size_t i = 0; i < digits.size; i++)
		if (hex ? !isxdigit((unsigned char)digits.bytes[i])
			: !isdigit((unsigned char)digits.bytes[i]) && digits.bytes[i] != '.')
			return false;
	return true;
}

/* A word that may go on: nothing closes it, and it is no whole number. */
static bool is_open_word(struct slice word)
{
	struct slice digits = word;
	size_t n = 0, least = slice_skip(&digits, "0x") ? 8 : 40;

	if (!word.size || strchr(")]}\"'>`", word.bytes[word.size - 1]))
		return false;
	while (n < digits.size && isxdigit((unsigned char)digits.bytes[n]))
		n++;
	return n < digits.size || n < least || (n > 8 && n < 40);
}

/*
 * A line as long as the longest, and one behind it that begins like the rest of a number: the text was
 * folded there, and neither half is a value.
 */
static bool is_folded(const struct lines *lines, struct slice whole, size_t width)
{
	struct slice word = { whole.bytes + whole.size, 0 }, next;
	const char *end = memchr(lines->next, '\n', (size_t)(lines->end - lines->next));

	if (width < NARROWEST || width != lines->width || lines->numbered)
		return false;
	while (word.bytes > whole.bytes && !is_blank(word.bytes[-1]))
		word.bytes--, word.size++;
	if (!is_open_number(word) && !slice_is(word, "0x") && !slice_is(word, "0"))
		return false;
	next = (struct slice){ lines->next, (size_t)((end ? end : lines->end) - lines->next) };
	/* The next line's own number is no rest of this one's. */
	if (next.size > 8 && slice_find((struct slice){ next.bytes, 8 }, " |"))
		return false;
	next = slice_until(next, " \t:,;()");
	for (size_t i = 0; i < next.size; i++)
		if (!isxdigit((unsigned char)next.bytes[i]) && !strchr(".xX", next.bytes[i]))
			return false;
	return next.size;
}

static size_t count_characters(struct slice line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.size; i++)
		n += ((unsigned char)line.bytes[i] & 0xc0) != 0x80;
	return n;
}

static size_t find_width(const char *text, const char *end)
{
	size_t width = 0;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;
		size_t n = count_characters((struct slice){ text, (size_t)(stop - text) });

		width = n > width ? n : width;
		text = newline ? newline + 1 : end;
	}
	return width;
}

/* The next line as it stands, trimmed. False at the end. */
static bool next_raw(struct lines *lines, struct slice *ret_whole)
{
	const char *newline, *stop;
	struct slice whole;

	if (lines->next >= lines->end)
		return false;
	newline = memchr(lines->next, '\n', (size_t)(lines->end - lines->next));
	stop = newline ? newline : lines->end;
	whole = (struct slice){ lines->next, (size_t)(stop - lines->next) };
	lines->number++;
	lines->next = newline ? newline + 1 : lines->end;
	if (is_folded(lines, slice_trim(whole), count_characters(whole)))
		while (whole.size && !is_blank(whole.bytes[whole.size - 1]))
			whole.size--;
	*ret_whole = slice_trim(whole);
	return true;
}

void lines_begin(struct lines *lines, const char *text, size_t size)
{
	struct slice word = { text + size, 0 };

	*lines = (struct lines){ .next = text, .end = text + size };
	while (word.bytes > text && word.bytes[-1] != '\n' && !is_blank(word.bytes[-1]))
		word.bytes--, word.size++;
	if (is_open_word(word))
		lines->open = word;
	lines->cut = lines->open.size && (memchr(text, '\n', size) || size > LONG_LINE);
	lines->width = find_width(lines->next, lines->end);
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
			if (!whole.size)
				continue;
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
		line.full = line.whole;
		if (line.last && lines->open.size && line.whole.size >= lines->open.size &&
		    line.whole.bytes + line.whole.size == lines->open.bytes + lines->open.size)
			line_cut(&line,
				 slice_trim((struct slice){ line.whole.bytes,
							    line.whole.size - lines->open.size }));
		*ret_line = line;
		return true;
	}
}
