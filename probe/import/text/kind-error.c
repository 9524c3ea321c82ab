/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Error lines of tpm2-tools and tpm2-tss, each with a response code:
 *
 *	ERROR:esys:src/tss2-esys/api/Esys_Load.c:108:Esys_Load() Esys Finish ErrorCode (0x000001df)
 *	ERROR: Esys_Load(0x1DF) - tpm:parameter(1):integrity check failed
 *	WARNING:tcti:src/tss2-tcti/tctildr.c:79:tcti_from_init() TCTI init for function 0x7fa failed with a000a
 *	$ tpm2_rc_decode 0x9a2
 */
#include <ctype.h>
#include <string.h>

#include "collect-response-code.h"
#include "kinds.h"
#include "outcome.h"

enum { MOST_CODES = 64, LONGEST_NAME = 96 };

/* The hexadecimal number at the place, with what ends it. */
static bool parse_code(struct slice text, const char *at, bool prefixed, uint64_t *ret_code)
{
	struct slice digits = slice_from(text, (size_t)(at - text.bytes));
	size_t n = 0;

	if (slice_skip(&digits, "0x") != prefixed)
		return false;
	for (*ret_code = 0; n < digits.size && isxdigit((unsigned char)digits.bytes[n]); n++) {
		char c = (char)tolower((unsigned char)digits.bytes[n]);

		*ret_code = *ret_code << 4 |
			    (uint64_t)(isdigit((unsigned char)c) ? c - '0' : c - 'a' + 10);
		if (n == 8)
			return false;
	}
	return n && *ret_code &&
	       (n == digits.size ||
		!(isalnum((unsigned char)digits.bytes[n]) || digits.bytes[n] == '_'));
}

/* "Esys_Load(0x1DF)": a function's name and a code in brackets. */
static bool find_in_brackets(struct slice text, uint64_t *ret_code)
{
	static const char *const prefixes[] = { "Esys_", "Fapi_", "Tss2_", "ErrorCode (" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		struct slice rest = text;
		const char *at;

		while ((at = slice_find(rest, prefixes[i]))) {
			const char *end = text.bytes + text.size, *bracket = at;

			if (end - at > LONGEST_NAME)
				end = at + LONGEST_NAME;
			while (bracket < end && *bracket != '(' &&
			       (*bracket == '_' || *bracket == ' ' ||
				isalnum((unsigned char)*bracket)))
				bracket++;
			if (bracket < end && *bracket == '(' && bracket + 1 < end &&
			    parse_code(text, bracket + 1, true, ret_code))
				return true;
			rest = slice_from(text, (size_t)(at + 5 - text.bytes));
		}
	}
	return false;
}

/* "failed with a000a", "rc 0x921", "response code: 0x9a2". */
static bool find_behind_word(struct slice text, uint64_t *ret_code)
{
	static const struct {
		const char *word;
		bool prefixed;
	} words[] = {
		{ "failed with ", false },
		{ "failed with ", true },
		{ "tpm2_rc_decode ", true },
		{ "tpm2_rc_decode ", false },
		{ "response code ", true },
		{ "response code: ", true },
		{ "error code ", true },
		{ "error code: ", true },
		{ "return code: ", true },
		{ "ErrorCode: ", true },
		{ "returned ", true },
		{ "rc ", true },
		{ "rc: ", true },
		{ "rc=", true },
		{ "rc = ", true },
		{ "TPM error: ", true },
		{ "TPM Error ", true },
		{ "rc(", true },
		{ "error (", true },
		{ "Error: (", true },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *at = slice_find(text, words[i].word);

		if (at && (at == text.bytes || !isalnum((unsigned char)at[-1])) &&
		    parse_code(text, at + strlen(words[i].word), words[i].prefixed, ret_code))
			return true;
	}
	return false;
}

static bool is_from_stack(struct slice text)
{
	static const char *const begins[] = { "ERROR:", "WARNING:", "ERROR ", "WARN" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		struct slice rest = text;

		if (slice_skip(&rest, begins[i]))
			return slice_find(text, "tcti") || slice_find(text, "esys") ||
			       slice_find(text, "fapi") || slice_find(text, "tpm") ||
			       slice_find(text, "tss2");
	}
	return false;
}

/* tpm2-tss: what no layer of its own added is the TPM's, TSS2_TPM_RC_LAYER. */
static bool is_of_tpm(uint64_t code)
{
	return !(code >> 16 & 0xff);
}

static bool read_error(struct reader *reader, const struct text_line *line, bool open)
{
	struct list_fact *list = &reader->report->response_codes;
	/* A line alone is whole, as a person writes it. */
	struct slice text = line->command.size		      ? line->command
			    : line->number == 1 && line->last ? line->full
							      : line->whole;
	const struct response_code *codes = list->items;
	bool stack = is_from_stack(line->whole);
	uint64_t code;

	(void)open;
	/* Its code may go on. */
	if (line->command.size && line->full.size > line->whole.size)
		return false;
	if (line->command.size ? !slice_find(text, "rc_decode ") && !slice_find(text, "rc ")
			       : !stack && !slice_find(text, "tpm") && !slice_find(text, "Esys_") &&
					 !slice_find(text, "Fapi_"))
		return false;
	/* The kernel's lines have its own errors, some of them decimal. */
	if (slice_is(line->program, "kernel"))
		return false;
	if (!find_in_brackets(text, &code) && !find_behind_word(text, &code)) {
		/* It says that something failed, and not what. */
		return stack;
	}
	for (size_t i = 0; i < list->count; i++)
		if (codes[i].code.value == code)
			code = 0;
	if (code && list->count < MOST_CODES) {
		collect_response_code(reader->report, (uint32_t)code);
		reader->has_tpm |= is_of_tpm(code);
	}
	return reader_take(reader, "tpm2-tss errors");
}

const struct text_kind kind_error_codes = { read_error };
