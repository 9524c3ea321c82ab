/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of volumes: udev's database, the device mapper, crypttab and the kernel command line in one. */
#include "find-volumes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "block-device.h"
#include "cleanup.h"
#include "configured.h"

enum { FILE_MAX = 1 << 18 };

struct finding_volumes {
	struct arena *arena;
	const struct root *root;
	struct configured configured;
	struct block_device *devices;
	size_t n_devices;
	struct luks_mapping *mappings;
	size_t n_mappings;
	struct volume_sources known;
};

static bool equal(const char *a, const char *b)
{
	return a && b && !strcasecmp(a, b);
}

static void read_configuration(struct finding_volumes *find)
{
	_cleanup_free_ char *crypttab = NULL, *line = NULL;
	ssize_t n = root_read_all(find->root, "/etc/crypttab", FILE_MAX, &crypttab);

	if (n >= 0)
		configured_read_crypttab(find->arena, &find->configured, crypttab, (size_t)n);
	n = root_read_all(find->root, "/proc/cmdline", FILE_MAX, &line);
	if (n >= 0)
		configured_read_command_line(find->arena, &find->configured, line, (size_t)n);
}

static const struct block_device *device_named(const struct finding_volumes *find, const char *path)
{
	for (size_t i = 0; i < find->n_devices; i++) {
		const struct block_device *device = &find->devices[i];

		if (!strcmp(device->node, path))
			return device;
		for (size_t k = 0; k < device->n_links; k++)
			if (!strcmp(device->links[k], path))
				return device;
	}
	return NULL;
}

static const struct block_device *device_of_uuid(const struct finding_volumes *find,
						 const char *uuid)
{
	for (size_t i = 0; i < find->n_devices; i++)
		if (equal(find->devices[i].uuid, uuid))
			return &find->devices[i];
	return NULL;
}

/* What a specification of crypttab leads to: "UUID=...", "PARTLABEL=...", a path. */
static void resolve(const struct finding_volumes *find, const char *specification,
		    struct volume_source *source)
{
	static const char *const kinds[][2] = { { "UUID=", "uuid" },
						{ "LABEL=", "label" },
						{ "PARTUUID=", "partuuid" },
						{ "PARTLABEL=", "partlabel" },
						{ "ID=", "id" } };
	const struct block_device *device;
	const char *path = specification;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i][0]);

		if (strncasecmp(specification, kinds[i][0], n) != 0)
			continue;
		path = arena_printf(find->arena, "/dev/disk/by-%s/%s", kinds[i][1],
				    specification + n);
		if (!i)
			source->uuid = specification + n;
	}
	device = source->uuid ? device_of_uuid(find, source->uuid) : NULL;
	if (!device)
		device = device_named(find, path);
	source->path = device ? device->node : path;
	source->source = device ? device->node : specification;
	if (device && device->uuid)
		source->uuid = device->uuid;
}

/* The one that this path or UUID is of, or NULL. */
static struct volume_source *same(struct finding_volumes *find, const struct volume_source *source)
{
	for (size_t i = 0; i < find->known.count; i++) {
		struct volume_source *item = &find->known.items[i];

		if (source->path && item->path && !strcmp(source->path, item->path))
			return item;
		if (equal(source->uuid, item->uuid))
			return item;
	}
	return NULL;
}

static struct volume_source *add(struct finding_volumes *find, const struct volume_source *source)
{
	struct volume_source *item = same(find, source);

	if (item || find->known.count == VOLUMES_MAX)
		return item;
	item = &find->known.items[find->known.count++];
	*item = *source;
	return item;
}

static bool in_initrd(struct arena *arena, const struct configured_volume *configured)
{
	return configured->on_command_line ||
	       configured_option(arena, configured->options, "x-initrd.attach");
}

/* "PATH" or "PATH:DEVICE", which is on another device and not looked for. */
static const char *header_of(struct arena *arena, const char *options)
{
	const char *header = configured_option(arena, options, "header");

	return header && *header == '/' && !strchr(header, ':') ? header : NULL;
}

