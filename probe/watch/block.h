/* SPDX-License-Identifier: BSD-2-Clause */
/* One TPM on the screen. Between the files of this directory. */
#ifndef WATCH_BLOCK_H
#define WATCH_BLOCK_H

#include "line.h"
#include "model.h"

/* All of it, in as many lines as the width asks for. */
void block_put(struct line_maker *maker, const struct watch_tpm *tpm, const struct watch_now *now);
/* The most telling of it, in one line. */
void block_put_line(struct line_maker *maker, const struct watch_tpm *tpm);

#endif
