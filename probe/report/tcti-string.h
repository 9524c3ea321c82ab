/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCTI strings, "NAME[:CONF]": the only reader outside tcti/. tctildr takes the name apart
 * (tss2-tctildr(7)), each module its CONF; those of modules device and tpmrm are read by the modules' own
 * parser (conf.h). What a string leads to is answered by what a report knows of the machine.
 */
#ifndef TCTI_STRING_H
#define TCTI_STRING_H

#include "host.h"
#include "report.h"

struct tcti_string {
	char name[256]; /* what the loader is asked for: "device", "/opt/libtss2-tcti-device.so.0" */
	char module[64];  /* "device", be the name a path or a file's */
	const char *conf; /* behind the colon; "" */
};

/* False: the name is empty or too long. ret_string points into value. */
bool tcti_string_parse(const char *value, struct tcti_string *ret_string);

/* The same of the string behind "pcap:", a recorder: what it records. */
bool tcti_string_parse_inner(const char *value, struct tcti_string *ret_string);

/* The value of a key in CONF's "key=value,key=value": the arena's; or otherwise. */
const char *tcti_string_key(struct arena *arena, const struct tcti_string *string, const char *key,
			    const char *otherwise);

enum tcti_lead_kind {
	TCTI_LEADS_TO_NODE,	 /* a node of a TPM of the report */
	TCTI_LEADS_TO_PATH,	 /* a path that is no node of the report's */
	TCTI_LEADS_TO_FD,	 /* an open descriptor */
	TCTI_LEADS_TO_ABRMD,	 /* tpm2-abrmd */
	TCTI_LEADS_TO_SIMULATOR, /* modules swtpm and mssim */
	TCTI_LEADS_ELSEWHERE,	 /* another module: nobody but it knows */
	TCTI_LEADS_NOWHERE, /* the module refuses it, or there is no such TPM: reason says which */
};

struct tcti_lead {
	enum tcti_lead_kind kind;
	struct tpm_report *tpm;	 /* of NODE; and of NOWHERE where the TPM lacks a node */
	const struct node *node; /* of NODE */
	const char *path;	 /* of NODE and PATH */
	const char *reason;	 /* of NOWHERE */
};

/*
 * What module `module` makes of conf, as the modules' manuals have it: among the nodes of the report, of
 * several that could be meant the first that the caller may use. Texts are the report's, or point into
 * conf.
 */
struct tcti_lead tcti_follow(struct report *report, const char *module, const char *conf);

/* The same of a whole string, and of what stands behind "pcap:". */
struct tcti_lead tcti_string_follow(struct report *report, const char *value);

/* The path that a string of module device or tpmrm names, at most 4095 bytes, or NULL; buffer: for it. */
const char *tcti_string_path(const struct tcti_string *string, char buffer[4096]);

/* The node of module device, with the one that it takes unless another is named; NULL: another module. */
const char *tcti_string_node(const struct tcti_string *string);

/* Is this module's TPM reached through a node of this machine's? */
bool tcti_module_opens_nodes(const char *module);

/* Is it in the caller's environment? Not where the scope is unknown. */
bool setting_is_callers(const struct setting *setting);

/* The module of this name that the loader finds, or NULL. */
const struct tcti_library *report_find_tcti_library(const struct report *report, const char *name);

/* Does tpm2-abrmd run? */
bool report_abrmd_runs(const struct report *report);

#endif
