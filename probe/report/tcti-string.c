/* SPDX-License-Identifier: BSD-2-Clause */
/* TCTI strings as tctildr reads them (tss2-tctildr(7)), and the nodes and modules they name. */
#include "tcti-string.h"

#include <stdio.h>

#include "report.h"

bool tcti_string_parse(const char *value, struct tcti_string *ret_choice)
{
	const char *colon = strchr(value, ':'), *name = value, *end;
	size_t n = colon ? (size_t)(colon - value) : strlen(value);

	/* A path keeps its name; of "libtss2-tcti-device.so.0" stays "device". */
	if (!memchr(value, '/', n)) {
		static const char prefix[] = "libtss2-tcti-";

		if (!strncmp(name, prefix, sizeof(prefix) - 1) && n > sizeof(prefix) - 1) {
			name += sizeof(prefix) - 1;
			n -= sizeof(prefix) - 1;
			end = memmem(name, n, ".so", 3);
			n = end ? (size_t)(end - name) : n;
		}
	}
	if (!n || n >= sizeof(ret_choice->name))
		return false;
	snprintf(ret_choice->name, sizeof(ret_choice->name), "%.*s", (int)n, name);
	ret_choice->conf = colon ? colon + 1 : "";
	return true;
}

const char *tcti_string_node(const struct tcti_string *choice)
{
	if (strcmp(choice->name, "device") != 0)
		return NULL;
	return *choice->conf ? choice->conf : "/dev/tpmrm0";
}

const struct node *report_find_node(const struct report *report, const char *path)
{
	for (size_t t = 0; t < report_count_tpms(report); t++) {
		const struct tpm_report *tpm = report_tpm(report, t);
		const struct node *nodes = tpm->nodes.items;

		for (size_t i = 0; i < tpm->nodes.count; i++)
			if (text_is(&nodes[i].path, path) || list_has(&nodes[i].links, path))
				return &nodes[i];
	}
	return NULL;
}

bool report_is_raw_node(const struct report *report, const char *path)
{
	const struct node *node = report_find_node(report, path);

	if (node)
		return text_is(&node->class_name, "tpm");
	return (!strncmp(path, "/dev/tpm", 8) || !strncmp(path, "/dev/tcm", 8)) && path[8] >= '0' &&
	       path[8] <= '9';
}

const struct tcti_library *report_find_tcti_library(const struct report *report, const char *name)
{
	const struct tcti_library *libraries = report->host.tcti_libraries.items;

	for (size_t i = 0; i < report->host.tcti_libraries.count; i++)
		if (text_is(&libraries[i].name, name))
			return &libraries[i];
	return NULL;
}

bool report_abrmd_runs(const struct report *report)
{
	return is_set(&report->host.abrmd.owned) || is_set(&report->host.abrmd.processes);
}
