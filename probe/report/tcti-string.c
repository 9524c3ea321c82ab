/* SPDX-License-Identifier: BSD-2-Clause */
/* TCTI strings, and the nodes and modules they lead to. */
#include "tcti-string.h"

#include <errno.h>
#include <stdio.h>

#include "conf.h"
#include "device.h"
#include "find-tpm.h"
#include "host.h"
#include "report.h"

/* Of "libtss2-tcti-device.so.0" stays "device". */
static size_t strip_file_name(const char **name, size_t n)
{
	static const char prefix[] = "libtss2-tcti-";
	const char *end;

	if (n < sizeof(prefix) || strncmp(*name, prefix, sizeof(prefix) - 1) != 0)
		return n;
	*name += sizeof(prefix) - 1;
	n -= sizeof(prefix) - 1;
	end = memmem(*name, n, ".so", 3);
	return end ? (size_t)(end - *name) : n;
}

bool tcti_string_parse(const char *value, struct tcti_string *ret_string)
{
	const char *colon = strchr(value, ':'), *module = value, *slash;
	size_t n = colon ? (size_t)(colon - value) : strlen(value), length = n;

	slash = memrchr(value, '/', n);
	if (slash) {
		module = slash + 1;
		n -= (size_t)(module - value);
	}
	n = strip_file_name(&module, n);
	if (!slash) {
		value = module;
		length = n;
	}
	if (!length || length >= sizeof(ret_string->name))
		return false;
	snprintf(ret_string->name, sizeof(ret_string->name), "%.*s", (int)length, value);
	snprintf(ret_string->module, sizeof(ret_string->module), "%.*s", (int)n, module);
	ret_string->conf = colon ? colon + 1 : "";
	return true;
}

bool tcti_string_parse_inner(const char *value, struct tcti_string *ret_string)
{
	do {
		if (!tcti_string_parse(value, ret_string))
			return false;
		value = ret_string->conf;
	} while (!strcmp(ret_string->module, "pcap") && *value);
	return true;
}

const char *tcti_string_key(struct arena *arena, const struct tcti_string *string, const char *key,
			    const char *otherwise)
{
	const char *conf = string->conf;
	size_t n = strlen(key);

	while (*conf) {
		size_t size = strcspn(conf, ",");

		if (size > n && conf[n] == '=' && !strncmp(conf, key, n))
			return arena_clean(arena, conf + n + 1, size - n - 1);
		conf += size + (conf[size] == ',');
	}
	return otherwise;
}

static bool is_device(const char *module)
{
	return !strcmp(module, "device");
}

bool tcti_module_opens_nodes(const char *module)
{
	return is_device(module) || !strcmp(module, "tpmrm");
}

/* tctildr gives a module no empty CONF, but none. */
static int parse_conf(const char *module, const char *conf, struct tcti_conf *ret_conf,
		      char error[256])
{
	conf = *conf ? conf : NULL;
	return is_device(module) ? tcti_conf_parse_path(conf, ret_conf, error, 256)
				 : tcti_conf_parse(conf, ret_conf, error, 256);
}

static struct tcti_lead lead_nowhere(const char *reason)
{
	return (struct tcti_lead){ .kind = TCTI_LEADS_NOWHERE, .reason = reason };
}

static struct tcti_lead lead_to(struct tpm_report *tpm, const struct node *node, const char *path)
{
	return (struct tcti_lead){ .kind = node ? TCTI_LEADS_TO_NODE : TCTI_LEADS_TO_PATH,
				   .tpm = tpm,
				   .node = node,
				   .path = path };
}

static struct tcti_lead lead_to_path(const struct report *report, const char *path)
{
	struct tpm_report *tpm = NULL;
	const struct node *node = report_find_node(report, path, &tpm);

	return lead_to(tpm, node, path);
}

static struct tcti_lead lead_to_rm(struct report *report, struct tpm_report *tpm)
{
	const struct node *node = tpm_report_node(tpm, "tpmrm");
	struct tcti_lead lead;

	if (node && fact_known(&node->path.fact))
		return lead_to(tpm, node, node->path.value);
	lead = lead_nowhere(arena_printf(&report->arena,
					 node ? "%s is in sysfs, but has no node in /dev"
					      : "%s has no node of the kernel's resource manager",
					 text_of(node ? &node->name : &tpm->name, "this TPM")));
	lead.tpm = tpm;
	return lead;
}

static bool is_usable(const struct tcti_lead *lead)
{
	return lead->kind == TCTI_LEADS_TO_NODE &&
	       (!fact_known(&lead->node->access.fact) || lead->node->access.state == ACCESS_OK);
}

