/* SPDX-License-Identifier: BSD-2-Clause */
/* The configuration string of a module. */
#include "conf.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MANUAL                                                                          \
	"known: a path, a name such as tpm1, fd=N, parent=TEXT, wait=TIME, busy=TIME, " \
	"reopen=yes|no"

#define DAY_MS (24 * 3600 * 1000)

/* A piece of the string, not terminated. */
struct slice {
	const char *start;
	size_t len;
};

struct parser {
	struct tcti_conf *conf;
	uint32_t seen; /* bit N: row N of keys[] was given */
	char *error;
	size_t error_size;
};

__attribute__((format(printf, 3, 4))) static int fail(struct parser *p, int error, const char *fmt,
						      ...)
{
	va_list args;

	if (!p->error_size)
		return error;
	va_start(args, fmt);
	vsnprintf(p->error, p->error_size, fmt, args);
	va_end(args);
	return error;
}

/* For messages: the length to print of a text that may be very long. */
static int shown(struct slice text)
{
	return text.len > 100 ? 100 : (int)text.len;
}

/* As in the C locale: isspace(3) would make a program touch pages of its own for it. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A path may hold a blank, but none at an end of the text was meant: quotes or a file put it there. */
static int check_ends(struct parser *p, struct slice text)
{
	if (text.len && (is_space(text.start[0]) || is_space(text.start[text.len - 1])))
		return fail(p, -EINVAL, "\"%.*s\": a blank or newline at its start or end",
			    shown(text), text.start);
	return 0;
}

static int select_text(struct parser *p, enum tcti_select select, struct slice text)
{
	if (p->conf->select != TCTI_SELECT_NONE)
		return fail(p, -EINVAL, "\"%.*s\": a TPM was already selected", shown(text),
			    text.start);
	if (text.len >= sizeof(p->conf->selector))
		return fail(p, -ENAMETOOLONG, "\"%.*s...\" is longer than %zu bytes", shown(text),
			    text.start, sizeof(p->conf->selector) - 1);
	memcpy(p->conf->selector, text.start, text.len);
	p->conf->selector[text.len] = '\0';
	p->conf->select = select;
	return 0;
}

/* item is the whole "key=value", value its second half. */
typedef int (*set_value)(struct parser *p, struct slice item, struct slice value);

/* Digits at the start of value; limit or more is limit. Returns how many there are. */
static size_t parse_digits(struct slice value, long long limit, long long *ret_number)
{
	long long number = 0;
	size_t i;

	for (i = 0; i < value.len && value.start[i] >= '0' && value.start[i] <= '9'; i++) {
		number = number * 10 + (value.start[i] - '0');
		if (number > limit)
			number = limit;
	}
	*ret_number = number;
	return i;
}

static int set_fd(struct parser *p, struct slice item, struct slice value)
{
	long long fd;

	if (parse_digits(value, INT_MAX + 1LL, &fd) != value.len || fd > INT_MAX)
		return fail(p, -EINVAL, "\"%.*s\": not a descriptor's number", shown(item),
			    item.start);
	if (p->conf->select != TCTI_SELECT_NONE)
		return fail(p, -EINVAL, "\"%.*s\": a TPM was already selected", shown(item),
			    item.start);
	p->conf->fd = (int)fd;
	p->conf->select = TCTI_SELECT_FD;
	return 0;
}

static bool is_text(struct slice slice, const char *text)
{
	return slice.len == strlen(text) && !strncmp(slice.start, text, slice.len);
}

static int parse_time(struct parser *p, struct slice item, struct slice value, int *ret_ms)
{
	long long number;
	size_t digits = parse_digits(value, DAY_MS + 1, &number);
	struct slice unit = { value.start + digits, value.len - digits };

	if (digits && is_text(unit, "s") && number <= DAY_MS / 1000) {
		*ret_ms = (int)number * 1000;
		return 0;
	}
	if (digits && is_text(unit, "ms") && number <= DAY_MS) {
		*ret_ms = (int)number;
		return 0;
	}
	return fail(p, -EINVAL, "\"%.*s\": not a time such as 5s or 500ms, at most a day",
		    shown(item), item.start);
}

