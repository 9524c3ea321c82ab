/* SPDX-License-Identifier: BSD-2-Clause */
/* The boots that a run is about: saved ones, the one that runs now, files that the user names. */
#ifndef BOOTS_INPUT_H
#define BOOTS_INPUT_H

#include "boot-directory.h"
#include "cmd.h"

/* Each returns an exit status; on failure it has said why. */

/* Those of the directory that --boots names, or of the usual one. To be cleared in every case. */
int boots_read_saved(struct run *run, struct saved_boots *ret_boots);

/* This machine's, or that of --sysroot, with what its TPM answers. */
int boots_read_running(struct run *run, struct saved_boot **ret_boot);

/*
 * What a word means: a saved boot, by its id or the beginning of it, else a path. ret_boot: where
 * *ret_owned, to be freed; otherwise one of boots.
 */
int boots_find(struct run *run, const struct saved_boots *boots, const char *word,
	       struct saved_boot **ret_boot, bool *ret_owned);

#endif
