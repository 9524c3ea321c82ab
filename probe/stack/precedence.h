/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRECEDENCE_H
#define PRECEDENCE_H

#include "fact.h"
#include "host.h"
#include "report.h"

#define HERE "this environment"

/* The setting of a variable that counts in a place ("login shells", "x.service"), or NULL. */
const struct setting *setting_in(const struct report *report, const char *variable,
				 const char *where);

/* Its value with ${NAME:-default} resolved: the arena's. */
const char *setting_value(struct report *report, const struct setting *setting);

/* Tell of the others of the same variable why they do not count there. */
void settings_tell_ignored(struct report *report, const char *variable, const char *where,
			   const struct setting *counts, struct list_fact *ignored);

/* Places other than `where` that set the variable, each once; NULL behind the last. */
const char *setting_place(const struct report *report, const char *variable, const char *where,
			  size_t i);

#endif
