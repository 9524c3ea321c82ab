/* SPDX-License-Identifier: BSD-2-Clause */
/* Taking names, addresses and serial numbers out of texts. */
#include "redact-text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "field.h"

enum {
	SHORTEST = 2, /* word */
	LONG = 12,    /* a word of this length is no part of another one by chance */
	HEX_RUN = 16,
	HEX_PAIRS = 6,
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool is_one_of(const char *text, size_t size, const char *const *list)
{
	for (; *list; list++)
		if (strlen(*list) == size && !strncasecmp(*list, text, size))
			return true;
	return false;
}

void redactor_add(struct redactor *scrub, const char *word)
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
	if (size < SHORTEST || is_one_of(word, size, nothing) || strspn(word, "0.-: ") >= size)
		return;
	*(const char **)list_append(&scrub->arena, &scrub->words, sizeof(char *)) =
		arena_strndup(&scrub->arena, word, size);
}

void redactor_clear(struct redactor *scrub)
{
	arena_clear(&scrub->arena);
	scrub->words = (struct list_fact){ 0 };
}

/* The longest known word at p; its length, or 0. before: the character ahead of it. */
static size_t known_word(const struct redactor *scrub, const char *p, char before)
{
	size_t longest = 0;

	for (size_t i = 0; i < scrub->words.count; i++) {
		const char *word = ((const char *const *)scrub->words.items)[i];
		size_t size = strlen(word);

		if (size > longest && !strncasecmp(p, word, size) &&
		    (size >= LONG || (!is_word(before) && !is_word(p[size]))))
			longest = size;
	}
	return longest;
}

static size_t hex_digits(const char *p)
{
	size_t n = 0;

	while (isxdigit((unsigned char)p[n]))
		n++;
	return n;
}

/* 8-4-4-4-12 */
static size_t uuid(const char *p)
{
	static const size_t groups[] = { 8, 4, 4, 4, 12 };
	size_t at = 0;

	for (size_t i = 0; i < 5; i++) {
		if (hex_digits(p + at) != groups[i] || (i < 4 && p[at + groups[i]] != '-'))
			return 0;
		at += groups[i] + (i < 4);
	}
	return is_word(p[at]) ? 0 : at;
}

/* "52:54:00:12:34:56", "00-25-38-5b-71-b0-0b-2c" */
static size_t hex_pairs(const char *p)
{
	size_t pairs = 0, at = 0;
	char between = hex_digits(p) == 2 ? p[2] : '\0';

	if (between != ':' && between != '-')
		return 0;
	while (hex_digits(p + at) == 2) {
		pairs++;
		at += 2;
		if (p[at] != between)
			break;
		at++;
	}
	if (at && p[at - 1] == between)
		at--;
	return pairs >= HEX_PAIRS && !is_word(p[at]) ? at : 0;
}

/* No physical address, and no version of a firmware: 64 bits that begin with zeros. */
static size_t hex_run(const char *p)
{
	size_t prefix = p[0] == '0' && (p[1] == 'x' || p[1] == 'X') ? 2 : 0;
	size_t n = hex_digits(p + prefix);

	if (prefix && n == HEX_RUN && !strncmp(p + prefix, "000", 3))
		return 0;
	return n >= HEX_RUN ? prefix + n : 0;
}

static size_t value_size(const char *p)
{
	return strcspn(p, " \t\n,;\"'()[]<>");
}

/* "KEYWORD value": how much of it is the keyword and what separates; 0: it is none. */
static size_t keyword(const char *p, const char *word, const char *separators)
{
	size_t size = strlen(word), n;

	if (strncasecmp(p, word, size) != 0)
		return 0;
	n = strspn(p + size, separators);
	return n ? size + n : 0;
}