/* The first that opens; else the first that exists, whose reason the module would give. */
static struct tcti_lead better(struct tcti_lead a, struct tcti_lead b)
{
	if (is_usable(&a) || (a.kind == TCTI_LEADS_TO_NODE && !is_usable(&b)))
		return a;
	return b.kind == TCTI_LEADS_TO_NODE ? b : a;
}

static struct tcti_lead lead_to_usual(const struct report *report)
{
	static const char *const usual[] = { "/dev/tpmrm0", "/dev/tpm0", "/dev/tcm0" };
	struct tcti_lead lead = lead_to_path(report, usual[0]);

	for (size_t i = 1; i < sizeof(usual) / sizeof(usual[0]); i++)
		lead = better(lead, lead_to_path(report, usual[i]));
	return lead;
}

static struct tcti_lead lead_to_preferred(struct report *report)
{
	struct tcti_lead lead =
		lead_nowhere("no TPM here has a node of the kernel's resource manager");
	struct tpm_report *tpm;

	for (size_t i = 0; (tpm = report_preferred_tpm(report, i)); i++)
		lead = i ? better(lead, lead_to_rm(report, tpm)) : lead_to_rm(report, tpm);
	return lead;
}

static struct tcti_lead lead_to_selected(struct report *report, const char *word)
{
	struct tpm_report *tpm = NULL;
	const struct node *node;
	int r = report_find_tpm(report, word, &tpm, &node);

	return r < 0 ? lead_nowhere(arena_printf(&report->arena,
						 r == -ENOTUNIQ
							 ? "%s: several TPMs here have this parent"
							 : "%s: no such TPM here",
						 arena_clean(&report->arena, word, strlen(word))))
		     : lead_to_rm(report, tpm);
}

struct tcti_lead tcti_follow(struct report *report, const char *module, const char *conf)
{
	struct tcti_conf parsed;
	char error[256];

	if (!strcmp(module, "tabrmd"))
		return (struct tcti_lead){ .kind = TCTI_LEADS_TO_ABRMD };
	if (!strcmp(module, "swtpm") || !strcmp(module, "mssim"))
		return (struct tcti_lead){ .kind = TCTI_LEADS_TO_SIMULATOR };
	if (!tcti_module_opens_nodes(module))
		return (struct tcti_lead){ .kind = TCTI_LEADS_ELSEWHERE };
	if (parse_conf(module, conf, &parsed, error) < 0)
		return lead_nowhere(arena_clean(&report->arena, error, strlen(error)));
	switch (parsed.select) {
	case TCTI_SELECT_PATH:
		return lead_to_path(report, arena_strdup(&report->arena, parsed.selector));
	case TCTI_SELECT_NAME:
	case TCTI_SELECT_PARENT:
		return lead_to_selected(report, parsed.selector);
	case TCTI_SELECT_FD:
		return (struct tcti_lead){ .kind = TCTI_LEADS_TO_FD };
	case TCTI_SELECT_NONE:
		break;
	}
	return is_device(module) ? lead_to_usual(report) : lead_to_preferred(report);
}

struct tcti_lead tcti_string_follow(struct report *report, const char *value)
{
	struct tcti_string string;

	return tcti_string_parse_inner(value, &string)
		       ? tcti_follow(report, string.module, string.conf)
		       : lead_nowhere("no module's name stands ahead of the colon");
}

const char *tcti_string_path(const struct tcti_string *string, char buffer[4096])
{
	struct tcti_conf parsed;
	char error[256];

	if (!tcti_module_opens_nodes(string->module) ||
	    parse_conf(string->module, string->conf, &parsed, error) < 0 ||
	    parsed.select != TCTI_SELECT_PATH)
		return NULL;
	return strcpy(buffer, parsed.selector);
}

const char *tcti_string_node(const struct tcti_string *string)
{
	if (!is_device(string->module))
		return NULL;
	return *string->conf ? string->conf : "/dev/tpmrm0";
}

bool setting_is_callers(const struct setting *setting)
{
	return setting->scope.fact.presence == PRESENCE_ABSENT;
}

const struct tcti_library *report_find_tcti_library(const struct report *report, const char *name)
{
	const struct tcti_library *libraries = report->host->tcti_libraries.items;

	for (size_t i = 0; i < report->host->tcti_libraries.count; i++)
		if (text_is(&libraries[i].name, name))
			return &libraries[i];
	return NULL;
}

bool report_abrmd_runs(const struct report *report)
{
	return is_set(&report->host->abrmd.owned) || is_set(&report->host->abrmd.processes);
}
