/* SPDX-License-Identifier: BSD-2-Clause */
/* Values as text. */
#include "field-text.h"

#include <inttypes.h>
#include <string.h>

#include "field.h"
#include "quantity.h"

static const char *number(struct arena *arena, enum field_unit unit, uint64_t value)
{
	switch (unit) {
	case UNIT_HEX:
		return arena_printf(arena, "0x%" PRIX64, value);
	case UNIT_OCTAL:
		return arena_printf(arena, "%04" PRIo64, value);
	case UNIT_BYTES:
		return arena_printf(arena, "%" PRIu64 " bytes", value);
	case UNIT_SECONDS:
		return duration_s(arena, value);
	case UNIT_MILLISECONDS:
		return duration_ns(arena, (double)value * 1e6);
	case UNIT_MICROSECONDS:
		return duration_ns(arena, (double)value * 1e3);
	case UNIT_NANOSECONDS:
		return duration_ns(arena, (double)value);
	case UNIT_NONE:
	case UNIT_LINES:
		break;
	}
	return arena_printf(arena, "%" PRIu64, value);
}

/* Where the numbers that follow each other without a gap end, three or more of them; else i. */
static size_t end_of_run(const uint64_t *numbers, size_t count, size_t i)
{
	size_t last = i;

	while (last + 1 < count && numbers[last] < UINT64_MAX &&
	       numbers[last + 1] == numbers[last] + 1)
		last++;
	return last - i >= 2 ? last : i;
}

static const char *list(struct arena *arena, const struct field *field,
			const struct list_fact *items)
{
	struct arena_text text = { .arena = arena };

	if (!items->count)
		return "-";
	for (size_t i = 0; i < items->count; i++) {
		const char *item;

		if (field->type == FIELD_TEXTS) {
			item = ((const char *const *)items->items)[i];
		} else if (field->type == FIELD_NUMBERS) {
			const uint64_t *numbers = items->items;
			size_t last = end_of_run(numbers, items->count, i);

			item = number(arena, field->unit, numbers[i]);
			if (last > i)
				item = arena_printf(arena, "%s-%s", item,
						    number(arena, field->unit, numbers[last]));
			i = last;
		} else {
			const struct record_type *type = field->record;
			const void *record = (const char *)items->items + i * type->size;

			item = arena_printf(arena, "%s=%s",
					    text_of_field(arena, &type->fields[0], record),
					    text_of_field(arena, &type->fields[1], record));
		}
		arena_text_add(&text, " ", item);
	}
	return arena_text_or(&text, "-");
}

const char *text_of_field(struct arena *arena, const struct field *field, const void *record)
{
	const struct fact *fact = field_fact(field, record);

	if (!fact || fact->presence == PRESENCE_NOT_COLLECTED || fact->presence == PRESENCE_ABSENT)
		return "-";
	if (fact->presence == PRESENCE_DENIED)
		return "(no permission)";
	if (fact->presence == PRESENCE_WITHHELD)
		return "(left out)";
	if (fact->presence == PRESENCE_FAILED)
		return fact->error_is_rc
			       ? arena_printf(arena, "(failed: 0x%08x)", fact->error)
			       : arena_printf(arena, "(failed: %s)", strerror((int)fact->error));
	switch (field->type) {
	case FIELD_BOOL:
		return ((const struct number_fact *)fact)->value ? "yes" : "no";
	case FIELD_NUMBER:
		return number(arena, field->unit, ((const struct number_fact *)fact)->value);
	case FIELD_REAL:
		return arena_printf(arena, "%.3g", ((const struct real_fact *)fact)->value);
	case FIELD_TEXT:
	case FIELD_ENUM:
		return ((const struct text_fact *)fact)->value;
	case FIELD_RECORD:
		return "-";
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		break;
	}
	return list(arena, field, (const struct list_fact *)fact);
}
