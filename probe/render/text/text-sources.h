/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TEXT_SOURCES_H
#define TEXT_SOURCES_H

#include <stdio.h>

#include "render.h"

/* The texts that a report is made of, and the response codes in them. Nothing for any other report. */
void text_sources(const struct report *report, const struct text_options *options, FILE *out);

#endif
