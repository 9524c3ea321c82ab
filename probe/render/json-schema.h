/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef JSON_SCHEMA_H
#define JSON_SCHEMA_H

#include <stdio.h>

/* The JSON Schema (draft 2020-12) of that JSON. */
int render_json_schema(FILE *out);

#endif
