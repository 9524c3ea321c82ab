/* SPDX-License-Identifier: BSD-2-Clause */
/* A run of watch. Between the files that make up the command. */
#ifndef WATCH_RUN_H
#define WATCH_RUN_H

#include "cmd.h"
#include "model.h"
#include "hotplug.h"
#include "screen.h"
#include "select.h"

struct watch_options {
	uint64_t interval_ns;
	long count; /* 0: no end */
};

struct watch_run {
	struct run *run;
	const struct watch_options *options;
	struct watch_model model;
	struct watch_now now;
	struct selection selection;
	struct hotplug *hotplug;
	struct screen *screen; /* NULL: not on a screen, or not yet */
	bool on_screen, utf8;
	int wake_fd, signal_fd;
	uint64_t look_ns; /* CLOCK_MONOTONIC: when to look for TPMs; 0: no need */
	bool quit;
	int signal;	 /* that ended the run; 0: none */
	int write_error; /* -errno of the output */
};

#endif
