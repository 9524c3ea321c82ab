/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The terminal: its second screen, keys without echo, and lines that are written only where they
 * changed. Whatever ends the program, short of SIGKILL, gives the terminal back as it was.
 */
#ifndef WATCH_SCREEN_H
#define WATCH_SCREEN_H

#include "layout.h"

struct screen;

/* Can this standard output be drawn on? A terminal that is not dumb. */
bool screen_is_possible(void);

/* Take the terminal. Keys come from standard input, where that is a terminal too. -errno. */
int screen_open(struct screen **ret_screen);
/* Give it back. */
void screen_close(struct screen *screen);

/* For the time that the program is stopped: give it back, and take it again. */
void screen_suspend(struct screen *screen);
void screen_resume(struct screen *screen);

/* Columns and lines; 80 by 24 where the terminal does not tell. */
void screen_size(struct screen *screen, size_t *ret_width, size_t *ret_height);

/* Whatever is on the terminal, the next frame is drawn whole. */
void screen_spoil(struct screen *screen);

/* Show a frame, which becomes the screen's. Writes what differs from the frame before, and nothing
 * where nothing does. -errno. */
int screen_draw(struct screen *screen, struct watch_frame *frame);

/* The descriptor of the keys, or -1; the key that was pressed, or 0. */
int screen_keys_fd(const struct screen *screen);
int screen_key(struct screen *screen);

#endif
