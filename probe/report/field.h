/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The field table: one row describes one fact, for every output format, for reading a report back,
 * for --fields and for the JSON Schema. A record type is an array of rows over one C structure.
 */
#ifndef FIELD_H
#define FIELD_H

#include <stddef.h>

#include "arena.h"
#include "fact.h"

enum field_type {
	FIELD_NUMBER, /* struct number_fact, JSON integer */
	FIELD_REAL,   /* struct real_fact, JSON number */
	FIELD_BOOL,   /* struct number_fact, JSON true/false */
	FIELD_TEXT,   /* struct text_fact, JSON string */
	FIELD_ENUM,   /* struct enum_fact, JSON string: one of the row's words */
	FIELD_RECORD, /* a structure inside this one, or a pointer to one; no presence of its own */
	FIELD_RECORDS, /* struct list_fact of structures */
	FIELD_TEXTS,   /* struct list_fact of const char * */
	FIELD_NUMBERS, /* struct list_fact of uint64_t */
};

enum field_unit {
	UNIT_NONE,
	UNIT_LINES, /* a text that may have several lines */
	UNIT_HEX,   /* an identifier: text output shows 0x... */
	UNIT_OCTAL, /* permission bits */
	UNIT_BYTES,
	UNIT_NANOSECONDS,
	UNIT_MICROSECONDS,
	UNIT_MILLISECONDS,
	UNIT_SECONDS,
};

/*
 * What of a fact goes into a report for others (redact.h). Every text has to decide; one that has not
 * is kept back. Numbers tell no one machine, unless they are marked.
 */
enum field_sharing {
	SHARE_UNDECIDED = 0,
	SHARE_WHOLE, /* words of ours, of a specification, or of the manufacturer for all of a model */
	SHARE_SCRUBBED, /* text in which names, paths, serial numbers may stand: those go */
	SHARE_ACCOUNTS, /* names of users and groups: only those that every system has */
	SHARE_SETTINGS, /* KEY=value: only keys of which it is known what they hold */
	SHARE_NEVER,	/* tells this machine, TPM or person from all others, or is a secret */
};

struct record_type;

struct field {
	const char *key;   /* lower_snake, equal to the member's name */
	const char *label; /* text output */
	enum field_type type;
	enum field_unit unit;
	size_t offset;
	const struct record_type *record; /* FIELD_RECORD, FIELD_RECORDS */
	const char *help;		  /* what it is, with the source's own name for it */
	enum field_sharing sharing;
	const struct enum_words *words; /* FIELD_ENUM */
	bool is_pointer;		/* FIELD_RECORD: the member points to the structure */
};

/* The first field names the record: in a list, every record has it, be it null. */
struct record_type {
	const char *name; /* the JSON Schema's definition name */
	size_t size;
	const struct field *fields;
	size_t n_fields;
};

/* Behind the help, for texts: enum field_sharing. */
#define FIELD(structure, member, label_, type_, unit_, help_, ...)                   \
	{                                                                            \
		.key = #member, .label = (label_), .type = (type_), .unit = (unit_), \
		.offset = offsetof(struct structure, member), .help = (help_),       \
		.sharing = (__VA_ARGS__ + 0)                                         \
	}
/* A state. Its words are ours or a specification's, and shared. */
#define FIELD_STATE(structure, member, label_, words_, help_)                  \
	{                                                                      \
		.key = #member, .label = (label_), .type = FIELD_ENUM,         \
		.offset = offsetof(struct structure, member), .help = (help_), \
		.sharing = SHARE_WHOLE, .words = (words_)                      \
	}
#define FIELD_OF(structure, member, label_, type_, record_, help_)                         \
	{                                                                                  \
		.key = #member, .label = (label_), .type = (type_),                        \
		.offset = offsetof(struct structure, member), .record = (record_),         \
		.help = (help_),                                                           \
		.is_pointer = sizeof(((struct structure *)NULL)->member) == sizeof(void *) \
	}
#define RECORD_TYPE(structure, table)                                                    \
	{                                                                                \
		.name = #structure, .size = sizeof(struct structure), .fields = (table), \
		.n_fields = sizeof(table) / sizeof((table)[0])                           \
	}

/* The fact of a field. FIELD_RECORD has none: NULL. */
const struct fact *field_fact(const struct field *field, const void *record);

/* The member of a field: its fact, or the structure of a FIELD_RECORD, wherever it is. */
void *field_member(const struct field *field, const void *record);

/* Was anything of this record collected? */
bool record_asked(const struct record_type *type, const void *record);

/* The row with this key, or NULL. */
const struct field *record_field(const struct record_type *type, const char *key);

/* Make the structures that the record points to, and those that they do. */
void record_add_parts(struct arena *arena, const struct record_type *type, void *record);

/* Append a record with all its parts. */
void *record_append(struct arena *arena, struct list_fact *list, const struct record_type *type);

/* Copy a record with all its parts; texts and lists are shared. */
void record_copy(struct arena *arena, const struct record_type *type, void *to, const void *from);

#endif