static void add_configured(struct finding_volumes *find)
{
	for (size_t i = 0; i < find->configured.count; i++) {
		const struct configured_volume *configured = &find->configured.items[i];
		struct volume_source source = { 0 }, *item;

		resolve(find, configured->device, &source);
		item = add(find, &source);
		if (!item)
			continue;
		item->is_configured = true;
		item->has_crypttab_line = find->configured.has_crypttab;
		if (configured->name)
			item->name = configured->name;
		item->options = configured->options;
		item->header = header_of(find->arena, configured->options);
		item->wants_tpm = configured_wants_tpm(configured->options);
		item->in_initrd = in_initrd(find->arena, configured);
	}
}

static void add_mappings(struct finding_volumes *find)
{
	for (size_t i = 0; i < find->n_mappings; i++) {
		const struct luks_mapping *mapping = &find->mappings[i];
		const struct volume_source source = { .source = mapping->node,
						      .path = mapping->node,
						      .uuid = mapping->uuid };
		struct volume_source *item =
			mapping->node ? add(find, &source) : same(find, &source);

		if (!item)
			continue;
		item->is_open = true;
		item->name = mapping->name;
	}
}

static void find_known(struct finding_volumes *find)
{
	read_configuration(find);
	find->n_devices = block_devices(find->arena, find->root, &find->devices);
	find->n_mappings = luks_mappings(find->arena, find->root, &find->mappings);
	for (size_t i = 0; i < find->n_devices; i++)
		if (find->devices[i].is_luks)
			add(find, &(struct volume_source){ .source = find->devices[i].node,
							   .path = find->devices[i].node,
							   .uuid = find->devices[i].uuid });
	add_configured(find);
	add_mappings(find);
}

static const struct volume_source *known_as(struct finding_volumes *find, const char *word)
{
	static const char mapper[] = "/dev/mapper/";
	const char *name = strncmp(word, mapper, strlen(mapper)) ? word : word + strlen(mapper);
	struct volume_source source = { 0 };

	for (size_t i = 0; i < find->known.count; i++)
		if (!strchr(name, '/') && find->known.items[i].name &&
		    !strcmp(find->known.items[i].name, name))
			return &find->known.items[i];
	resolve(find, word, &source);
	return same(find, &source);
}

static void take_named(struct finding_volumes *find, const char *word,
		       struct volume_source *ret_source)
{
	const struct volume_source *known = known_as(find, word);
	struct volume_source source = { 0 };

	if (known)
		source = *known;
	else
		resolve(find, word, &source);
	source.source = arena_clean(find->arena, word, strlen(word));
	source.is_named = true;
	*ret_source = source;
}

void volumes_find(struct arena *arena, const struct root *root, const char *const *named, size_t n,
		  const char *header, struct volume_sources *ret_sources)
{
	_cleanup_free_ struct finding_volumes *find = calloc(1, sizeof(*find));

	if (!find)
		abort();
	find->arena = arena;
	find->root = root;
	find_known(find);
	*ret_sources = find->known;
	ret_sources->n_known = find->known.count;
	ret_sources->known =
		arena_alloc(arena, (find->known.count + 1) * sizeof(*ret_sources->known));
	memcpy(ret_sources->known, find->known.items,
	       find->known.count * sizeof(*ret_sources->known));
	if (n)
		ret_sources->count = 0;
	for (size_t i = 0; i < n && i < VOLUMES_MAX; i++)
		take_named(find, named[i], &ret_sources->items[ret_sources->count++]);
	for (size_t i = 0; header && i < ret_sources->count; i++)
		ret_sources->items[i].header = header;
}

void volume_identify(const struct volume_sources *sources, const char *uuid,
		     struct volume_source *source)
{
	struct volume_source own = *source;

	for (size_t i = 0; i < sources->n_known; i++) {
		if (!equal(sources->known[i].uuid, uuid))
			continue;
		*source = sources->known[i];
		source->source = own.source;
		source->path = own.path;
		source->header = own.header;
		source->is_named = own.is_named;
	}
	source->uuid = uuid;
}
