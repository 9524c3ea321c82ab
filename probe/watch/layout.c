/* SPDX-License-Identifier: BSD-2-Clause */
/* The screen: heading, TPMs, news, in the lines that there are. */
#include "layout.h"

#include <string.h>

#include "block.h"
#include "severity.h"
#include "value-text.h"

enum { INDENT = 2 };

struct layout {
	struct line_maker maker;
	const struct watch_model *model;
	const struct watch_now *now;
	uint64_t interval_ns;
};

#define SAY(layout, ...) arena_printf((layout)->maker.arena, __VA_ARGS__)

static void put_heading(struct layout *layout)
{
	struct line_maker *maker = &layout->maker;
	size_t n = 0;

	for (size_t i = 0; i < layout->model->count; i++)
		n += layout->model->tpms[i]->availability != WATCH_GONE;
	line_begin(maker, 0);
	line_add(maker, STYLE_BOLD, "tpm-probe watch");
	line_add_if_fits(maker, STYLE_PLAIN, SAY(layout, "%zu TPM%s", n, n == 1 ? "" : "s"));
	line_add_if_fits(maker, STYLE_PLAIN,
			 SAY(layout, "every %g s", (double)layout->interval_ns / 1e9));
	line_add_right(maker, STYLE_FAINT, "q: quit");
	line_end(maker);
}

static void put_error(struct layout *layout)
{
	const struct watch_model *model = layout->model;
	struct line_maker *maker = &layout->maker;

	if (!*model->error)
		return;
	line_begin(maker, 0);
	line_add(maker, STYLE_BAD,
		 SAY(layout, "%s %s", value_text_clock(maker->arena, &model->error_at),
		     model->error));
	line_end(maker);
}

static void put_blank(struct layout *layout)
{
	line_begin(&layout->maker, 0);
	line_end(&layout->maker);
}

static void put_text(struct layout *layout, enum line_style style, const char *text)
{
	line_begin(&layout->maker, 0);
	line_add(&layout->maker, style, text);
	line_end(&layout->maker);
}

static enum line_style style_of_note(const struct watch_note *note)
{
	if (note->cleared)
		return STYLE_GOOD;
	if (note->severity == SEVERITY_INFO)
		return STYLE_PLAIN;
	return note->severity == SEVERITY_WARNING ? STYLE_WARN : STYLE_BAD;
}

static void put_note(struct layout *layout, const struct watch_note *note)
{
	struct line_maker *maker = &layout->maker;

	line_begin(maker, INDENT);
	line_add(maker, style_of_note(note),
		 SAY(layout, "%s %s %s %s", value_text_clock(maker->arena, &note->when), note->tpm,
		     note->rule, note->cleared ? "no longer" : severity_name(note->severity)));
	line_add(maker, STYLE_PLAIN, note->title);
	line_end(maker);
}

/* The newest ones, as many as have room; most: lines, 0: no bound. */
static void put_notes(struct layout *layout, size_t most)
{
	const struct watch_note *note;

	if (!layout->model->n_notes || (most && most < 3))
		return;
	put_blank(layout);
	put_text(layout, STYLE_BOLD,
		 SAY(layout, "New findings since %s",
		     value_text_clock(layout->maker.arena, &layout->model->began)));
	for (size_t i = 0; (note = watch_note(layout->model, i)); i++) {
		size_t before = layout->maker.lines.count;

		put_note(layout, note);
		if (!most || layout->maker.lines.count - before + 2 <= most) {
			most -= most ? layout->maker.lines.count - before : 0;
			continue;
		}
		layout->maker.lines.count = before;
		break;
	}
}

static void put_blocks(struct layout *layout)
{
	for (size_t i = 0; i < layout->model->count; i++) {
		put_blank(layout);
		block_put(&layout->maker, layout->model->tpms[i], layout->now);
	}
	if (!layout->model->count) {
		put_blank(layout);
		put_text(layout, STYLE_PLAIN, "No TPM here: waiting for one.");
	}
}

/* One line each; what has no room is counted in the last. */
static void put_lines(struct layout *layout, size_t height)
{
	const struct watch_model *model = layout->model;
	size_t room = height - layout->maker.lines.count;

	for (size_t i = 0; i < model->count; i++) {
		if (room == 1 && i + 1 < model->count) {
			put_text(layout, STYLE_FAINT,
				 SAY(layout, "and %zu more: make the window higher",
				     model->count - i));
			return;
		}
		block_put_line(&layout->maker, model->tpms[i]);
		room--;
	}
}

void watch_layout(const struct watch_model *model, const struct watch_now *now,
		  uint64_t interval_ns, const struct line_form *form, size_t height,
		  struct watch_frame *ret_frame)
{
	struct watch_frame frame = { 0 };
	struct layout layout = {
		.maker = { .arena = &frame.arena, .form = form },
		.model = model,
		.now = now,
		.interval_ns = interval_ns,
	};
	struct list_fact *lines = &layout.maker.lines;
	size_t heading;

	put_heading(&layout);
	put_error(&layout);
	heading = lines->count;
	put_blocks(&layout);
	if (height && lines->count > height) {
		lines->count = heading < height ? heading : 0;
		put_lines(&layout, height);
	}
	if (!height || lines->count < height)
		put_notes(&layout, height ? height - lines->count : 0);
	if (height && lines->count > height)
		lines->count = height;
	frame.lines = lines->items;
	frame.count = lines->count;
	*ret_frame = frame;
}

void watch_frame_clear(struct watch_frame *frame)
{
	arena_clear(&frame->arena);
	*frame = (struct watch_frame){ 0 };
}