/* Keeps what introduces it: *ret_keep. Returns how much goes behind that, or 0. */
static size_t introduced(const char *p, size_t *ret_keep)
{
	static const char *const keys[] = { "serial",	     "serialnumber", "serialno",
					    "serial number", "serial no",    "s/n" };
	static const char *const homes[] = { "/home/", "/run/user/", "/Users/" };
	static const char *const here[] = { "localhost", "127.0.0.1", "::1", NULL };
	size_t n;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		*ret_keep = keyword(p, keys[i], ":=#");
		if (*ret_keep) {
			*ret_keep += strspn(p + *ret_keep, " \t\"");
			return value_size(p + *ret_keep);
		}
	}
	*ret_keep = keyword(p, "host", "=");
	if (!*ret_keep)
		*ret_keep = keyword(p, "hostname", "=");
	if (*ret_keep) {
		n = value_size(p + *ret_keep);
		return is_one_of(p + *ret_keep, n, here) ? 0 : n;
	}
	for (size_t i = 0; i < sizeof(homes) / sizeof(homes[0]); i++) {
		*ret_keep = strlen(homes[i]);
		if (!strncmp(p, homes[i], *ret_keep))
			return strcspn(p + *ret_keep, "/ \t\n,;:\"'()");
	}
	return 0;
}

static bool is_address(char c)
{
	return isalnum((unsigned char)c) || strchr("._%+-", c);
}

/* "name@example.org", but no "getty@tty1.service". */
static size_t address(const char *p)
{
	static const char *const units[] = { ".service", ".socket", ".slice",  ".scope",
					     ".mount",	 ".timer",  ".target", ".device" };
	size_t n = 0, name, dot = 0;

	while (p[n] && is_address(p[n]))
		n++;
	if (!n || p[n] != '@')
		return 0;
	name = ++n;
	while (p[n] && is_address(p[n]))
		n++;
	while (n > name && p[n - 1] == '.')
		n--;
	for (size_t i = name; i < n; i++)
		if (p[i] == '.')
			dot = i;
	if (dot <= name || dot + 1 >= n)
		return 0;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (n - dot == strlen(units[i]) && !strncmp(p + dot, units[i], n - dot))
			return 0;
	return n;
}

/* How much of the text at p goes; *ret_keep: so much ahead of it stays. */
static size_t identifying(const struct redactor *scrub, const char *p, char before,
			  size_t *ret_keep)
{
	size_t n = known_word(scrub, p, before);

	*ret_keep = 0;
	if (n || is_word(before))
		return n;
	n = uuid(p);
	if (!n)
		n = hex_pairs(p);
	if (!n)
		n = hex_run(p);
	if (!n)
		n = address(p);
	if (n)
		return n;
	return introduced(p, ret_keep);
}

const char *redact_text(const struct redactor *scrub, struct arena *arena, const char *text)
{
	size_t size = 0, capacity = strlen(text) + 1;
	const char *p = text;
	bool changed = false;
	char *out = NULL;

	/* Each replaced piece has a character at least. */
	capacity = capacity * sizeof(REDACTED_MARK);
	out = malloc(capacity);
	if (!out)
		abort();
	while (*p) {
		size_t keep, n = identifying(scrub, p, p == text ? ' ' : p[-1], &keep);

		if (!n) {
			out[size++] = *p++;
			continue;
		}
		changed = true;
		memcpy(out + size, p, keep);
		size += keep;
		memcpy(out + size, REDACTED_MARK, sizeof(REDACTED_MARK) - 1);
		size += sizeof(REDACTED_MARK) - 1;
		p += keep + n;
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
	return is_one_of(name, size, names) || (size > 8 && !strncmp(name, "systemd-", 8));
}

bool redact_account_is_known(const char *name)
{
	return is_known_account(name, strlen(name));
}

/* "user", and "rw-" */
static bool is_acl_word(const char *p, size_t size)
{
	static const char *const words[] = { "user", "group", "mask", "other", "default", NULL };

	return is_one_of(p, size, words) || strspn(p, "rwx-") >= size;
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

const char *redact_setting(const struct redactor *scrub, struct arena *arena, const char *text)
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
	bool known = is_one_of(text, size, keys);

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		known |= !strncmp(text, prefixes[i], strlen(prefixes[i]));
	if (known)
		return redact_text(scrub, arena, text);
	return arena_printf(arena, "%.*s=" REDACTED_MARK, (int)size, text);
}
