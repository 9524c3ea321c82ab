/* SPDX-License-Identifier: BSD-2-Clause */
/* Quotation marks, bullets, frames, line numbers, fences, prompts, and the prefixes of logs. */
#include "prefixes.h"

#include <ctype.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number at the beginning of a line that is none of its own; 0: there is none. */
static size_t number_prefix(struct slice line, uint64_t *ret_number)
{
	size_t n = 0;

	*ret_number = 0;
	while (n < line.size && n < 7 && is_digit(line.bytes[n]))
		*ret_number = *ret_number * 10 + (uint64_t)(line.bytes[n++] - '0');
	if (!n || n == line.size || !strchr(":.|)\t ", line.bytes[n]))
		return 0;
	return n;
}

static struct slice behind_number(struct slice line, size_t n)
{
	struct slice rest = slice_trim(slice_from(line, n));

	if (rest.size && strchr(":.|)", rest.bytes[0]))
		rest = slice_from(rest, 1);
	return slice_trim(rest);
}

/* "0 : 0x..." is a PCR and its digest. */
static bool is_pcr(struct slice rest)
{
	size_t n = 0;

	if (slice_skip(&rest, "0x"))
		return true;
	while (n < rest.size && isxdigit((unsigned char)rest.bytes[n]))
		n++;
	return n >= 40 || (n == 2 && rest.size > n && rest.bytes[n] == ' ');
}

bool has_line_numbers(const char *text, size_t size)
{
	const char *next = text, *end = text + size;
	size_t counted = 0, others = 0, physical = 0;
	uint64_t offset = 0;

	while (next < end && physical < 64) {
		const char *newline = memchr(next, '\n', (size_t)(end - next));
		const char *stop = newline ? newline : end;
		struct slice line = slice_trim((struct slice){ next, (size_t)(stop - next) });
		uint64_t number;
		size_t n;

		next = newline ? newline + 1 : end;
		physical++;
		while (line.size && (line.bytes[0] == '>' || is_blank(line.bytes[0])))
			line = slice_from(line, 1);
		if (!line.size)
			continue;
		n = number_prefix(line, &number);
		if (!n && line.size < 7 && is_digit(line.bytes[0])) /* of an empty line */
			continue;
		if (!n || is_pcr(behind_number(line, n)) ||
		    (counted && number - physical != offset))
			others++;
		else {
			offset = number - physical;
			counted++;
		}
	}
	return counted >= 3 && others * 10 <= counted;
}

/* U+2500 to U+257F are E2 94 80 to E2 95 BF; the bullet is E2 80 A2. */
static bool skip_frame(struct slice *line)
{
	if (line->size >= 3 && !memcmp(line->bytes, "\xe2", 1) &&
	    (line->bytes[1] == '\x94' || line->bytes[1] == '\x95' ||
	     !memcmp(line->bytes + 1, "\x80\xa2", 2))) {
		*line = slice_from(*line, 3);
		return true;
	}
	return false;
}

static bool skip_mark(struct slice *line)
{
	static const char *const marks[] = { "* ", "+ ", "| ", "|\t" };

	if (line->size && line->bytes[0] == '>') {
		*line = slice_from(*line, 1);
		return true;
	}
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (slice_skip(line, marks[i]))
			return true;
	return skip_frame(line);
}

