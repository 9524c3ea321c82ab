/* SPDX-License-Identifier: BSD-2-Clause */
/* Persistent objects and NV indices. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "field.h"
#include "keys.h"
#include "fields.h"
#include "text.h"

static const char *handle(struct arena *arena, const struct number_fact *fact)
{
	return fact_known(&fact->fact) ? arena_printf(arena, "0x%08" PRIx64, fact->value) : "-";
}

static void print_row(const char *label, const char *value, FILE *out)
{
	fprintf(out, "  %-12s %s\n", label, value);
}

static const char *value_of(struct arena *arena, const struct record_type *type, const char *key,
			    const void *record)
{
	return text_of_field(arena, record_field(type, key), record);
}

static const char *kind_of(struct arena *arena, const struct tpm_object *object)
{
	if (fact_known(&object->bits.fact))
		return arena_printf(arena, "%s %" PRIu64, text_of(&object->type, "-"),
				    object->bits.value);
	if (fact_known(&object->curve.fact))
		return arena_printf(arena, "%s %s", text_of(&object->type, "-"),
				    object->curve.value);
	return value_of(arena, &tpm_object_type, "type", object);
}

static const char *place_of(struct arena *arena, const struct tpm_object *object)
{
	const char *below = "";

	if (fact_known(&object->parent.fact))
		below = arena_printf(arena, ", below 0x%08" PRIx64, object->parent.value);
	if (!fact_known(&object->hierarchy.fact))
		return arena_printf(arena, "not known, its parent is not in the TPM%s", below);
	return arena_printf(arena, "%s%s", object->hierarchy.value, below);
}

static const char *joined(struct arena *arena, const struct list_fact *list)
{
	struct arena_text text = { .arena = arena };

	for (size_t i = 0; i < list->count; i++)
		arena_text_add(&text, ", ", ((const char *const *)list->items)[i]);
	return arena_text_or(&text, "");
}

static void print_object(struct arena *arena, const struct tpm_object *object,
			 const struct text_options *options, FILE *out)
{
	fprintf(out, "%s%s  %s, %s%s\n", text_escape(options, TEXT_BOLD),
		handle(arena, &object->handle), text_of(&object->use, "-"), kind_of(arena, object),
		text_escape(options, TEXT_PLAIN));
	if (!fact_known(&object->type.fact))
		return;
	print_row("hierarchy", place_of(arena, object), out);
	print_row("handle for", text_of(&object->range, "nothing registered"), out);
	if (fact_known(&object->template.fact))
		print_row("template", object->template.value, out);
	if (object->fits.count)
		print_row("as made by", joined(arena, &object->fits), out);
	print_row("attributes", value_of(arena, &tpm_object_type, "attribute_names", object), out);
	print_row("scheme", text_of(&object->scheme, "any"), out);
	if (is_set(&object->wraps_keys))
		print_row("wraps keys",
			  arena_printf(arena, "by %s", text_of(&object->symmetric, "-")), out);
	if (is_set(&object->policy))
		print_row("policy", "yes", out);
	print_row("name", text_of(&object->name, "-"), out);
}

/* The fact of a list that is not there says why. */
static bool print_missing(const struct list_fact *list, const char *what, FILE *out)
{
	if (list->fact.presence == PRESENCE_NOT_COLLECTED)
		return true;
	if (!fact_known(&list->fact))
		fprintf(out, "%s: the TPM does not tell\n", what);
	else if (!list->count)
		fprintf(out, "%s: none\n", what);
	return !fact_known(&list->fact) || !list->count;
}

int render_text_keys(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };

	text_warn_simulator(report, out);
	for (size_t t = 0; t < report_count_tpms(report); t++) {
		const struct tpm_report *tpm = report_tpm(report, t);
		const struct tpm_object *objects = tpm->objects.items;

		text_heading(report, tpm, options, out);
		if (print_missing(&tpm->objects, "persistent objects", out))
			continue;
		for (size_t i = 0; i < tpm->objects.count; i++)
			print_object(&arena, &objects[i], options, out);
	}
	arena_clear(&arena);
	return ferror(out) ? -EIO : 0;
}

static int print_indices(struct arena *arena, const struct tpm_report *tpm,
			 const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "INDEX", "OWNER",   "PURPOSE",	 "TYPE",
						"SIZE",	 "WRITTEN", "ATTRIBUTES" };
	const struct nv_index *indices = tpm->nv_indices.items;
	struct libscols_table *table = text_table(options, out, headings, 7);

	for (size_t i = 0; table && i < tpm->nv_indices.count; i++) {
		const struct nv_index *index = &indices[i];
		const char *cells[] = {
			handle(arena, &index->handle),
			text_of(&index->owner, "-"),
			text_of(&index->purpose, "-"),
			text_of(&index->type, "-"),
			fact_known(&index->size.fact)
				? arena_printf(arena, "%" PRIu64, index->size.value)
				: value_of(arena, &nv_index_type, "size", index),
			value_of(arena, &nv_index_type, "written", index),
			value_of(arena, &nv_index_type, "attribute_names", index),
		};

		text_line(table, NULL, cells, 7);
	}
	return text_table_end(table);
}

int render_text_nv(const struct report *report, const struct text_options *options, FILE *out)
{
	struct arena arena = { 0 };
	int r = 0;

	text_warn_simulator(report, out);
	for (size_t t = 0; !r && t < report_count_tpms(report); t++) {
		const struct tpm_report *tpm = report_tpm(report, t);

		text_heading(report, tpm, options, out);
		if (!print_missing(&tpm->nv_indices, "NV indices", out))
			r = print_indices(&arena, tpm, options, out);
	}
	arena_clear(&arena);
	return r < 0 ? r : ferror(out) ? -EIO : 0;
}
