/* SPDX-License-Identifier: BSD-2-Clause */
/* The tpmrm module's configuration string. */
#include "conf.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 3, 4))) static int fail(char *error, size_t size, const char *format,
						      ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error, size, format, args);
	va_end(args);
	return -EINVAL;
}

static int parse_fd(const char *value, int *ret_fd)
{
	char *end;
	long fd;

	errno = 0;
	fd = strtol(value, &end, 10);
	if (errno || end == value || *end || value[0] < '0' || value[0] > '9' || fd > INT_MAX)
		return -EINVAL;
	*ret_fd = (int)fd;
	return 0;
}

static int parse_part(const char *part, struct conf *conf, char *error, size_t error_size)
{
	const char *equals = strchr(part, '=');

	if (!*part)
		return fail(error, error_size, "an empty part between two commas");
	if (equals && part[0] != '/' && strncmp(part, "parent=", 7) != 0) {
		if (strncmp(part, "fd=", 3) != 0)
			return fail(error, error_size,
				    "unknown key \"%.*s\"; known are fd and parent",
				    (int)(equals - part), part);
		if (conf->fd >= 0)
			return fail(error, error_size, "fd= is given twice");
		if (parse_fd(part + 3, &conf->fd) < 0)
			return fail(error, error_size, "fd=%s: not a descriptor's number",
				    part + 3);
		return 0;
	}
	if (!strcmp(part, "parent="))
		return fail(error, error_size, "parent= is empty");
	if (conf->selector[0])
		return fail(error, error_size, "two TPMs are named: \"%s\" and \"%s\"",
			    conf->selector, part);
	memcpy(conf->selector, part, strlen(part) + 1);
	return 0;
}

int conf_parse(const char *text, struct conf *ret_conf, char *error, size_t error_size)
{
	struct conf conf = { .fd = -1 };
	char part[CONF_TEXT_MAX];
	int r;

	if (!text)
		text = "";
	while (*text) {
		size_t n = strcspn(text, ",");

		if (n >= sizeof(part)) {
			fail(error, error_size, "a part is longer than %zu bytes",
			     sizeof(part) - 1);
			return -ENAMETOOLONG;
		}
		memcpy(part, text, n);
		part[n] = '\0';
		r = parse_part(part, &conf, error, error_size);
		if (r < 0)
			return r;
		text += n;
		if (*text == ',' && !*++text)
			return fail(error, error_size, "a comma at the end");
	}
	if (conf.fd >= 0 && conf.selector[0])
		return fail(error, error_size, "fd= and \"%s\" exclude each other", conf.selector);
	*ret_conf = conf;
	return 0;
}
