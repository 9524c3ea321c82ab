/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GETCAP_LISTS_H
#define GETCAP_LISTS_H

#include "lines.h"
#include "reader.h"

/*
 * A line of each group: false if it is none. Errors go to reader->error. The end functions put down
 * what the last lines began.
 */
bool read_algorithm(struct reader *reader, const struct text_line *line);
void end_algorithm(struct reader *reader);
bool read_command(struct reader *reader, const struct text_line *line);
bool read_curve(struct reader *reader, const struct text_line *line);
bool read_handle(struct reader *reader, const struct text_line *line);

#endif
