/* SPDX-License-Identifier: BSD-2-Clause */
/* The values of the field table as a person reads them, for text and pages alike. */
#ifndef FIELD_TEXT_H
#define FIELD_TEXT_H

#include "field.h"
#include "report.h"

/* The value of a field as a person reads it. Arena memory; "-" where there is nothing. */
const char *text_of_field(struct arena *arena, const struct field *field, const void *record);

#endif
