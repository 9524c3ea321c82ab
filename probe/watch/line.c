/* SPDX-License-Identifier: BSD-2-Clause */
/* Text in columns: measuring, cutting, wrapping between pieces. */
#include "line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "field.h"

enum { GAP = 3, FURTHER = 2 };

static const char *escape(enum line_style style)
{
	static const char *const escapes[] = {
		[STYLE_PLAIN] = "",	   [STYLE_BOLD] = "\033[1m",   [STYLE_GOOD] = "\033[32m",
		[STYLE_WARN] = "\033[33m", [STYLE_BAD] = "\033[1;31m", [STYLE_FAINT] = "\033[2m",
	};

	return escapes[style];
}

/* One character: its bytes (1 or more) and columns. */
static size_t measure(const char *text, bool utf8, size_t *ret_columns)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t n = utf8 ? mbrtowc(&wide, text, strlen(text), &state) : 1;
	int columns;

	if (!utf8) {
		/* The bytes that go on with a character have no column. */
		*ret_columns = ((unsigned char)*text & 0xc0) != 0x80;
		return 1;
	}
	if (n == (size_t)-1 || n == (size_t)-2 || n == 0) {
		*ret_columns = 1;
		return 1;
	}
	columns = wcwidth(wide);
	*ret_columns = columns < 0 ? 1 : (size_t)columns;
	return n;
}

size_t line_columns(const struct line_form *form, const char *text)
{
	size_t total = 0, columns;

	while (*text) {
		text += measure(text, form->utf8, &columns);
		total += columns;
	}
	return total;
}

/* As it is shown, in at most so many columns; ret_columns: in how many. */
static char *fit(struct arena *arena, const struct line_form *form, const char *text, size_t most,
		 size_t *ret_columns)
{
	const char *ellipsis = form->utf8 ? "…" : "~";
	bool cut = line_columns(form, text) > most;
	char *shown = arena_alloc(arena, strlen(text) + sizeof("…")), *p = shown;
	size_t used = 0, columns;

	most -= cut;
	while (*text) {
		size_t n = measure(text, form->utf8, &columns);

		if (used + columns > most)
			break;
		used += columns;
		if (form->utf8)
			p = mempcpy(p, text, n);
		else if (columns)
			*p++ = (unsigned char)*text < 0x80 ? *text
			       : !strncmp(text, "µ", 2)	   ? 'u'
							   : '?';
		text += n;
	}
	if (cut)
		p = stpcpy(p, ellipsis);
	*p = '\0';
	*ret_columns = used + cut;
	return shown;
}

void line_begin(struct line_maker *maker, size_t indent)
{
	maker->indent = indent;
	maker->used = 0;
	maker->text = arena_printf(maker->arena, "%*s", (int)indent, "");
}

void line_end(struct line_maker *maker)
{
	*(const char **)list_append(maker->arena, &maker->lines, sizeof(const char *)) =
		maker->text;
	maker->text = NULL;
}

static void append(struct line_maker *maker, size_t gap, enum line_style style, const char *text,
		   size_t columns)
{
	bool styled = maker->form->colour && style != STYLE_PLAIN;

	maker->text = arena_printf(maker->arena, "%s%*s%s%s%s", maker->text, (int)gap, "",
				   styled ? escape(style) : "", text, styled ? "\033[0m" : "");
	maker->used += gap + columns;
}

size_t line_room(const struct line_maker *maker)
{
	size_t taken = maker->indent + maker->used + (maker->used ? GAP : 0);

	return taken < maker->form->width ? maker->form->width - taken : 0;
}

void line_add(struct line_maker *maker, enum line_style style, const char *text)
{
	size_t columns = line_columns(maker->form, text);
	size_t indent = maker->indent ? maker->indent : FURTHER;
	const char *shown;

	if (columns > line_room(maker) && maker->used) {
		line_end(maker);
		line_begin(maker, indent);
	}
	shown = fit(maker->arena, maker->form, text, line_room(maker), &columns);
	append(maker, maker->used ? GAP : 0, style, shown, columns);
}

void line_add_if_fits(struct line_maker *maker, enum line_style style, const char *text)
{
	if (line_columns(maker->form, text) <= line_room(maker))
		line_add(maker, style, text);
}

void line_add_right(struct line_maker *maker, enum line_style style, const char *text)
{
	size_t columns = line_columns(maker->form, text), left = line_room(maker);

	if (columns > left)
		return;
	append(maker, left - columns + (maker->used ? GAP : 0), style, text, columns);
}
