/* SPDX-License-Identifier: BSD-2-Clause */
/* NULL-terminated lists of strings. */
#include "strv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static size_t strv_count(char *const *strv)
{
	size_t n = 0;

	while (strv && strv[n])
		n++;
	return n;
}

int strv_append(char ***strv, const char *text, size_t len)
{
	size_t n = strv_count(*strv);
	char **grown, *copy;

	if (n >= STRV_MAX)
		return 0;
	copy = strndup(text, len);
	if (!copy)
		return -ENOMEM;
	grown = realloc(*strv, (n + 2) * sizeof(*grown));
	if (!grown) {
		free(copy);
		return -ENOMEM;
	}
	grown[n] = copy;
	grown[n + 1] = NULL;
	*strv = grown;
	return 0;
}

int strv_ensure(char ***strv)
{
	if (!*strv)
		*strv = calloc(1, sizeof(**strv));
	return *strv ? 0 : -ENOMEM;
}

void strv_free(char **strv)
{
	for (size_t i = 0; strv && strv[i]; i++)
		free(strv[i]);
	free(strv);
}

bool strv_contains(char *const *strv, const char *text)
{
	for (; strv && *strv; strv++) {
		if (!strcmp(*strv, text))
			return true;
	}
	return false;
}

const char *strv_value(char *const *strv, const char *key)
{
	size_t len = strlen(key);
	const char *value = NULL;

	for (; strv && *strv; strv++) {
		if (!strncmp(*strv, key, len) && (*strv)[len] == '=')
			value = *strv + len + 1;
	}
	return value;
}
