/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Groups properties-fixed and properties-variable.
 *
 *	5.x, 4.x			3.x, 2.x
 *	TPM2_PT_MANUFACTURER:		TPM_PT_MANUFACTURER:        0x49465800
 *	  raw: 0x49465800
 *	  value: "IFX"
 *	TPM2_PT_VENDOR_STRING_1:	TPM_PT_VENDOR_STRING_1:
 *	  raw: 0x534C4239		  as UINT32:                0x534c4239
 *	  value: "SLB9"			  as string:                "SLB9"
 *	TPM2_PT_PERMANENT:		TPM_PT_PERSISTENT:
 *	  ownerAuthSet:   1		  ownerAuthSet:              set
 *	TPM2_PT_HR_LOADED: 0x0		TPM_PT_HR_LOADED:            0x00000000
 *
 * 4.x has no raw of TPM2_PT_REVISION. Of a variable property that tpm2_getcap does not know it
 * prints the value twice, as "unknown1F: 0x1F", and not the property.
 */
#include <string.h>

#include "capabilities.h"
#include "names.h"
#include "kinds.h"

enum { MAX_PROPERTIES = 1024 };

static struct known_property *find(const struct getcap *getcap, uint32_t property)
{
	for (size_t i = 0; i < getcap->properties.count; i++)
		if (getcap->properties.items[i].property == property)
			return &getcap->properties.items[i];
	return NULL;
}

static bool add(struct reader *reader, const struct text_line *line, uint32_t value, uint32_t known)
{
	struct getcap *getcap = &reader->getcap;
	struct known_properties *properties = &getcap->properties;
	struct known_property *item = find(getcap, reader->property);

	if (item) {
		if ((item->value ^ value) & item->known & known)
			return reader_fail(reader, line, "not what was said before, which counts");
		item->value |= value & ~item->known;
		item->known |= known;
		return true;
	}
	if (properties->count == MAX_PROPERTIES)
		return reader_fail(reader, line, "more properties than a TPM has");
	if (properties->count == getcap->capacity) {
		struct known_property *items;

		getcap->capacity = getcap->capacity ? 2 * getcap->capacity : 64;
		items = arena_alloc(&getcap->report->arena, getcap->capacity * sizeof(*items));
		if (properties->count)
			memcpy(items, properties->items, properties->count * sizeof(*items));
		properties->items = items;
	}
	properties->items[properties->count++] =
		(struct known_property){ reader->property, value, known };
	*(reader->property < TPM2_PT_VAR ? &properties->fixed : &properties->variable) =
		(struct fact){ .presence = PRESENCE_PRESENT };
	return true;
}

/* Of which group is a property that is not known? Of that of the last one. */
static bool is_variable(const struct reader *reader)
{
	return reader->property ? reader->property >= TPM2_PT_VAR
				: reader->hint == GETCAP_PROPERTIES_VARIABLE;
}

/* A property of which the text has a name or nothing, but not the TPM_PT. */
static bool add_unnamed(struct reader *reader, const struct text_line *line, uint32_t value)
{
	struct getcap *getcap = &reader->getcap;
	struct list_fact *list = &getcap->unnamed[is_variable(reader)];
	struct property *record;

	if (list->count == MAX_PROPERTIES)
		return reader_fail(reader, line, "more properties than a TPM has");
	record = list_append(&getcap->report->arena, list, sizeof(*record));
	fact_set_bytes(getcap->report, &record->name, reader->name.bytes, reader->name.size);
	record->property.fact = FACT_ABSENT;
	record->raw = FACT_NUMBER(value);
	return true;
}

static bool set_value(struct reader *reader, const struct text_line *line)
{
	uint64_t value;

	reader->begun = NULL;
	if (!line->value.size) {
		reader->begun = "a property";
		return true;
	}
	/* Version 3 wrote "0x08" before the digits of this one. */
	if (slice_number(line->value, UINT64_C(0x8ffffffff), &value, NULL) &&
	    (value <= UINT32_MAX ||
	     (reader->named && reader->property == TPM2_PT_FAMILY_INDICATOR && value >> 32 == 8)))
		return reader->named ? add(reader, line, (uint32_t)value, UINT32_MAX)
				     : add_unnamed(reader, line, (uint32_t)value);
	if (reader->named && reader->property == TPM2_PT_REVISION &&
	    slice_hundredths(line->value, UINT32_MAX, &value))
		return add(reader, line, (uint32_t)value, UINT32_MAX);
	return reader_fail(reader, line, "not a number of 32 bits");
}

static bool begin(struct reader *reader, const struct text_line *line, struct slice name)
{
	uint64_t value;

	/* eltt2 has other values behind the same names. */
	if (line->value.size && !slice_number(line->value, UINT64_MAX, &value, NULL) &&
	    !slice_hundredths(line->value, UINT32_MAX, &value))
		return false;
	/* tpm2-tss 1.x had TPM_PT_TPM2_HR_NV_INDEX, tpm2_getcap 4 the wrong one of these two. */
	slice_skip(&name, "TPM2_");
	if (slice_is(name, "PERSISTENT"))
		name = slice_of("PERMANENT");
	reader->in_property = true;
	reader->name =
		slice_of(arena_strndup(&reader->report->arena, line->key.bytes, line->key.size));
	reader->named = false;
	if (name_property_id(name.bytes, name.size, &reader->property))
		reader->named = true;
	if (line->value.size)
		return set_value(reader, line);
	reader->begun = "a property";
	return true;
}

/* One bit of a set; of several bits together it is only told whether any is set. */
static bool set_flag(struct reader *reader, const struct text_line *line)
{
	const struct flag_name *flags;
	uint64_t is_set;
	size_t n_flags;

	flags = name_property_flags(reader->property, &n_flags);
	for (size_t i = 0; i < n_flags; i++) {
		uint32_t mask = flags[i].mask;

		if (!slice_is(line->key, flags[i].name))
			continue;
		reader->begun = NULL;
		if (!line->value.size)
			return true;
		if (!slice_truth(line->value, &is_set))
			return reader_fail(reader, line, "neither 0 nor 1");
		return add(reader, line, is_set ? mask : 0,
			   is_set && (mask & (mask - 1)) ? 0 : mask);
	}
	return false;
}

static const char *source_of(const struct reader *reader)
{
	return is_variable(reader) ? "tpm2_getcap properties-variable"
				   : "tpm2_getcap properties-fixed";
}

static bool read_property_line(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice name = line->key;

	if (!line->colon)
		return false;
	if (slice_skip(&name, "TPM2_PT_") || slice_skip(&name, "TPM_PT_"))
		return begin(reader, line, name);
	if (!open || reader->after_gap)
		return false;
	if (slice_skip(&name, "unknown") && line->value.size) {
		reader->in_property = reader->named = false;
		reader->name = slice_of("unknown");
		return set_value(reader, line);
	}
	if (!reader->in_property)
		return false;
	if (slice_is(line->key, "raw") || slice_is(line->key, "as UINT32"))
		return set_value(reader, line);
	if (slice_is(line->key, "value") || slice_is(line->key, "as string"))
		return reader->named && reader->property == TPM2_PT_REVISION &&
				       !find(&reader->getcap, TPM2_PT_REVISION)
			       ? set_value(reader, line)
			       : true;
	return reader->named && set_flag(reader, line);
}

static bool read_property(struct reader *reader, const struct text_line *line, bool open)
{
	return read_property_line(reader, line, open) && reader_take_tpm(reader, source_of(reader));
}

const struct text_kind kind_properties = { read_property };
