/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RESOLVE_H
#define RESOLVE_H

#include "report.h"
#include "stack.h"

/*
 * What a TCTI string comes to: tcti, module, node, way; and state "fails" with reason and remedy, or
 * "not tried", where that is known already. value: NULL or "": tctildr's own order.
 */
void consumer_resolve(struct report *report, const char *value, struct consumer *consumer);

#endif
