/* SPDX-License-Identifier: BSD-2-Clause */
/* Remedies that several rules give, built from what is known of this machine. */
#ifndef ADVICE_H
#define ADVICE_H

#include "rule.h"

/*
 * How the calling user gets into a group that may use the TPM. Not into one that exists for something
 * else (root, nogroup, a number, a service's own), not root, and not in a container, where a group's
 * number means something else than on the host.
 */
void say_join_group(struct finding_out *out, const struct text_fact *group);

/* How this kind of container is given the node, and the group of it. */
void say_pass_node(struct finding_out *out);

/*
 * What names this TPM to tpm2-tools: " -T device:/dev/tpmrm1"; "": it is the one that they take without
 * it, or its node is not known. class_name: "tpmrm", or "tpm" for the raw node, which is always named.
 */
const char *tool_tcti(const struct finding_out *out, const char *class_name);

/*
 * Go on only where somebody uses FAPI: a keystore has its SRK, or a variable names its configuration. A
 * configuration alone comes with a package that other programs need. out, report: the rule's.
 */
#define NEED_FAPI_USED()                                                                          \
	do {                                                                                      \
		NEED_ANSWER(&report->host->fapi, srk_file);                                       \
		NEED(report->host, settings);                                                     \
		NEED_EACH(setting, &report->host->settings, name);                                \
		if (!is_fapi_used(report))                                                        \
			return skip(out, "nobody uses the feature API here: it has no keystore, " \
					 "and TSS2_FAPICONF is not set");                         \
	} while (0)
bool is_fapi_used(const struct report *report);

/*
 * The kernel module (or several, separated by blanks) that drives the TPM which firmware or device tree
 * announces; NULL: they do not say.
 */
const char *module_to_load(const struct firmware_tables *tables);

/* The module that a driver of a TPM, as sysfs calls it, comes from; NULL: another driver. */
const char *module_of_driver(const struct text_fact *driver);

#endif
