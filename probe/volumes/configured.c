/* SPDX-License-Identifier: BSD-2-Clause */
/* crypttab(5), and rd.luks.* of the kernel command line. */
#include "configured.h"

#include <string.h>
#include <strings.h>

#define BLANKS " \t\r\n\v\f"

/* The next word of a line, cleaned; NULL: none is left. Quotation marks group, as systemd reads both files. */
static const char *next_word(struct arena *arena, const char **rest, const char *end)
{
	const char *from = *rest;
	char *word;
	size_t n = 0;
	char quote = '\0';

	while (from < end && strchr(BLANKS, *from))
		from++;
	if (from == end) {
		*rest = end;
		return NULL;
	}
	word = arena_alloc(arena, (size_t)(end - from) + 1);
	for (; from < end && (quote || !strchr(BLANKS, *from)); from++) {
		if (quote ? *from == quote : *from == '"' || *from == '\'')
			quote = quote ? '\0' : *from;
		else
			word[n++] = *from;
	}
	*rest = from;
	return arena_clean(arena, word, n);
}

static struct configured_volume *add(struct configured *configured)
{
	if (configured->count == CONFIGURED_MAX)
		return NULL;
	configured->items[configured->count].options = "";
	return &configured->items[configured->count++];
}

static void read_line(struct arena *arena, struct configured *configured, const char *line,
		      const char *end)
{
	const char *rest = line, *name = next_word(arena, &rest, end), *device, *options;
	struct configured_volume *volume;

	if (!name || *name == '#')
		return;
	device = next_word(arena, &rest, end);
	next_word(arena, &rest, end); /* the key file */
	options = next_word(arena, &rest, end);
	volume = device ? add(configured) : NULL;
	if (!volume)
		return;
	volume->name = name;
	volume->device = device;
	if (options)
		volume->options = options;
}

void configured_read_crypttab(struct arena *arena, struct configured *configured, const char *text,
			      size_t size)
{
	const char *end = text + size;

	configured->has_crypttab = true;
	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		stop = stop ? stop : end;
		read_line(arena, configured, text, stop);
		text = stop < end ? stop + 1 : end;
	}
}

/* "UUID=..." without its prefixes: what stands behind luks-, as dracut writes it, too. */
static const char *bare_uuid(const char *word)
{
	if (!strncasecmp(word, "UUID=", 5))
		word += 5;
	return strncmp(word, "luks-", 5) ? word : word + 5;
}

static struct configured_volume *of_uuid(struct arena *arena, struct configured *configured,
					 const char *uuid)
{
	struct configured_volume *volume;

	for (size_t i = 0; i < configured->count; i++) {
		volume = &configured->items[i];
		if (!strncasecmp(volume->device, "UUID=", 5) &&
		    !strcasecmp(bare_uuid(volume->device), uuid))
			return volume;
	}
	volume = add(configured);
	if (volume)
		volume->device = arena_printf(arena, "UUID=%s", uuid);
	return volume;
}

/* "UUID" or "UUID=VALUE". What stands for all volumes is passed over. */
static void take_parameter(struct arena *arena, struct configured *configured, const char *key,
			   const char *value)
{
	const char *equals = strchr(value, '='), *uuid = value, *rest = NULL;
	struct configured_volume *volume;

	if (strcmp(key, "luks.uuid") != 0 && strcmp(key, "luks.name") != 0 &&
	    strcmp(key, "luks.options") != 0)
		return;
	if (strcmp(key, "luks.uuid") != 0) {
		if (!equals || strlen(value) < 37 || value[36] != '=')
			return;
		uuid = arena_strndup(arena, value, 36);
		rest = value + 37;
	}
	if (!*bare_uuid(uuid))
		return;
	volume = of_uuid(arena, configured, bare_uuid(uuid));
	if (!volume)
		return;
	volume->on_command_line = true;
	if (!strcmp(key, "luks.name"))
		volume->name = rest;
	if (!strcmp(key, "luks.options"))
		volume->options = rest;
}

void configured_read_command_line(struct arena *arena, struct configured *configured,
				  const char *text, size_t size)
{
	const char *rest = text, *word;

	while ((word = next_word(arena, &rest, text + size))) {
		const char *key = strncmp(word, "rd.", 3) ? word : word + 3;
		const char *equals = strchr(key, '=');

		if (equals)
			take_parameter(arena, configured,
				       arena_strndup(arena, key, (size_t)(equals - key)),
				       equals + 1);
	}
}

const char *configured_option(struct arena *arena, const char *options, const char *name)
{
	size_t length = strlen(name);

	while (*options) {
		size_t n = strcspn(options, ",");

		if (n >= length && !strncmp(options, name, length) &&
		    (n == length || options[length] == '='))
			return n == length
				       ? ""
				       : arena_strndup(arena, options + length + 1, n - length - 1);
		options += n + (options[n] == ',');
	}
	return NULL;
}

bool configured_wants_tpm(const char *options)
{
	struct arena arena = { 0 };
	const char *device = configured_option(&arena, options, "tpm2-device");
	bool wants = device && *device;

	arena_clear(&arena);
	return wants;
}
