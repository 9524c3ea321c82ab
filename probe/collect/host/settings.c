/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings of TPM programs in shell scripts, environment.d, unit files and sudoers. */
#include "settings.h"

#include <string.h>

const char *const settings_names[] = {
	"TPM2TOOLS_TCTI",
	"TPM2_PKCS11_TCTI",
	"TPM2OPENSSL_TCTI",
	"TPM2TSSENGINE_TCTI",
	"TCTI",
	"SYSTEMD_TPM2_DEVICE",
	"TPM_PROBE_TCTI",
	"TSS2_FAPICONF",
	"TPM2_PKCS11_STORE",
	"TSS2_LOG",
	"TSS2_LOGFILE",
	"TCTI_PCAP_FILE",
	"TPM_DEVICE",
	"TPM_INTERFACE_TYPE",
	NULL,
};

static bool is_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static const char *line_end(const char *p)
{
	return p + strcspn(p, "\n");
}

/* The end of the value at p; *p is moved behind an opening quote. */
static const char *value_end(const char **p, char before)
{
	char quote = **p;

	if (quote == '"' || quote == '\'') {
		(*p)++;
		return *p + strcspn(*p, quote == '"' ? "\"\n" : "'\n");
	}
	/* Environment="NAME=value with blanks" */
	if (before == '"')
		return *p + strcspn(*p, "\"\n");
	if (before == '\'')
		return *p + strcspn(*p, "'\n");
	return *p + strcspn(*p, " \t\n;\"'");
}

static const char *known_name(const char *name, size_t n)
{
	for (size_t i = 0; settings_names[i]; i++)
		if (strlen(settings_names[i]) == n && !strncmp(settings_names[i], name, n))
			return settings_names[i];
	return NULL;
}

bool settings_next(const char *text, const char **at, struct setting_span *ret_setting)
{
	const char *p = *at, *line = p;
	char before = p == text ? '\n' : p[-1];

	while (line > text && line[-1] != '\n')
		line--;

	while (*p) {
		const char *start = p, *value, *name;

		if (*p == '#' && (before == '\n' || before == ' ' || before == '\t')) {
			p = line_end(p);
			continue;
		}
		if (!is_name(*p)) {
			before = *p++;
			if (before == '\n')
				line = p;
			continue;
		}
		while (is_name(*p))
			p++;
		name = *p == '=' ? known_name(start, (size_t)(p - start)) : NULL;
		if (!name) {
			before = p[-1];
			continue;
		}
		value = p + 1;
		p = value_end(&value, before);
		*ret_setting = (struct setting_span){ name, value, (size_t)(p - value), line,
						      (size_t)(start - line) };
		*at = p;
		return true;
	}
	*at = p;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Behind the first such word in a piece of text, or NULL. */
static const char *behind_word(const char *text, size_t size, const char *word)
{
	size_t n = strlen(word);
	const char *end = text + size, *p = text;

	while ((p = memmem(p, (size_t)(end - p), word, n))) {
		if ((p == text || !is_name(p[-1])) && (p + n == end || !is_name(p[n])))
			return p + n;
		p += n;
	}
	return NULL;
}

/* Is the variable exported, on its line or on one of its own? */
static bool is_exported(const char *text, const struct setting_span *setting)
{
	if (behind_word(setting->before, setting->before_size, "export") ||
	    behind_word(setting->before, setting->before_size, "-x"))
		return true;
	while (*text) {
		const char *end = line_end(text), *rest;
		size_t n = (size_t)(end - text);

		if (behind_word(text, n, "set -a") || behind_word(text, n, "allexport"))
			return true;
		rest = behind_word(text, n, "export");
		if (rest && behind_word(rest, (size_t)(end - rest), setting->name))
			return true;
		text = end + (*end == '\n');
	}
	return false;
}

static bool begins(const struct setting_span *setting, const char *word)
{
	const char *p = setting->before;
	size_t n = setting->before_size, k = strlen(word);

	while (n && is_blank(*p))
		p++, n--;
	return n >= k && !strncmp(p, word, k);
}

static bool stands_first(const struct setting_span *setting)
{
	for (size_t i = 0; i < setting->before_size; i++)
		if (!is_blank(setting->before[i]))
			return false;
	return true;
}

const char *settings_fault(enum settings_syntax syntax, const char *text,
			   const struct setting_span *setting)
{
	switch (syntax) {
	case SETTINGS_SHELL:
		return is_exported(text, setting) ? NULL
						  : "it is not exported: programs do not see it";
	case SETTINGS_PAM:
		return stands_first(setting) || begins(setting, "export ")
			       ? NULL
			       : "a line has to be NAME=value: it is passed over";
	case SETTINGS_ENVIRONMENT:
		return stands_first(setting)
			       ? NULL
			       : "nothing may stand ahead of the name, no \"export\" either: the "
				 "line is passed over";
	case SETTINGS_UNIT:
		return begins(setting, "Environment=") || begins(setting, "Exec")
			       ? NULL
			       : "in a unit it has to be Environment=NAME=value: the line is passed "
				 "over";
	case SETTINGS_MANAGER:
		return begins(setting, "DefaultEnvironment=") ||
				       begins(setting, "ManagerEnvironment=")
			       ? NULL
			       : "here it has to be DefaultEnvironment=NAME=value: the line is "
				 "passed over";
	}
	return NULL;
}

bool settings_next_file(const char **at, const char **ret_path, size_t *ret_size)
{
	static const char key[] = "EnvironmentFile=";
	const char *p = *at;

	while (*p) {
		const char *line = p, *end = line_end(p);

		p = end + (*end == '\n');
		if ((size_t)(end - line) < sizeof(key) || strncmp(line, key, sizeof(key) - 1) != 0)
			continue;
		line += sizeof(key) - 1;
		line += *line == '-';
		if (*line != '/')
			continue;
		while (end > line && is_blank(end[-1]))
			end--;
		*ret_path = line;
		*ret_size = (size_t)(end - line);
		*at = p;
		return true;
	}
	*at = p;
	return false;
}

bool settings_next_kept(const char **at, const char **ret_words, size_t *ret_size)
{
	static const char word[] = "env_keep";
	const char *p = *at;

	while (*p) {
		const char *end = line_end(p), *hash = memchr(p, '#', (size_t)(end - p)),
			   *found = memmem(p, (size_t)((hash ? hash : end) - p), word,
					   sizeof(word) - 1);

		p = end + (*end == '\n');
		if (!found)
			continue;
		*ret_words = found + sizeof(word) - 1;
		*ret_size = (size_t)((hash ? hash : end) - *ret_words);
		*at = p;
		return true;
	}
	*at = p;
	return false;
}
