/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Print the TPM events that the monitor of tpmsysfs.h sees, for the guest tests:
 *
 *   monitor_wait kernel|udev COUNT
 *
 * Prints "ready" when the monitor listens, then a line "add raw tpm1 /dev/tpm1" for each event. Ends
 * with status 0 after COUNT events, with 1 when the monitor fails.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tpmsysfs.h"

static void print_event(const struct tpmsysfs_event *event)
{
	static const char *const actions[] = {
		[TPMSYSFS_ADD] = "add",
		[TPMSYSFS_REMOVE] = "remove",
		[TPMSYSFS_CHANGE] = "change",
	};

	printf("%s %s %s %s\n", actions[event->action],
	       event->class == TPMSYSFS_CLASS_RM ? "rm" : "raw", event->name,
	       event->devnode[0] ? event->devnode : "-");
	fflush(stdout);
}

static int wait_for_events(struct tpmsysfs_monitor *monitor, long count)
{
	struct pollfd poll_fd = { .fd = tpmsysfs_monitor_fd(monitor), .events = POLLIN };
	struct tpmsysfs_event event;
	int r;

	while (count > 0) {
		r = poll(&poll_fd, 1, -1);
		if (r < 0 && errno != EINTR)
			return -errno;
		if (r <= 0)
			continue;
		while (count > 0) {
			r = tpmsysfs_monitor_next(monitor, &event);
			if (r < 0)
				return r;
			if (r == 0)
				break;
			print_event(&event);
			count--;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct tpmsysfs_monitor *monitor = NULL;
	struct tpmsysfs *ctx = NULL;
	bool from_kernel;
	long count;
	int r;

	if (argc != 3 || (strcmp(argv[1], "kernel") != 0 && strcmp(argv[1], "udev") != 0)) {
		fprintf(stderr, "usage: monitor_wait kernel|udev COUNT\n");
		return 2;
	}
	from_kernel = strcmp(argv[1], "kernel") == 0;
	count = strtol(argv[2], NULL, 10);

	r = tpmsysfs_new(NULL, &ctx);
	if (r >= 0)
		r = tpmsysfs_monitor_new(ctx, from_kernel, &monitor);
	if (r >= 0) {
		printf("ready\n");
		fflush(stdout);
		r = wait_for_events(monitor, count);
	}
	tpmsysfs_monitor_free(monitor);
	tpmsysfs_free(ctx);
	if (r < 0)
		fprintf(stderr, "monitor_wait: %s\n", strerror(-r));
	return r < 0;
}