static bool is_language(struct slice word)
{
	static const char *const words[] = {
		"sh",	"bash", "shell", "console",    "text",		"txt",
		"yaml", "yml",	"json",	 "log",	       "none",		"plaintext",
		"ps1",	"ini",	"dmesg", "powershell", "shell-session", "diff",
		"code", "zsh",	"plain", "output",     "logs"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (slice_is(word, words[i]))
			return true;
	return !word.size;
}

static bool skip_fence(struct slice *line)
{
	struct slice before = *line;

	while (line->size && line->bytes[0] == '`')
		*line = slice_from(*line, 1);
	if (before.size - line->size >= 3 && is_language(slice_trim(*line)))
		line->size = 0;
	return before.size != line->size;
}

/* "[    0.939964]", "[Mon Jan 16 19:26:24 2023]", "<6>", "kern  :info  :". */
static bool skip_kernel_time(struct slice *line, struct prefixes *of)
{
	const char *close;
	bool point = false, colon = false;

	if (line->size > 2 && line->bytes[0] == '<' && is_digit(line->bytes[1])) {
		close = memchr(line->bytes, '>', line->size < 5 ? line->size : 5);
		if (close)
			*line = slice_from(*line, (size_t)(close + 1 - line->bytes));
		return close;
	}
	if (slice_skip(line, "kern ") || slice_skip(line, "daemon ")) {
		for (int i = 0; i < 2 && (close = memchr(line->bytes, ':', line->size)); i++)
			*line = slice_from(*line, (size_t)(close + 1 - line->bytes));
		return true;
	}
	if (line->size < 3 || line->bytes[0] != '[')
		return false;
	close = memchr(line->bytes, ']', line->size < 40 ? line->size : 40);
	if (!close)
		return false;
	for (const char *p = line->bytes + 1; p < close; p++) {
		point |= *p == '.';
		colon |= *p == ':';
		if (!isalnum((unsigned char)*p) && !strchr(" .:,+-T/", *p))
			return false;
	}
	if ((!point && !colon) || !is_digit(close[-1]))
		return false;
	*line = slice_from(*line, (size_t)(close + 1 - line->bytes));
	of->program = slice_of("kernel");
	return true;
}

/* "Jan 16 19:26:24", "2024-01-16T19:26:24.123456+0100", "2024-01-16 19:26:24": the bytes, or 0. */
static size_t date_size(struct slice line)
{
	static const char months[] = "jan feb mar apr may jun jul aug sep oct nov dec";
	struct slice word, rest;

	word = slice_word(line, &rest);
	if (word.size == 3 && slice_find(slice_of(months), "") &&
	    isalpha((unsigned char)word.bytes[0])) {
		char name[4] = { 0 };

		for (size_t i = 0; i < 3; i++)
			name[i] = (char)tolower((unsigned char)word.bytes[i]);
		if (!strstr(months, name))
			return 0;
		word = slice_word(rest, &rest);
		if (!word.size || word.size > 2 || !is_digit(word.bytes[0]))
			return 0;
		word = slice_word(rest, &rest);
	} else if (word.size >= 10 && is_digit(word.bytes[0]) && is_digit(word.bytes[3]) &&
		   word.bytes[4] == '-' && word.bytes[7] == '-') {
		if (word.size >= 19 && (word.bytes[10] == 'T' || word.bytes[10] == 't'))
			return (size_t)(word.bytes + word.size - line.bytes);
		word = slice_word(rest, &rest);
	} else {
		return 0;
	}
	if (word.size < 8 || !is_digit(word.bytes[0]) || word.bytes[2] != ':' ||
	    word.bytes[5] != ':')
		return 0;
	return (size_t)(word.bytes + word.size - line.bytes);
}

/* "host program[123]:" or "program:": taken off behind a date. */
static void skip_program(struct slice *line, struct prefixes *of)
{
	struct slice rest = *line;

	for (int i = 0; i < 2; i++) {
		struct slice word = slice_word(rest, &rest);

		if (word.size < 2 || word.bytes[word.size - 1] != ':')
			continue;
		word.size--;
		of->program = slice_until(word, "[");
		*line = rest;
		return;
	}
}

static bool skip_journal(struct slice *line, struct prefixes *of)
{
	size_t n = date_size(*line);

	if (!n)
		return slice_skip(line, "kernel: ") && (of->program = slice_of("kernel"), true);
	*line = slice_trim(slice_from(*line, n));
	skip_program(line, of);
	return true;
}

/* "$ ", "user@host:~$ ", "[root@host dir]# ", "PS C:\> ", "root@host / # ": what stands behind it. */
static struct slice command_of(struct slice line)
{
	static const char *const arrows[] = { "\xe2\x9d\xaf ", "\xe2\x9e\x9c " };
	static const char *const tools[] = { "# tpm2_", "# tpm_", "# rc ", "# systemd-",
					     "# fwupd" };
	struct slice name;

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		name = line;
		if (slice_skip(&name, tools[i]))
			return slice_from(line, 2);
	}

	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
		if (slice_skip(&line, arrows[i]))
			return slice_trim(line);
	if (slice_skip(&line, "$ "))
		return slice_trim(line);
	name = slice_until(line, "#$>%");
	if (name.size == line.size || name.size > 80)
		return (struct slice){ 0 };
	if (!memchr(name.bytes, '@', name.size) && !slice_skip(&name, "PS ") &&
	    !(name.size >= 3 && name.bytes[1] == ':' && name.bytes[2] == '\\'))
		return (struct slice){ 0 };
	line = slice_from(line, (size_t)(name.bytes + name.size - line.bytes));
	return line.size > 1 && is_blank(line.bytes[1]) ? slice_trim(slice_from(line, 1))
							: (struct slice){ 0 };
}

