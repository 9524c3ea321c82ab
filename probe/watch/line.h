/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of a terminal of which the width in columns is known, whatever the text. */
#ifndef WATCH_LINE_H
#define WATCH_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "fact.h"

enum line_style { STYLE_PLAIN, STYLE_BOLD, STYLE_GOOD, STYLE_WARN, STYLE_BAD, STYLE_FAINT };

struct line_form {
	size_t width; /* columns; at least 20 */
	bool utf8;    /* otherwise "µ" becomes "u", and what else is not ASCII "?" */
	bool colour;
};

/* Lines in the making. Everything is in the arena. */
struct line_maker {
	struct arena *arena;
	const struct line_form *form;
	struct list_fact lines; /* texts, with the escapes of their styles */
	char *text;		/* the line at hand */
	size_t used;		/* columns of it */
	size_t indent;		/* of the line at hand; those that go on with it have 2 at least */
};

/* Begin a line. */
void line_begin(struct line_maker *maker, size_t indent);
/* Append a piece, three blanks behind the last, on a further line where it does not fit. What is wider
 * than a line is cut, and ends with an ellipsis. */
void line_add(struct line_maker *maker, enum line_style style, const char *text);
/* The same where there is no room to be taken: a piece that does not fit is left out. */
void line_add_if_fits(struct line_maker *maker, enum line_style style, const char *text);
/* At the right end, if there is room. */
void line_add_right(struct line_maker *maker, enum line_style style, const char *text);
void line_end(struct line_maker *maker);

/* Columns that are left in the line at hand, behind a gap. */
size_t line_room(const struct line_maker *maker);

/* Columns of a text as this locale shows it. */
size_t line_columns(const struct line_form *form, const char *text);

#endif
