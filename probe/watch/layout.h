/* SPDX-License-Identifier: BSD-2-Clause */
/* What the screen shows of the model. Pure. */
#ifndef WATCH_LAYOUT_H
#define WATCH_LAYOUT_H

#include "line.h"
#include "model.h"

struct watch_frame {
	struct arena arena;
	const char *const *lines; /* count of them; no wider than the form, no more than height */
	size_t count;
};

/*
 * A block of lines for each TPM, and what doctor found anew; one line for each TPM where there is no
 * room for that. height: lines; 0: no bound. frame: empty, or zeroed.
 */
void watch_layout(const struct watch_model *model, const struct watch_now *now,
		  uint64_t interval_ns, const struct line_form *form, size_t height,
		  struct watch_frame *ret_frame);
void watch_frame_clear(struct watch_frame *frame);

#endif
