/* SPDX-License-Identifier: BSD-2-Clause */
/* Recognising addresses, serial numbers and command lines. */
#include "redact-pattern.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
	HEX_RUN = 16,
	HEX_PAIRS = 6,
	MAC_DIGITS = 12,
	ADDRESS_MAX = 256, /* each side of the @; so that time is linear */
};

bool text_is_one_of(const char *text, size_t size, const char *const *list)
{
	for (; *list; list++)
		if (strlen(*list) == size && !strncasecmp(*list, text, size))
			return true;
	return false;
}

bool pattern_is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
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
	return pattern_is_word(p[at]) ? 0 : at;
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
	return pairs >= HEX_PAIRS && !pattern_is_word(p[at]) ? at : 0;
}

/* No physical address, and no version of a firmware: 64 bits that begin with zeros. */
static size_t hex_run(const char *p)
{
	size_t prefix = p[0] == '0' && (p[1] == 'x' || p[1] == 'X') ? 2 : 0;
	size_t n = hex_digits(p + prefix);

	if (prefix && n == HEX_RUN && !strncmp(p + prefix, "000", 3))
		return 0;
	if (!prefix && n == MAC_DIGITS && !pattern_is_word(p[n]))
		return n;
	return n >= HEX_RUN ? prefix + n : 0;
}

/* "10.20.30.40", not "3.57.0.5" behind a word that says that it is a version. */
static size_t ipv4(const char *text, const char *p)
{
	static const char *const versions[] = { "firmware", "version", "fw",
						"rev",	    "release", "before" };
	static const char *const everywhere[] = { "127.0.0.1", "0.0.0.0", "255.255.255.255", NULL };
	char quad[INET_ADDRSTRLEN];
	size_t n = strspn(p, "0123456789."), back = (size_t)(p - text);
	struct in_addr address;

	while (n && p[n - 1] == '.')
		n--;
	if (n < 7 || n >= sizeof(quad) || pattern_is_word(p[n]))
		return 0;
	memcpy(quad, p, n);
	quad[n] = '\0';
	if (inet_pton(AF_INET, quad, &address) != 1 || text_is_one_of(p, n, everywhere))
		return 0;
	while (back && strchr(" :=(", text[back - 1]))
		back--;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		size_t size = strlen(versions[i]);

		if (back >= size && !strncasecmp(text + back - size, versions[i], size) &&
		    (back == size || !pattern_is_word(text[back - size - 1])))
			return 0;
	}
	return n;
}

static size_t ipv6(const char *p)
{
	static const char *const everywhere[] = { "::", "::1", NULL };
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;
	size_t n = 0;

	while (isxdigit((unsigned char)p[n]) || (p[n] && strchr(":.", p[n])))
		n++;
	/* What ends a sentence, or introduces something. */
	while (n > 2 && (p[n - 1] == '.' || (p[n - 1] == ':' && p[n - 2] != ':')))
		n--;
	if (n < 3 || n >= sizeof(text) || pattern_is_word(p[n]) || !memchr(p, ':', n))
		return 0;
	memcpy(text, p, n);
	text[n] = '\0';
	return inet_pton(AF_INET6, text, &address) == 1 && !text_is_one_of(p, n, everywhere) ? n
											     : 0;
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

/* "serial: 7", "serial 4711X" but no "serial port". */
static size_t serial(const char *p, size_t *ret_keep)
{
	static const char *const keys[] = { "serial number", "serialnumber", "serial no",
					    "serialno",	     "serial",	     "s/n",
					    "asset tag" };
	size_t n;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		*ret_keep = keyword(p, keys[i], ":=# \t\".");
		if (!*ret_keep)
			continue;
		n = value_size(p + *ret_keep);
		if (strpbrk(strndupa(p, *ret_keep), ":=#") ||
		    (n >= 3 && strcspn(p + *ret_keep, "0123456789") < n))
			return n;
	}
	return 0;
}

