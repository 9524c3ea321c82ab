/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FIX_SCRIPT_H
#define FIX_SCRIPT_H

#include <stdio.h>

#include "report.h"

/* The remedies of what was found, as a shell script to be read before it is run. */
int render_fix_script(const struct report *report, FILE *out);

#endif
