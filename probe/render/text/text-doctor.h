/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TEXT_DOCTOR_H
#define TEXT_DOCTOR_H

#include <stdio.h>

#include "render.h"
#include "report.h"

/* What rules found, worst first, and what could not be examined. */
void text_findings(const struct report *report, const struct text_options *options, FILE *out);

#endif
