/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TCTI a program's setting means. */
#ifndef TCTI_H
#define TCTI_H

#include "rule.h"

/* One program's choice. */
struct choice {
	const char *variable, *value, *source;
	char name[64];	  /* the module, without "libtss2-tcti-" and ".so.0" */
	const char *conf; /* behind the colon; "" */
};

enum { CHOICES_MAX = 64 };
struct choices {
	struct choice items[CHOICES_MAX];
	size_t count;
};

/* Every TCTI that a setting or the feature API's configuration names. */
void choices_of(const struct report *report, struct choices *ret_choices);

/* "NAME[:CONF]" as tctildr takes it apart. False: the name is empty or too long. */
bool choice_parse(const char *value, struct choice *ret_choice);

/* The node that module device is told, with its default, or NULL for other modules. */
const char *choice_node(const struct choice *choice);

/* The node in the report with this path or link, or NULL. */
const struct node *find_node(const struct report *report, const char *path);

/* Does a setting name tpm2-abrmd? ret_choice may be NULL. */
bool is_abrmd_chosen(const struct report *report, struct choice *ret_choice);

/* Is there a module of this name? */
bool has_module(const struct report *report, const char *name);

/* Does tpm2-abrmd run? */
bool is_abrmd_running(const struct report *report);

#endif
