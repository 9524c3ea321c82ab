/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which TCTI each program gets. Pure: from the report's facts about the host and its nodes; nothing
 * is opened.
 */
#ifndef STACK_CONSUMERS_H
#define STACK_CONSUMERS_H

#include "report.h"
#include "stack.h"

/*
 * Fill report->consumers. here: the caller's environment was looked at, and counts for what is no
 * service; else what a login shell would be told does.
 * A consumer whose state is left unasked should work by what is known: trying is somebody else's.
 */
void consumers_find(struct report *report, bool here);

/* ---- Between the files of this folder ------------------------------------------------------- */

/*
 * What a TCTI string comes to: tcti, module, node, way; and state "fails" with reason and remedy, or
 * "not tried", where that is known already. value: NULL or "": tctildr's own order.
 */
void consumer_resolve(struct report *report, const char *value, struct consumer *consumer);

/* Fill state, reason and remedy. remedy may be NULL. reason and remedy: the arena's, or literals. */
void consumer_conclude(struct report *report, struct consumer *consumer, const char *state,
		       const char *reason, const char *remedy);

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

#define HERE "this environment"

#endif