static int set_wait(struct parser *p, struct slice item, struct slice value)
{
	return parse_time(p, item, value, &p->conf->wait_ms);
}

static int set_busy(struct parser *p, struct slice item, struct slice value)
{
	return parse_time(p, item, value, &p->conf->busy_ms);
}

static int set_reopen(struct parser *p, struct slice item, struct slice value)
{
	p->conf->reopen = is_text(value, "yes");
	if (!p->conf->reopen && !is_text(value, "no"))
		return fail(p, -EINVAL, "\"%.*s\": neither yes nor no", shown(item), item.start);
	return 0;
}

static int set_parent(struct parser *p, struct slice item, struct slice value)
{
	(void)value;
	return select_text(p, TCTI_SELECT_PARENT, item);
}

static const struct {
	const char *name;
	set_value set;
} keys[] = {
	{ "busy", set_busy },	  { "fd", set_fd },	{ "parent", set_parent },
	{ "reopen", set_reopen }, { "wait", set_wait },
};

static int parse_option(struct parser *p, struct slice item, size_t key_len)
{
	struct slice value = { item.start + key_len + 1, item.len - key_len - 1 };
	int r = check_ends(p, value);

	if (r < 0)
		return r;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strlen(keys[i].name) != key_len ||
		    strncmp(item.start, keys[i].name, key_len) != 0)
			continue;
		if (p->seen & UINT32_C(1) << i)
			return fail(p, -EINVAL, "\"%s=\" is given twice", keys[i].name);
		if (!value.len)
			return fail(p, -EINVAL, "\"%s=\" has no value", keys[i].name);
		p->seen |= UINT32_C(1) << i;
		return keys[i].set(p, item, value);
	}
	return fail(p, -EINVAL, "unknown option \"%.*s=\" (" MANUAL ")",
		    shown((struct slice){ item.start, key_len }), item.start);
}

static int parse_item(struct parser *p, struct slice item, bool first)
{
	const char *equals;
	int r;

	if (!item.len)
		return fail(p, -EINVAL, "empty item: a comma too many (" MANUAL ")");
	r = check_ends(p, item);
	if (r < 0)
		return r;
	equals = memchr(item.start, '=', item.len);
	if (first && item.start[0] == '/')
		return select_text(p, TCTI_SELECT_PATH, item);
	if (equals)
		return parse_option(p, item, (size_t)(equals - item.start));
	if (!first)
		return fail(p, -EINVAL, "\"%.*s\": not \"key=value\" (" MANUAL ")", shown(item),
			    item.start);
	return select_text(
		p, memchr(item.start, '/', item.len) ? TCTI_SELECT_PATH : TCTI_SELECT_NAME, item);
}

static void parser_init(struct parser *p, struct tcti_conf *conf, char *error, size_t error_size)
{
	*p = (struct parser){ .conf = conf, .error = error, .error_size = error_size };
	conf->select = TCTI_SELECT_NONE;
	conf->fd = -1;
	conf->wait_ms = 0;
	conf->busy_ms = 0;
	conf->reopen = false;
	conf->selector[0] = '\0';
	if (error_size)
		error[0] = '\0';
}

int tcti_conf_parse(const char *text, struct tcti_conf *ret_conf, char *ret_error,
		    size_t error_size)
{
	struct parser p;
	bool first = true;
	int r;

	parser_init(&p, ret_conf, ret_error, error_size);
	for (const char *rest = text && *text ? text : NULL; rest; first = false) {
		const char *end = strchrnul(rest, ',');

		r = parse_item(&p, (struct slice){ rest, (size_t)(end - rest) }, first);
		if (r < 0)
			return r;
		rest = *end ? end + 1 : NULL;
	}
	return 0;
}

int tcti_conf_parse_path(const char *text, struct tcti_conf *ret_conf, char *ret_error,
			 size_t error_size)
{
	struct slice path = { text, text ? strlen(text) : 0 };
	struct parser p;
	int r;

	parser_init(&p, ret_conf, ret_error, error_size);
	if (!text)
		return 0;
	if (!path.len)
		return fail(&p, -EINVAL, "the path of the node is empty");
	r = check_ends(&p, path);
	return r < 0 ? r : select_text(&p, TCTI_SELECT_PATH, path);
}
