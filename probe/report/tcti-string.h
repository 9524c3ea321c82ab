/* SPDX-License-Identifier: BSD-2-Clause */
/* A TCTI string, as tctildr takes it apart, and what of the report it leads to. */
#ifndef TCTI_STRING_H
#define TCTI_STRING_H

#include "report.h"

/* One program's choice. */
struct tcti_string {
	const char *variable, *value, *source;
	char name[256];	  /* the module, without "libtss2-tcti-" and ".so.0"; or its path */
	const char *conf; /* behind the colon; "" */
};

/* "NAME[:CONF]" as tctildr takes it apart. False: the name is empty or too long. */
bool tcti_string_parse(const char *value, struct tcti_string *ret_choice);

/* The node that module device is told, with its default, or NULL for other modules. */
const char *tcti_string_node(const struct tcti_string *choice);

/* The node in the report with this path or link, or NULL. */
const struct node *report_find_node(const struct report *report, const char *path);

/* Is it a raw node's path? */
bool report_is_raw_node(const struct report *report, const char *path);

/* The module of this name that the loader finds, or NULL. */
const struct tcti_library *report_find_tcti_library(const struct report *report, const char *name);

/* Does tpm2-abrmd run? */
bool report_abrmd_runs(const struct report *report);

#endif
