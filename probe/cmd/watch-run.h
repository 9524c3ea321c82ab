/* SPDX-License-Identifier: BSD-2-Clause */
/* A run of watch. Between the files that make up the command. */
#ifndef WATCH_RUN_H
#define WATCH_RUN_H

#include "cmd.h"
#include "model.h"
#include "hotplug.h"
#include "screen.h"
#include "select.h"

struct watch_run {
	struct run *run;
	struct watch_model model;
	struct watch_now now;
	struct selection selection;
	struct hotplug *plug;
	struct screen *screen; /* NULL: not on a screen, or not yet */
	bool on_screen, utf8;
	int wake_fd, signal_fd;
	uint64_t look_ns; /* CLOCK_MONOTONIC: when to look for TPMs; 0: no need */
	bool quit;
	int signal;	 /* that ended the run; 0: none */
	int write_error; /* -errno of the output */
};

/* watch-targets.c: find the TPMs to begin with. Returns an exit status; on failure it has said why. */
int watch_targets_open(struct watch_run *watch);
void watch_targets_close(struct watch_run *watch);
/* Enumerate anew: what came is asked from now on, what is no more is gone. */
void watch_targets_look(struct watch_run *watch);
/* This TPM has gone. */
void watch_targets_lose(struct watch_run *watch, struct watch_tpm *tpm);

/* watch-loop.c: until it is over. */
void watch_loop(struct watch_run *watch);
void watch_renew_now(struct watch_run *watch);

#endif
