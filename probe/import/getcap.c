/* SPDX-License-Identifier: BSD-2-Clause */
/* Which group a file holds, and how a text becomes facts. */
#include "reader.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "capabilities.h"
#include "cleanup.h"

static const struct group_row {
	const char *name, *other_name;
	bool (*read)(struct reader *reader, const struct text_line *line);
	ptrdiff_t list;	   /* offset in struct capabilities; -1: several or none */
	bool may_be_empty; /* a TPM may have none of it */
} groups[] = {
#define LIST(member) offsetof(struct capabilities, member)
	[GETCAP_PROPERTIES_FIXED] = { "properties-fixed", NULL, read_property, -1, false },
	[GETCAP_PROPERTIES_VARIABLE] = { "properties-variable", NULL, read_property, -1, false },
	[GETCAP_ALGORITHMS] = { "algorithms", NULL, read_algorithm, LIST(algorithms), false },
	[GETCAP_COMMANDS] = { "commands", NULL, read_command, LIST(commands), false },
	[GETCAP_PCRS] = { "pcrs", NULL, read_selection, LIST(pcrs), false },
	[GETCAP_ECC_CURVES] = { "ecc-curves", NULL, read_curve, LIST(ecc_curves), true },
	[GETCAP_HANDLES_TRANSIENT] = { "handles-transient", NULL, read_handle,
				       LIST(handles_transient), true },
	[GETCAP_HANDLES_PERSISTENT] = { "handles-persistent", NULL, read_handle,
					LIST(handles_persistent), true },
	[GETCAP_HANDLES_PERMANENT] = { "handles-permanent", NULL, read_handle,
				       LIST(handles_permanent), true },
	[GETCAP_HANDLES_PCR] = { "handles-pcr", NULL, read_handle, LIST(handles_pcr), true },
	[GETCAP_HANDLES_NV_INDEX] = { "handles-nv-index", NULL, read_handle, LIST(handles_nv_index),
				      true },
	[GETCAP_HANDLES_LOADED_SESSION] = { "handles-loaded-session", NULL, read_handle,
					    LIST(handles_loaded_session), true },
	[GETCAP_HANDLES_SAVED_SESSION] = { "handles-saved-session", NULL, read_handle,
					   LIST(handles_saved_session), true },
	[GETCAP_PCRREAD] = { "pcrread", "pcrlist", read_pcr, -1, false },
};
enum { N_GROUPS = sizeof(groups) / sizeof(groups[0]) };

static bool contains(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (; *text; text++) {
		size_t i = 0;

		while (i < n && text[i] &&
		       (text[i] == '_' || text[i] == ' ' ? '-' : tolower((unsigned char)text[i])) ==
			       name[i])
			i++;
		if (i == n)
			return true;
	}
	return false;
}

enum getcap_group getcap_group(const char *file_name)
{
	enum getcap_group best = GETCAP_NONE;
	size_t longest = 0;

	for (size_t i = 1; i < N_GROUPS; i++) {
		size_t n = strlen(groups[i].name);

		if (n > longest &&
		    (contains(file_name, groups[i].name) ||
		     (groups[i].other_name && contains(file_name, groups[i].other_name)))) {
			best = (enum getcap_group)i;
			longest = n;
		}
	}
	return best;
}

const char *getcap_group_name(enum getcap_group group)
{
	return group > GETCAP_NONE && (size_t)group < N_GROUPS ? groups[group].name : "";
}

/* The beginning of a line, fit for a message. */
static const char *quote(const struct reader *reader, const struct text_line *line)
{
	return arena_clean(&reader->getcap->report->arena, line->whole.bytes,
			   line->whole.size < 60 ? line->whole.size : 60);
}

bool reader_fail(struct reader *reader, const struct text_line *line, const char *what)
{
	reader->error = arena_printf(&reader->getcap->report->arena, "%s: \"%s\"", what,
				     quote(reader, line));
	return true;
}

int getcap_read(struct getcap *getcap, enum getcap_group group, const char *text, size_t size,
		char **ret_error)
{
	struct reader reader = { .getcap = getcap, .group = group };
	struct lines lines = { .next = text, .end = text + size };
	const struct group_row *row = &groups[group];
	struct arena *arena = &getcap->report->arena;
	const char *strange = NULL;
	struct text_line line;
	size_t strange_number = 0;

	*ret_error = NULL;
	if (row->list >= 0)
		((struct list_fact *)((char *)getcap->tpm->capabilities + row->list))
			->fact.presence = PRESENCE_PRESENT;
	while (!reader.error && lines_next(&lines, &line)) {
		if (!row->read(&reader, &line) && !strange) {
			strange = quote(&reader, &line);
			strange_number = lines.number;
		}
	}
	if (group == GETCAP_ALGORITHMS)
		end_algorithm(&reader);
	if (!reader.error && reader.open)
		reader.error = arena_printf(arena, "the text ends within %s", reader.open);
	if (!reader.error && !reader.entries && strange) {
		lines.number = strange_number;
		reader.error = arena_printf(arena, "this is not what tpm2_getcap %s prints: \"%s\"",
					    row->name, strange);
	}
	if (!reader.error && !reader.entries && !row->may_be_empty) {
		*ret_error = strdup("there is nothing in it");
		return -EBADMSG;
	}
	if (!reader.error)
		return 0;
	if (asprintf(ret_error, "line %zu: %s", lines.number, reader.error) < 0)
		*ret_error = NULL;
	return -EBADMSG;
}

static void append(struct report *report, struct list_fact *list, const struct list_fact *more)
{
	const struct property *properties = more->items;

	for (size_t i = 0; i < more->count; i++)
		*(struct property *)list_append(&report->arena, list, sizeof(*properties)) =
			properties[i];
}

void getcap_end(struct getcap *getcap)
{
	struct capabilities *capabilities = getcap->tpm->capabilities;
	struct report *report = getcap->report;

	record_identity(report, getcap->tpm, &getcap->properties);
	record_properties(report, getcap->tpm, &getcap->properties);
	append(report, &capabilities->properties_fixed, &getcap->unnamed[0]);
	append(report, &capabilities->properties_variable, &getcap->unnamed[1]);
	/* One bank alone may be all that was asked for; of several it is the allocation. */
	if (capabilities->pcrs.fact.presence == PRESENCE_NOT_COLLECTED &&
	    getcap->read_banks.count > 1)
		capabilities->pcrs = getcap->read_banks;
}
