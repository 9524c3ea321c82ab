/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GETCAP_LISTS_H
#define GETCAP_LISTS_H

#include "reader.h"

/* A handle, into the list of its range. False: of no range, or of one whose list the text does not tell. */
bool tell_handle(struct reader *reader, const struct text_line *line, uint64_t handle);

#endif
