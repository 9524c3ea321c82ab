/* SPDX-License-Identifier: BSD-2-Clause */
/* The terminal, by the escapes that every one in use knows (ECMA-48, and xterm's second screen). */
#include "screen.h"
#include "write-file.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define ENTER "\033[?1049h\033[?25l\033[2J"
#define LEAVE "\033[?25h\033[?1049l"

struct screen {
	bool has_keys;
	struct termios before;
	bool spoilt;
	struct watch_frame frame; /* what is shown */
};

/* A signal handler gets no argument: what it has to give back. NULL: nothing. */
static struct screen *volatile taken;

static const int crashes[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP };

/* Async-signal-safe: write(2) and tcsetattr(3). */
static void give_back(struct screen *screen)
{
	taken = NULL;
	write_all(STDOUT_FILENO, LEAVE, sizeof(LEAVE) - 1);
	if (screen->has_keys)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &screen->before);
}

/* The handler is gone by then: the signal does what it would have done. */
static void on_crash(int number)
{
	struct screen *screen = taken;

	if (screen)
		give_back(screen);
	raise(number);
}

static void catch_crashes(void)
{
	struct sigaction action = { .sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND };

	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigaction(crashes[i], &action, NULL);
}

bool screen_is_possible(void)
{
	const char *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

static int take(struct screen *screen)
{
	struct termios keys = screen->before;

	keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	keys.c_cc[VMIN] = 0;
	keys.c_cc[VTIME] = 0;
	if (screen->has_keys && tcsetattr(STDIN_FILENO, TCSADRAIN, &keys) < 0)
		return -errno;
	taken = screen;
	screen->spoilt = true;
	return write_all(STDOUT_FILENO, ENTER, sizeof(ENTER) - 1);
}

int screen_open(struct screen **ret_screen)
{
	struct screen *screen = calloc(1, sizeof(*screen));
	int r;

	if (!screen)
		return -ENOMEM;
	screen->has_keys = isatty(STDIN_FILENO) && !tcgetattr(STDIN_FILENO, &screen->before);
	catch_crashes();
	r = take(screen);
	if (r < 0) {
		screen_close(screen);
		return r;
	}
	*ret_screen = screen;
	return 0;
}

void screen_close(struct screen *screen)
{
	if (!screen)
		return;
	if (taken == screen)
		give_back(screen);
	watch_frame_clear(&screen->frame);
	free(screen);
}

void screen_suspend(struct screen *screen)
{
	give_back(screen);
}

void screen_resume(struct screen *screen)
{
	take(screen);
}

void screen_size(struct screen *screen, size_t *ret_width, size_t *ret_height)
{
	struct winsize size;
	bool told = !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);

	(void)screen;
	*ret_width = told && size.ws_col ? size.ws_col : 80;
	*ret_height = told && size.ws_row ? size.ws_row : 24;
}

void screen_spoil(struct screen *screen)
{
	screen->spoilt = true;
}

/* What makes the terminal show the frame instead of what it shows. malloc'd. */
static char *difference(const struct screen *screen, const struct watch_frame *frame,
			size_t *ret_size)
{
	size_t shown = screen->spoilt ? 0 : screen->frame.count;
	char *text = NULL;
	FILE *out = open_memstream(&text, ret_size);

	if (!out)
		abort();
	if (screen->spoilt)
		fputs("\033[0m\033[2J", out);
	for (size_t i = 0; i < frame->count; i++)
		if (i >= shown || strcmp(frame->lines[i], screen->frame.lines[i]) != 0)
			fprintf(out, "\033[%zu;1H%s\033[K", i + 1, frame->lines[i]);
	if (shown > frame->count)
		fprintf(out, "\033[%zu;1H\033[J", frame->count + 1);
	if (fclose(out))
		abort();
	return text;
}

int screen_draw(struct screen *screen, struct watch_frame *frame)
{
	size_t size;
	char *text = difference(screen, frame, &size);
	int r = write_all(STDOUT_FILENO, text, size);

	free(text);
	watch_frame_clear(&screen->frame);
	screen->frame = *frame;
	*frame = (struct watch_frame){ 0 };
	screen->spoilt = false;
	return r;
}

int screen_keys_fd(const struct screen *screen)
{
	return screen->has_keys ? STDIN_FILENO : -1;
}

int screen_key(struct screen *screen)
{
	unsigned char key;

	return screen->has_keys && read(STDIN_FILENO, &key, 1) == 1 ? key : 0;
}
