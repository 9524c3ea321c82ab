/* SPDX-License-Identifier: BSD-2-Clause */
/* At most ten times a second, and cut to the terminal's width. */
#include "progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "clock.h"

#define PERIOD_NS 100000000

void progress_begin(struct progress_line *line)
{
	*line = (struct progress_line){ .is_shown = isatty(STDERR_FILENO), .begin_ns = now_ns() };
}

/* The share of one operation that is done. */
static double share(const struct bench_progress *progress)
{
	double by_n = progress->n ? (double)progress->done / (double)progress->n : 0;
	double by_time = progress->duration_ns
				 ? (double)progress->elapsed_ns / (double)progress->duration_ns
				 : 0;
	double most = by_n > by_time ? by_n : by_time;

	return most < 1 ? most : 1;
}

void progress_show(void *arg, const struct bench_progress *progress)
{
	struct progress_line *line = arg;
	uint64_t now = now_ns();
	double whole;
	struct winsize size;
	char text[256], of[32] = "", eta[48] = "";
	int width = 80;

	if (!line->is_shown || now - line->last_ns < PERIOD_NS)
		return;
	line->last_ns = now;
	whole = ((double)progress->step + share(progress)) / (double)progress->steps;
	if (whole > 0.02)
		snprintf(eta, sizeof(eta), ", %.0f s left",
			 (double)(now - line->begin_ns) / 1e9 * (1 - whole) / whole);
	if (progress->n)
		snprintf(of, sizeof(of), " of %zu", progress->n);
	if (!ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		width = size.ws_col;
	snprintf(text, sizeof(text), "[%zu/%zu] %s via %s: %zu%s%s", progress->step + 1,
		 progress->steps, progress->operation, progress->label, progress->done, of, eta);
	fprintf(stderr, "\r\033[K%.*s", width - 1, text);
	fflush(stderr);
}

void progress_end(struct progress_line *line)
{
	if (line->is_shown && line->last_ns)
		fprintf(stderr, "\r\033[K");
	line->last_ns = 0;
}
