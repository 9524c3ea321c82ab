/* SPDX-License-Identifier: BSD-2-Clause */
/* Taking names, addresses and serial numbers out of texts. */
#include "redact-text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "field.h"
#include "redact-pattern.h"

enum {
	SHORTEST = 2, /* word */
	LONG = 12,    /* a word of this length is no part of another one by chance */
};

static void add_word(struct redactor *redactor, const char *text, bool is_exact)
{
	const size_t size = strlen(text);
	struct redacted_word *word = list_append(&redactor->arena, &redactor->words, sizeof(*word));

	*word = (struct redacted_word){ text, size, is_exact, is_exact || size >= LONG };
}

/* The word as device mapper, systemd and URLs escape it; as it stands in a dump of ASCII or UTF-16. */
static void add_escaped(struct redactor *redactor, const char *word, size_t size)
{
	static const char *const escapes[][2] = { { "-", "--" },  { "-", "\\x2d" }, { "-", "%2D" },
						  { ".", "%2E" }, { " ", "\\x20" }, { " ", "%20" } };
	struct arena *arena = &redactor->arena;
	const char *ascii = "", *wide = "", *spaced = "";

	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		const char *escaped = "";

		if (!memchr(word, *escapes[i][0], size))
			continue;
		for (size_t k = 0; k < size; k++)
			escaped = word[k] == *escapes[i][0]
					  ? arena_printf(arena, "%s%s", escaped, escapes[i][1])
					  : arena_printf(arena, "%s%c", escaped, word[k]);
		add_word(redactor, escaped, false);
	}
	/* Short ones would be hit by chance. */
	if (size < 4)
		return;
	for (size_t k = 0; k < size; k++) {
		ascii = arena_printf(arena, "%s%02x", ascii, (unsigned char)word[k]);
		wide = arena_printf(arena, "%s%02x00", wide, (unsigned char)word[k]);
		spaced = arena_printf(arena, "%s%s%02x", spaced, k ? " " : "",
				      (unsigned char)word[k]);
	}
	add_word(redactor, ascii, false);
	add_word(redactor, wide, false);
	add_word(redactor, spaced, false);
}

/* What the word comes to in Base64, which of three bytes makes four characters: three alignments, of each
 * the characters that no neighbour has a part in. */
static void add_base64(struct redactor *redactor, const char *word, size_t size)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t skip = 0; size >= 6 && skip < 3; skip++) {
		const char *text = "";
		uint32_t bits = 0, n_bits = 0;
		/* The first character that holds bits of the word alone begins at a multiple of six. */
		size_t unknown = (6 - skip * 8 % 6) % 6;

		for (size_t i = 0; i < size; i++) {
			bits = bits << 8 | (unsigned char)word[i];
			n_bits += 8;
			if (i == 0)
				n_bits -= (uint32_t)unknown;
			while (n_bits >= 6) {
				n_bits -= 6;
				text = arena_printf(&redactor->arena, "%s%c", text,
						    digits[bits >> n_bits & 63]);
			}
		}
		add_word(redactor, text, true);
	}
}

void redactor_add(struct redactor *redactor, const char *word)
{
	static const char *const nothing[] = { "none",
					       "unknown",
					       "localhost",
					       "default",
					       "n/a",
					       "(none)",
					       "not specified",
					       "default string",
					       "to be filled by o.e.m.",
					       "system serial number",
					       NULL };
	size_t size;

	if (!word)
		return;
	while (isspace((unsigned char)*word))
		word++;
	size = strlen(word);
	while (size && isspace((unsigned char)word[size - 1]))
		size--;
	if (size < SHORTEST || text_is_one_of(word, size, nothing) || strspn(word, "0.-: ") >= size)
		return;
	word = arena_strndup(&redactor->arena, word, size);
	for (size_t i = 0; i < redactor->words.count; i++)
		if (!strcmp(((const struct redacted_word *)redactor->words.items)[i].text, word))
			return;
	add_word(redactor, word, false);
	if (size > 256)
		return;
	add_escaped(redactor, word, size);
	add_base64(redactor, word, size);
}

void redactor_keep(struct redactor *redactor, const char *word)
{
	if (word && *word)
		*(const char **)list_append(&redactor->arena, &redactor->kept, sizeof(char *)) =
			arena_strdup(&redactor->arena, word);
}

void redactor_clear(struct redactor *redactor)
{
	arena_clear(&redactor->arena);
	redactor->words = (struct list_fact){ 0 };
	redactor->kept = (struct list_fact){ 0 };
}

/* The longest known word at p; its length, or 0. before: the character ahead of it. */
static size_t known_word(const struct redactor *redactor, const char *p, char before)
{
	const struct redacted_word *word = redactor->words.items;
	size_t longest = 0;

	for (size_t i = 0; i < redactor->words.count; i++, word++)
		if (word->size > longest &&
		    !(word->is_exact ? strncmp : strncasecmp)(p, word->text, word->size) &&
		    (word->anywhere ||
		     (!pattern_is_word(before) && !pattern_is_word(p[word->size]))))
			longest = word->size;
	return longest;
}

