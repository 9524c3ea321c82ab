/* SPDX-License-Identifier: BSD-2-Clause */
/* As much of the XML of dbus-daemon(1) as tells who may send. */
#include "bus-policy.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

/* The value of an attribute inside a tag that ends at end. */
static bool attribute(const char *tag, const char *end, const char *name, const char **ret_value,
		      size_t *ret_size)
{
	size_t n = strlen(name);

	for (const char *p = tag; (p = memmem(p, (size_t)(end - p), name, n)); p += n) {
		const char *value = p + n;

		if (p == tag || !strchr(" \t\n", p[-1]) || value + 1 >= end || value[0] != '=' ||
		    !strchr("\"'", value[1]))
			continue;
		*ret_value = value + 2;
		*ret_size = strcspn(value + 2, value[1] == '"' ? "\"" : "'");
		return *ret_value + *ret_size < end;
	}
	return false;
}

/* Is there an <allow send_destination="destination"> before end? */
static bool lets_send(const char *p, const char *end, const char *destination)
{
	while ((p = memmem(p, (size_t)(end - p), "<allow", 6))) {
		const char *tag_end = memchr(p, '>', (size_t)(end - p)), *value;
		size_t size;

		if (!tag_end)
			return false;
		if (attribute(p + 6, tag_end, "send_destination", &value, &size) &&
		    size == strlen(destination) && !strncmp(value, destination, size))
			return true;
		p = tag_end;
	}
	return false;
}

bool bus_policy_next(const char **at, const char *destination, struct policy_span *ret_span)
{
	const char *p = *at;

	while ((p = strstr(p, "<policy"))) {
		const char *tag_end = strchr(p, '>'), *end = strstr(p, "</policy>");
		struct policy_span span = { 0 };
		bool named;

		if (!tag_end || !end || end < tag_end)
			break;
		named = attribute(p + 7, tag_end, "user", &span.name, &span.size);
		if (!named) {
			span.is_group = true;
			named = attribute(p + 7, tag_end, "group", &span.name, &span.size);
		}
		p = end;
		if (!named || !lets_send(tag_end, end, destination))
			continue;
		*ret_span = span;
		*at = p;
		return true;
	}
	*at = *at + strlen(*at);
	return false;
}
