/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RENDER_JSON_H
#define RENDER_JSON_H

#include <stdio.h>

#include "field.h"
#include "report.h"

/* JSON, schema tpm-probe/1: facts that were not asked for are left out, null is absent, and a
 * record's "missing" says for each null that was denied or failed why. */
int render_json(const struct report *report, FILE *out);

/* The same of one record, on one line: JSON Lines. */
int render_json_line(const struct record_type *type, const void *record, FILE *out);

#endif
