/* SPDX-License-Identifier: BSD-2-Clause */
/* One TPM on the screen: as a block of lines, or as one line. */
#include "block.h"

#include <inttypes.h>
#include <string.h>

#include "findings.h"
#include "quantity.h"
#include "value-text.h"

enum { INDENT = 2 };

#define SAY(maker, ...) arena_printf((maker)->arena, __VA_ARGS__)

static enum line_style style_of(enum watch_availability availability)
{
	switch (availability) {
	case WATCH_ANSWERING:
		return STYLE_GOOD;
	case WATCH_BUSY:
		return STYLE_WARN;
	case WATCH_PRESENT:
	case WATCH_GONE:
		return STYLE_FAINT;
	case WATCH_NO_ANSWER:
	case WATCH_FAILURE:
	case WATCH_REFUSED:
		break;
	}
	return STYLE_BAD;
}

/* "gone since 14:02:31": what is not as it should be has a time. */
static const char *availability(struct line_maker *maker, const struct watch_tpm *tpm)
{
	const char *name = watch_availability_words.words[tpm->availability];

	if (tpm->availability == WATCH_ANSWERING || tpm->availability == WATCH_PRESENT)
		return name;
	return SAY(maker, "%s since %s", name, value_text_clock(maker->arena, &tpm->since));
}

static void put_name(struct line_maker *maker, const struct watch_tpm *tpm)
{
	line_begin(maker, 0);
	line_add(maker, STYLE_BOLD, tpm->name);
	line_add(maker, style_of(tpm->availability), availability(maker, tpm));
	if (*tpm->manufacturer || *tpm->model)
		line_add(maker, STYLE_PLAIN,
			 SAY(maker, "%s%s%s", tpm->manufacturer,
			     *tpm->manufacturer && *tpm->model ? " " : "", tpm->model));
	if (*tpm->firmware)
		line_add(maker, STYLE_PLAIN, SAY(maker, "firmware %s", tpm->firmware));
	if (tpm->kind && tpm->kind != TPM_KIND_UNKNOWN &&
	    strcmp(tpm_kind_words.words[tpm->kind], tpm->name) != 0)
		line_add(maker, STYLE_PLAIN, tpm_kind_words.words[tpm->kind]);
	line_end(maker);
}

static void put_message(struct line_maker *maker, const struct watch_tpm *tpm)
{
	if (!*tpm->message)
		return;
	line_begin(maker, INDENT);
	line_add(maker, style_of(tpm->availability), tpm->message);
	line_end(maker);
}

/* By what doctor finds. */
static enum line_style style_of_lockout(const struct watch_tpm *tpm)
{
	return watch_found(tpm, "DA-001")   ? STYLE_BAD
	       : watch_found(tpm, "DA-003") ? STYLE_WARN
					    : STYLE_PLAIN;
}

static void put_tries(struct line_maker *maker, const struct watch_tpm *tpm,
		      const struct watch_now *now)
{
	const char *tries = value_text_failed_auth(maker->arena, &tpm->state);
	const char *recovery = value_text_recovery(maker->arena, tpm, now);

	if (!tries)
		return;
	line_begin(maker, INDENT);
	line_add(maker, style_of_lockout(tpm), tries);
	if (recovery)
		line_add(maker, STYLE_PLAIN, recovery);
	line_end(maker);
}

/* A line of pieces, of which those that are NULL are left out. */
static void put_pieces(struct line_maker *maker, const char *const *pieces, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!pieces[i])
			continue;
		if (!any)
			line_begin(maker, INDENT);
		any = true;
		line_add(maker, STYLE_PLAIN, pieces[i]);
	}
	if (any)
		line_end(maker);
}

static void put_clock(struct line_maker *maker, const struct watch_tpm *tpm)
{
	const struct state *state = &tpm->state;
	const char *pieces[] = {
		value_text_number(maker->arena, "resets", &state->reset_count),
		value_text_number(maker->arena, "restarts", &state->restart_count),
		value_text_tpm_clock(maker->arena, state),
	};

	put_pieces(maker, pieces, sizeof(pieces) / sizeof(pieces[0]));
}

static void put_contents(struct line_maker *maker, const struct watch_tpm *tpm)
{
	const char *pieces[] = {
		value_text_sessions(maker->arena, &tpm->limits),
		value_text_objects(maker->arena, &tpm->limits),
	};

	put_pieces(maker, pieces, sizeof(pieces) / sizeof(pieces[0]));
}

/* The bars take what is left of the line, or a line of their own. */
static void add_bars(struct line_maker *maker, const struct watch_tpm *tpm)
{
	char bars[3 * WATCH_RING + 1];
	size_t columns = line_room(maker);

	if (columns < WATCH_RING / 3)
		columns = maker->form->width - INDENT;
	ring_sparkline(&tpm->latency, columns, maker->form->utf8, bars);
	line_add(maker, STYLE_PLAIN, bars);
}

static void put_latency(struct line_maker *maker, const struct watch_tpm *tpm)
{
	struct ring_summary summary = ring_summary(&tpm->latency);

	if (!summary.answered)
		return;
	line_begin(maker, INDENT);
	line_add(maker, STYLE_PLAIN,
		 SAY(maker, "latency %s", duration_ns(maker->arena, summary.last)));
	line_add(maker, STYLE_PLAIN,
		 SAY(maker, "median %s", duration_ns(maker->arena, summary.median)));
	line_add(maker, STYLE_PLAIN,
		 SAY(maker, "most %s", duration_ns(maker->arena, summary.most)));
	add_bars(maker, tpm);
	line_end(maker);
}

static void put_rules(struct line_maker *maker, const struct watch_tpm *tpm)
{
	const char *ids = "doctor:";

	if (!tpm->n_rules)
		return;
	for (size_t i = 0; i < tpm->n_rules; i++)
		ids = SAY(maker, "%s %s", ids, tpm->rules[i]);
	line_begin(maker, INDENT);
	line_add(maker, STYLE_FAINT, ids);
	line_end(maker);
}

void block_put(struct line_maker *maker, const struct watch_tpm *tpm, const struct watch_now *now)
{
	put_name(maker, tpm);
	if (tpm->availability == WATCH_GONE)
		return;
	put_message(maker, tpm);
	if (tpm->sampled) {
		put_tries(maker, tpm, now);
		put_clock(maker, tpm);
		put_contents(maker, tpm);
	}
	put_latency(maker, tpm);
	put_rules(maker, tpm);
}

static void add_bars_if_room(struct line_maker *maker, const struct watch_tpm *tpm)
{
	char bars[3 * WATCH_RING + 1];
	size_t columns = line_room(maker);

	if (columns && tpm->latency.count) {
		ring_sparkline(&tpm->latency, columns, maker->form->utf8, bars);
		line_add_if_fits(maker, STYLE_PLAIN, bars);
	}
}

/* What there is room for, the most telling first. */
void block_put_line(struct line_maker *maker, const struct watch_tpm *tpm)
{
	struct ring_summary summary = ring_summary(&tpm->latency);
	const char *tries;

	line_begin(maker, 0);
	line_add(maker, STYLE_BOLD, tpm->name);
	line_add_if_fits(maker, style_of(tpm->availability),
			 watch_availability_words.words[tpm->availability]);
	if (tpm->sampled && tpm->availability != WATCH_GONE) {
		tries = value_text_failed_auth(maker->arena, &tpm->state);
		if (tries)
			line_add_if_fits(maker, style_of_lockout(tpm), tries);
		line_add_if_fits(maker, STYLE_PLAIN, duration_ns(maker->arena, summary.last));
		add_bars_if_room(maker, tpm);
	}
	line_end(maker);
}
