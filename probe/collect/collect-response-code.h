/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_RESPONSE_CODE_H
#define COLLECT_RESPONSE_CODE_H

#include "report.h"

/* Decode a response code into the report. */
void collect_response_code(struct report *report, uint32_t code);

#endif