struct slice strip_prefixes(struct slice whole, bool numbered, struct prefixes *ret_prefixes)
{
	enum { MOST = 16 };
	struct slice command;

	*ret_prefixes = (struct prefixes){ 0 };
	for (int i = 0; i < MOST; i++) {
		uint64_t number;
		size_t n;

		whole = slice_trim(whole);
		if (skip_mark(&whole) || skip_fence(&whole) ||
		    skip_kernel_time(&whole, ret_prefixes) || skip_journal(&whole, ret_prefixes))
			continue;
		n = number_prefix(whole, &number);
		if (n && (numbered || whole.bytes[n] == '\t' ||
			  (slice_trim(slice_from(whole, n)).size &&
			   slice_trim(slice_from(whole, n)).bytes[0] == '|'))) {
			whole = behind_number(whole, n);
			numbered = false;
			continue;
		}
		break;
	}
	if (numbered && whole.size < 7 && whole.size && is_digit(whole.bytes[0]))
		whole.size = 0;
	while (whole.size && whole.bytes[whole.size - 1] == '`')
		whole.size--;
	command = command_of(whole);
	if (command.size)
		ret_prefixes->command = command;
	return slice_trim(whole);
}

/* A word and a colon, of which at most one blank is ahead: "raw:", "0 :". The bytes of the word, or 0. */
static size_t key_size(struct slice rest)
{
	size_t n = 0, blanks;

	while (n < rest.size &&
	       (isalnum((unsigned char)rest.bytes[n]) || strchr("_-.", rest.bytes[n])))
		n++;
	blanks = n;
	while (blanks < rest.size && blanks < n + 20 && is_blank(rest.bytes[blanks]))
		blanks++;
	if (!n || blanks >= rest.size || rest.bytes[blanks] != ':' ||
	    (blanks + 1 < rest.size && !is_blank(rest.bytes[blanks + 1])))
		return 0;
	return n;
}

/* Where the next one begins behind the first, or the line's end. */
static size_t next_key(struct slice line)
{
	struct slice handle = line;
	bool quoted = false, handles = slice_skip(&handle, "- 0x");

	for (size_t i = 1; i < line.size; i++) {
		struct slice rest = slice_from(line, i);

		quoted ^= line.bytes[i] == '"';
		if (quoted || !is_blank(line.bytes[i - 1]) || is_blank(line.bytes[i]))
			continue;
		if ((!handles && key_size(rest)) || slice_skip(&rest, "- 0x") ||
		    slice_skip(&rest, "- sha"))
			return i;
	}
	return line.size;
}

enum { NEAR = 128 }; /* bytes in which the next two keys of a list stand */

static bool is_list_of_keys(struct slice line)
{
	static const char *const known[] = { "TPM2_PT_", "TPM_PT_",  "sha1:",	       "sha256:",
					     "sha384:",	 "TPM2_CC_", "TPM2_ALG",       "TpmPresent",
					     "raw:",	 "value:",   "selected-pcrs:", "TPM2_ECC_",
					     "- 0x",	 "sha1 :",   "sha256 :" };
	/* Near the beginning, so that a long line is not read once for each of its keys. */
	struct slice near = { line.bytes, line.size < NEAR ? line.size : NEAR };
	size_t keys = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const char *at = slice_find(near, known[i]);

		if (!at || (at > line.bytes && !is_blank(at[-1])))
			continue;
		/* One handle may have any note. */
		if (known[i][0] == '-') {
			near = slice_from(near, (size_t)(at + 4 - near.bytes));
			return slice_find(near, known[i]);
		}
		for (size_t n; line.size && keys < 3; keys++) {
			n = next_key(line);
			line = slice_from(line, n);
		}
		return keys >= 2;
	}
	return false;
}

struct slice split_line(struct slice *whole)
{
	struct slice rest = { 0 };
	size_t n;

	/* What is a list of them was seen with the first; the rest of one needs no second look. */
	if (whole->size < 24 || !is_list_of_keys(*whole))
		return rest;
	n = next_key(*whole);
	rest = slice_trim(slice_from(*whole, n));
	whole->size = n;
	*whole = slice_trim(*whole);
	return rest;
}