static size_t host(const char *p, size_t *ret_keep)
{
	static const char *const here[] = { "localhost", "127.0.0.1", "::1", NULL };
	size_t n;

	*ret_keep = keyword(p, "host", "=");
	if (!*ret_keep)
		*ret_keep = keyword(p, "hostname", "=");
	if (!*ret_keep)
		return 0;
	n = value_size(p + *ret_keep);
	return text_is_one_of(p + *ret_keep, n, here) ? 0 : n;
}

/* A path that goes on with somebody's name. */
static size_t named_path(const char *p, size_t *ret_keep)
{
	static const char *const paths[] = { "/home/",	"/run/user/",  "/Users/",
					     "/media/", "/run/media/", "/dev/mapper/" };
	size_t n;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		*ret_keep = strlen(paths[i]);
		if (strncmp(p, paths[i], *ret_keep) != 0)
			continue;
		n = strcspn(p + *ret_keep, "/ \t\n,;:\"'()");
		return n == 7 && !strncmp(p + *ret_keep, "control", 7) ? 0 : n;
	}
	return 0;
}

/* The value of a setting that holds a secret. */
static size_t secret(const char *p, size_t *ret_keep)
{
	static const char *const words[] = { "pass", "secret", "token", "psk", "credential" };
	char key[64];
	size_t n = 0;

	while (n < sizeof(key) - 1 && (pattern_is_word(p[n]) || (p[n] && strchr("._-", p[n])))) {
		key[n] = p[n];
		n++;
	}
	key[n] = '\0';
	if (!n || p[n] != '=')
		return 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strcasestr(key, words[i]))
			continue;
		*ret_keep = n + 1;
		return strcspn(p + n + 1, " \t\n");
	}
	return 0;
}

static size_t command_line(const char *p, size_t *ret_keep)
{
	static const char *const starts[] = { "command line:", "BOOT_IMAGE=" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		*ret_keep = strlen(starts[i]);
		if (strncasecmp(p, starts[i], *ret_keep) != 0)
			continue;
		*ret_keep += strspn(p + *ret_keep, " \t");
		return strcspn(p + *ret_keep, "\n");
	}
	return 0;
}

static bool is_address(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("._%+-", c));
}

/* "name@example.org", "name@host:~$", but no "getty@tty1.service". */
static size_t address(const char *p)
{
	static const char *const units[] = { ".service", ".socket", ".slice",  ".scope",
					     ".mount",	 ".timer",  ".target", ".device" };
	size_t n = 0, name, dot = 0;

	while (n < ADDRESS_MAX && is_address(p[n]))
		n++;
	if (!n || p[n] != '@')
		return 0;
	name = ++n;
	while (n < 2 * ADDRESS_MAX && is_address(p[n]))
		n++;
	if (n > name && p[n] == ':' && (p[n + 1] == '~' || p[n + 1] == '/'))
		return n;
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

size_t pattern_find(const char *text, const char *p, size_t *ret_keep)
{
	size_t (*const introduced[])(const char *p, size_t *ret_keep) = { command_line, secret,
									  serial, host,
									  named_path };
	size_t n = 0;

	*ret_keep = 0;
	if (p > text && pattern_is_word(p[-1]))
		return 0;
	if (!strncmp(p, "enx", 3) && hex_digits(p + 3) == MAC_DIGITS) {
		*ret_keep = 3;
		return MAC_DIGITS;
	}
	/* A part of a version or of a longer address is none of its own. */
	if (p == text || p[-1] != '.')
		n = ipv4(text, p);
	if (!n)
		n = uuid(p);
	if (!n)
		n = hex_pairs(p);
	if (!n)
		n = ipv6(p);
	if (!n)
		n = hex_run(p);
	if (!n)
		n = address(p);
	for (size_t i = 0; !n && i < sizeof(introduced) / sizeof(introduced[0]); i++)
		n = introduced[i](p, ret_keep);
	if (!n)
		*ret_keep = 0;
	return n;
}
