/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GETCAP_PROPERTIES_H
#define GETCAP_PROPERTIES_H

#include "lines.h"
#include "reader.h"

/*
 * A line of each group: false if it is none. Errors go to reader->error. The end functions put down
 * what the last lines began.
 */
bool read_property(struct reader *reader, const struct text_line *line);

#endif
