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

bool settings_next(const char **at, struct setting_span *ret_setting)
{
	const char *p = *at;
	char before = '\n';

	while (*p) {
		const char *start = p, *value, *name;

		if (*p == '#' && (before == '\n' || before == ' ' || before == '\t')) {
			p = line_end(p);
			continue;
		}
		if (!is_name(*p)) {
			before = *p++;
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
		*ret_setting = (struct setting_span){ name, value, (size_t)(p - value) };
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
