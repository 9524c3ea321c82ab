/* SPDX-License-Identifier: BSD-2-Clause */
/* Breaking lines that are wider than the terminal. */
#include "wrap.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum { WIDTH_MIN = 20, WIDTH_MAX = 4096 };

struct wrap {
	FILE *out;
	unsigned int width;
	char *line;
	size_t size, capacity;
};

unsigned int wrap_width(FILE *out)
{
	const char *columns = getenv("COLUMNS");
	long n = columns ? strtol(columns, NULL, 10) : 0;
	struct winsize size;

	if (n >= WIDTH_MIN && n <= WIDTH_MAX)
		return (unsigned int)n;
	if (!isatty(fileno(out)) || ioctl(fileno(out), TIOCGWINSZ, &size) || !size.ws_col)
		return 0;
	return size.ws_col < WIDTH_MIN ? WIDTH_MIN : size.ws_col;
}

/* One character or escape sequence at p: its bytes, and the columns that it takes. */
static size_t next(const char *p, size_t left, unsigned int *ret_columns)
{
	mbstate_t state = { 0 };
	wchar_t c;
	size_t n;
	int w;

	*ret_columns = 1;
	if (*p == '\033') {
		*ret_columns = 0;
		for (n = 1; n < left && !(p[n] >= '@' && p[n] <= '~' && p[n] != '['); n++)
			;
		return n < left ? n + 1 : left;
	}
	n = mbrtowc(&c, p, left, &state);
	if (n == (size_t)-1 || n == (size_t)-2 || !n)
		return 1;
	w = wcwidth(c);
	*ret_columns = w < 0 ? 1 : (unsigned int)w;
	return n;
}

static unsigned int columns_of(const char *p, size_t size)
{
	unsigned int columns = 0, w;

	for (size_t i = 0, n; i < size; i += n) {
		n = next(p + i, size - i, &w);
		columns += w;
	}
	return columns;
}

/* Where what does not fit goes on: below the last thing that two blanks set apart, in the left two thirds. */
static unsigned int hanging_indent(const char *p, size_t size, unsigned int width)
{
	unsigned int column = 0, indent = 0, w;
	bool is_first = true;

	for (size_t i = 0, n; i < size && column < width * 2 / 3; i += n) {
		size_t blanks = strspn(p + i, " ");

		if (blanks > size - i)
			blanks = size - i;
		if (blanks) {
			column += (unsigned int)blanks;
			if ((is_first || blanks > 1) && column < width * 2 / 3 && i + blanks < size)
				indent = column;
			is_first = false;
			n = blanks;
			continue;
		}
		is_first = false;
		n = next(p + i, size - i, &w);
		column += w;
	}
	return indent;
}

/* The bytes of p that fit into so many columns: up to a blank if there is one. */
static size_t fitting(const char *p, size_t size, unsigned int columns)
{
	unsigned int used = 0, w;
	size_t i = 0, n, blank = 0;

	for (; i < size; i += n) {
		n = next(p + i, size - i, &w);
		if (used + w > columns)
			break;
		if (p[i] == ' ' && i > 0 && p[i - 1] != ' ')
			blank = i;
		used += w;
	}
	if (i == size || p[i] == ' ')
		return i;
	/* Blanks at the beginning are the line's indent, and no place to break. */
	return blank > strspn(p, " ") ? blank : i ? i : next(p, size, &w);
}

static void write_line(struct wrap *wrap, const char *p, size_t size)
{
	unsigned int indent = 0;

	if (wrap->width && columns_of(p, size) > wrap->width) {
		indent = hanging_indent(p, size, wrap->width);
		for (bool first = true; size; first = false) {
			size_t n = fitting(p, size, wrap->width - (first ? 0 : indent));

			fprintf(wrap->out, "%*s", first ? 0 : (int)indent, "");
			fwrite(p, 1, n, wrap->out);
			p += n;
			size -= n;
			while (size && *p == ' ')
				p++, size--;
			if (size)
				fputc('\n', wrap->out);
		}
		return;
	}
	fwrite(p, 1, size, wrap->out);
}

static ssize_t add(void *cookie, const char *data, size_t size)
{
	struct wrap *wrap = cookie;

	if (wrap->size + size + 1 > wrap->capacity) {
		size_t capacity = 2 * (wrap->size + size) + 256;
		char *line = realloc(wrap->line, capacity);

		if (!line)
			return 0;
		wrap->line = line;
		wrap->capacity = capacity;
	}
	memcpy(wrap->line + wrap->size, data, size);
	wrap->size += size;
	wrap->line[wrap->size] = '\0';
	for (char *start = wrap->line, *end;; start = end + 1) {
		end = memchr(start, '\n', wrap->size - (size_t)(start - wrap->line));
		if (!end) {
			wrap->size -= (size_t)(start - wrap->line);
			memmove(wrap->line, start, wrap->size + 1);
			break;
		}
		*end = '\0';
		write_line(wrap, start, (size_t)(end - start));
		fputc('\n', wrap->out);
	}
	return ferror(wrap->out) ? 0 : (ssize_t)size;
}

static int finish(void *cookie)
{
	struct wrap *wrap = cookie;
	int r;

	if (wrap->size)
		write_line(wrap, wrap->line, wrap->size);
	r = ferror(wrap->out) ? EOF : 0;
	free(wrap->line);
	free(wrap);
	return r;
}

FILE *wrap_open(FILE *out, unsigned int width)
{
	const cookie_io_functions_t functions = { .write = add, .close = finish };
	struct wrap *wrap = calloc(1, sizeof(*wrap));
	FILE *stream;

	if (!wrap)
		return NULL;
	wrap->out = out;
	wrap->width = width;
	stream = fopencookie(wrap, "w", functions);
	if (!stream)
		free(wrap);
	return stream;
}
