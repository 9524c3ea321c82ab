/* SPDX-License-Identifier: BSD-2-Clause */
/* Text that fits the terminal. */
#ifndef WRAP_H
#define WRAP_H

#include <stdio.h>

/*
 * How many columns a line written to out may have: COLUMNS (20 to 4096), else those of the terminal that
 * out is; 0: no limit, as in a file or a pipe without COLUMNS.
 */
unsigned int wrap_width(FILE *out);

/*
 * A stream whose lines go to out, none wider than width columns: broken at blanks, and within a word that
 * is wider than a line. What follows begins below the last column of the line that is in its left two
 * thirds (two blanks or more set it apart), else below its first word. Escape sequences of colours count for nothing, and a character
 * for its columns (wcwidth(3)). width 0: as they are. Close it with fclose(3), which leaves out open;
 * errors of out show there. NULL: out of memory.
 */
FILE *wrap_open(FILE *out, unsigned int width);

#endif
