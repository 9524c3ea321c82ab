/* SPDX-License-Identifier: BSD-2-Clause */
/* Entries of signature lists (UEFI 2.10, 32.4.1) that are in one and not in the other. */
#include "key-list-difference.h"

#include <stdlib.h>
#include <string.h>

#include "text-buffer.h"
#include "library-crypto.h"

enum { LIST_HEADER = 28, OWNER = 16, MAX_ENTRIES = 65536, MAX_NAMED = 3 };

struct entry {
	const uint8_t *type; /* GUID */
	struct span data;    /* behind the owner */
	bool is_in_both;
};

struct entries {
	struct entry *items;
	size_t count;
};

static size_t count_of(const uint8_t *list)
{
	size_t size = le32(list + 16), header = le32(list + 20), each = le32(list + 24);

	return (size - LIST_HEADER - header) / each;
}

/* The header of the next list, or NULL where there is none that makes sense. */
static const uint8_t *next_list(struct span *value, struct span *ret_body)
{
	const uint8_t *p = span_take(value, LIST_HEADER);
	size_t size = p ? le32(p + 16) : 0, header = p ? le32(p + 20) : 0,
	       each = p ? le32(p + 24) : 0;

	if (!p || size < LIST_HEADER || size - LIST_HEADER > value->size ||
	    header > size - LIST_HEADER || each < OWNER)
		return NULL;
	*ret_body = (struct span){ value->p + header, size - LIST_HEADER - header };
	span_take(value, size - LIST_HEADER);
	return p;
}

static bool read_entries(struct arena *arena, struct span value, struct entries *entries)
{
	struct span rest = value, body;
	const uint8_t *list;
	size_t n = 0;

	while (rest.size) {
		list = next_list(&rest, &body);
		if (!list || count_of(list) > MAX_ENTRIES - n)
			return false;
		n += count_of(list);
	}
	*entries = (struct entries){ arena_alloc(arena, n * sizeof(struct entry)), 0 };
	while (value.size) {
		size_t each;

		list = next_list(&value, &body);
		each = le32(list + 24);
		for (size_t i = count_of(list); i > 0; i--, body.p += each)
			entries->items[entries->count++] =
				(struct entry){ list, { body.p + OWNER, each - OWNER }, false };
	}
	return true;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int r = memcmp(x->type, y->type, 16);

	if (r)
		return r;
	if (x->data.size != y->data.size)
		return x->data.size < y->data.size ? -1 : 1;
	return memcmp(x->data.p, y->data.p, x->data.size);
}

static void sort(struct entries *entries)
{
	if (entries->count)
		qsort(entries->items, entries->count, sizeof(struct entry), compare_entries);
}

static size_t mark_common(struct entries *a, struct entries *b)
{
	size_t i = 0, j = 0, n = 0;

	while (i < a->count && j < b->count) {
		int r = compare_entries(&a->items[i], &b->items[j]);

		if (!r) {
			a->items[i++].is_in_both = b->items[j++].is_in_both = true;
			n++;
		} else if (r < 0) {
			i++;
		} else {
			j++;
		}
	}
	return n;
}

static bool is_certificate(const struct entry *entry)
{
	const char *name = guid_name(entry->type);

	return name && !strcmp(name, "X.509");
}

/* What those that changed are called. */
static const char *noun(const struct entries *a, const struct entries *b, bool several)
{
	size_t certificates = 0, others = 0;
	const struct entries *const both[] = { a, b };

	for (size_t side = 0; side < 2; side++) {
		for (size_t i = 0; i < both[side]->count; i++) {
			const struct entry *entry = &both[side]->items[i];

			certificates += !entry->is_in_both && is_certificate(entry);
			others += !entry->is_in_both && !is_certificate(entry);
		}
	}
	if (certificates && others)
		return several ? "entries" : "entry";
	if (certificates)
		return several ? "certificates" : "certificate";
	return several ? "hashes" : "hash";
}

static void add_names(struct arena *arena, struct arena_text *text, const struct entries *entries,
		      const char *verb)
{
	size_t n = 0;

	for (size_t i = 0; i < entries->count && n < MAX_NAMED; i++) {
		const struct entry *entry = &entries->items[i];
		const uint8_t *p = entry->data.p;
		char name[128] = "";
		X509 *certificate;

		if (entry->is_in_both || !is_certificate(entry))
			continue;
		certificate = d2i_X509(NULL, &p, (long)entry->data.size);
		if (certificate)
			X509_NAME_get_text_by_NID(X509_get_subject_name(certificate),
						  NID_commonName, name, sizeof(name));
		X509_free(certificate);
		if (!*name)
			continue;
		n++;
		arena_text_add(text, ", ",
			       arena_printf(arena, "\"%s\" %s",
					    arena_clean(arena, name, strlen(name)), verb));
	}
}

const char *key_list_difference(struct arena *arena, struct span then, struct span now)
{
	struct arena_text names = { .arena = arena };
	struct entries a, b;
	size_t common, gone, more;
	const char *counts, *what;

	if (!read_entries(arena, then, &a) || !read_entries(arena, now, &b))
		return NULL;
	sort(&a);
	sort(&b);
	common = mark_common(&a, &b);
	gone = a.count - common;
	more = b.count - common;
	if (!gone && !more)
		return "the same entries, written in another way";
	what = noun(&a, &b, gone + more > 1);
	counts = arena_printf(arena, "(%zu -> %zu)", a.count, b.count);
	add_names(arena, &names, &b, "added");
	add_names(arena, &names, &a, "removed");
	return arena_printf(arena, "%s %s%s%s",
			    gone && more ? arena_printf(arena, "%zu %s added, %zu removed", more,
							what, gone)
					 : arena_printf(arena, "%zu %s %s", gone + more, what,
							more ? "more" : "fewer"),
			    counts, names.text ? ": " : "", arena_text_or(&names, ""));
}