/* A word that stays stands at p; its length, or 0. */
static size_t kept_word(const struct redactor *redactor, const char *p)
{
	for (size_t i = 0; i < redactor->kept.count; i++) {
		const char *word = ((const char *const *)redactor->kept.items)[i];
		size_t size = strlen(word);

		if (!strncmp(p, word, size) && !pattern_is_word(p[size]))
			return size;
	}
	return 0;
}

const char *redact_text(const struct redactor *redactor, struct arena *arena, const char *text)
{
	const size_t mark = sizeof(REDACTED_MARK) - 1;
	size_t size = 0;
	const char *p = text;
	bool changed = false;
	/* Each replaced piece has a character at least. */
	char *out = malloc((strlen(text) + 1) * (mark + 1));

	if (!out)
		abort();
	while (*p) {
		char before = p == text ? ' ' : p[-1];
		size_t keep = pattern_is_word(before) ? 0 : kept_word(redactor, p), n = 0;

		/* The mark itself stays, whatever is known. */
		if (!keep && !strncmp(p, REDACTED_MARK, mark))
			keep = mark;
		if (!keep)
			n = known_word(redactor, p, before);
		if (!keep && !n)
			n = pattern_find(text, p, &keep);
		if (!n)
			keep = keep ? keep : 1;
		memcpy(out + size, p, keep);
		size += keep;
		p += keep;
		if (!n || !strncmp(p, REDACTED_MARK, mark))
			continue;
		changed = true;
		memcpy(out + size, REDACTED_MARK, mark);
		size += mark;
		p += n;
	}
	if (changed)
		text = arena_strndup(arena, out, size);
	free(out);
	return text;
}

static bool is_known_account(const char *name, size_t size)
{
	static const char *const names[] = {
		"root",	  "tss",     "nobody",	"nogroup", "daemon", "bin",    "sys",	"adm",
		"tty",	  "disk",    "kmem",	"sudo",	   "wheel",  "users",  "staff", "dialout",
		"cdrom",  "floppy",  "audio",	"video",   "input",  "render", "kvm",	"plugdev",
		"netdev", "lpadmin", "systemd", "games",   "mail",   "ima",    "_tss",	NULL
	};
	char *end;
	long number = size && size < 8 ? strtol(name, &end, 10) : -1;

	if (number >= 0 && number < 1000 && end == name + size)
		return true;
	return text_is_one_of(name, size, names) || (size > 8 && !strncmp(name, "systemd-", 8));
}

bool redact_account_is_known(const char *name)
{
	return is_known_account(name, strlen(name));
}

/* "user", and "rw-" */
static bool is_acl_word(const char *p, size_t size)
{
	static const char *const words[] = { "user", "group", "mask", "other", "default", NULL };

	return text_is_one_of(p, size, words) || strspn(p, "rwx-") >= size;
}

const char *redact_account(struct arena *arena, const char *text)
{
	bool is_acl = strchr(text, ':');
	const char *out = "";
	bool changed = false;

	for (const char *p = text;; p++) {
		size_t size = strcspn(p, ":");
		bool stays = is_known_account(p, size) || (is_acl && is_acl_word(p, size));

		changed |= !stays;
		out = arena_printf(arena, "%s%s%.*s", out, p == text ? "" : ":",
				   stays ? (int)size : (int)sizeof(REDACTED_MARK) - 1,
				   stays ? p : REDACTED_MARK);
		p += size;
		if (!*p)
			break;
	}
	return changed ? out : text;
}

const char *redact_setting(const struct redactor *redactor, struct arena *arena, const char *text)
{
	static const char *const keys[] = { "ACTION",
					    "CURRENT_TAGS",
					    "DEVLINKS",
					    "DEVNAME",
					    "DEVPATH",
					    "DRIVER",
					    "MAJOR",
					    "MINOR",
					    "MODALIAS",
					    "SEQNUM",
					    "SUBSYSTEM",
					    "SYSTEMD_ALIAS",
					    "SYSTEMD_READY",
					    "SYSTEMD_WANTS",
					    "TAGS",
					    "USEC_INITIALIZED",
					    NULL };
	static const char *const prefixes[] = { "ID_TPM", "TPM", "OF_" };
	size_t size = strcspn(text, "=");
	bool known = text_is_one_of(text, size, keys);

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		known |= !strncmp(text, prefixes[i], strlen(prefixes[i]));
	if (known)
		return redact_text(redactor, arena, text);
	return arena_printf(arena, "%.*s=" REDACTED_MARK, (int)size, text);
}
