/* SPDX-License-Identifier: BSD-2-Clause */
/* A TCTI string, as tctildr takes it apart, and what of the report it leads to. */
#ifndef REPORT_CHOICE_H
#define REPORT_CHOICE_H

#include "report.h"

/* One program's choice. */
struct choice {
	const char *variable, *value, *source;
	char name[256];	  /* the module, without "libtss2-tcti-" and ".so.0"; or its path */
	const char *conf; /* behind the colon; "" */
};

/* "NAME[:CONF]" as tctildr takes it apart. False: the name is empty or too long. */
bool choice_parse(const char *value, struct choice *ret_choice);

/* The node that module device is told, with its default, or NULL for other modules. */
const char *choice_node(const struct choice *choice);

/* The node in the report with this path or link, or NULL. */
const struct node *find_node(const struct report *report, const char *path);

/* Is it a raw node's path? */
bool is_raw_node(const struct report *report, const char *path);

/* The module of this name that the loader finds, or NULL. */
const struct tcti_library *find_library(const struct report *report, const char *name);

/* Does tpm2-abrmd run? */
bool is_abrmd_running(const struct report *report);

#endif
