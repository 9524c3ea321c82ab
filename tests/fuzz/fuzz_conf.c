/* SPDX-License-Identifier: BSD-2-Clause */
/* The configuration string of a module: refused with a message, or within its limits. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_conf(const struct tcti_conf *conf)
{
	check(conf->select <= TCTI_SELECT_FD);
	check((conf->fd >= 0) == (conf->select == TCTI_SELECT_FD));
	check(strnlen(conf->selector, sizeof(conf->selector)) < sizeof(conf->selector));
	check(!conf->selector[0] || conf->select != TCTI_SELECT_NONE);
	check(conf->wait_ms >= 0 && conf->wait_ms <= 24 * 3600 * 1000);
	check(conf->busy_ms >= 0 && conf->busy_ms <= 24 * 3600 * 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int (*const parsers[])(const char *, struct tcti_conf *, char *,
			       size_t) = { tcti_conf_parse, tcti_conf_parse_path };
	char *text = malloc(size + 1);

	check(text);
	memcpy(text, data, size);
	text[size] = '\0';
	for (size_t i = 0; i < 2; i++) {
		struct tcti_conf conf;
		char error[64];
		int r;

		memset(error, '#', sizeof(error));
		r = parsers[i](text, &conf, error, sizeof(error));
		check(r == 0 || r == -EINVAL || r == -ENAMETOOLONG);
		check(memchr(error, '\0', sizeof(error)));
		check((r == 0) == !error[0]);
		if (r == 0)
			check_conf(&conf);
		/* The message is not needed. */
		check(parsers[i](text, &conf, NULL, 0) == r);
	}
	free(text);
	return 0;
}
