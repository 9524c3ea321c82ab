/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TCTI string leads to on this machine, by what the report knows. */
#include "resolve.h"

#include <stdio.h>

#include "device.h"
#include "find-tpm.h"
#include "host.h"
#include "report.h"
#include "tcti-string.h"

static void fail(struct report *report, struct consumer *consumer, const char *reason,
		 const char *remedy)
{
	consumer_conclude(report, consumer, CONSUMER_FAILS, reason, remedy);
}

static void set_way(struct report *report, struct consumer *consumer, enum connection_kind way,
		    const char *node)
{
	fact_set_state(&consumer->way, &connection_kind_words, way);
	fact_set_text(report, &consumer->node, node);
}

static const struct holder *holder_of(const struct report *report, const char *path)
{
	const struct holder *holders = report->host->holders.items;

	for (size_t i = 0; i < report->host->holders.count; i++)
		if (text_is(&holders[i].node, path))
			return &holders[i];
	return NULL;
}

static const char *other_node(struct report *report)
{
	struct tcti_lead lead = tcti_follow(report, "tpmrm", "");

	return lead.kind == TCTI_LEADS_TO_NODE
		       ? arena_printf(&report->arena, "write device:%s", lead.path)
		       : "tpm-probe list shows the TPMs of this machine";
}

/* Are the nodes of this machine's TPMs known? Else a path may be one. */
static bool are_nodes_known(const struct report *report)
{
	bool known = fact_known(&report->tpms.fact);

	for (size_t i = 0; i < report_count_tpms(report); i++)
		known &= was_answered(&report_tpm(report, i)->nodes.fact);
	return known;
}

static void resolve_node(struct report *report, const char *module, const char *conf,
			 struct consumer *consumer)
{
	struct tcti_lead lead = tcti_follow(report, module, conf);
	bool raw = lead.path && report_is_raw_node(report, lead.path);
	const struct holder *holder = raw ? holder_of(report, lead.path) : NULL;
	struct arena *arena = &report->arena;

	set_way(report, consumer,
		raw ? CONNECTION_RAW_NODE
		: lead.kind == TCTI_LEADS_TO_NODE || !strcmp(module, "tpmrm") ||
				(lead.path && !strncmp(lead.path, "/dev/tpmrm", 10))
			? CONNECTION_KERNEL_RM
			: CONNECTION_OTHER,
		lead.path);
	if (lead.kind == TCTI_LEADS_TO_FD)
		consumer->way.fact = FACT_ABSENT;
	if (lead.kind == TCTI_LEADS_TO_FD)
		consumer_conclude(report, consumer, CONSUMER_NOT_TRIED,
				  "it is a descriptor that the program itself has to open", NULL);
	else if (lead.kind != TCTI_LEADS_TO_NODE && !are_nodes_known(report))
		consumer_conclude(report, consumer, CONSUMER_NOT_TRIED,
				  "the TPMs of the machine were not collected", NULL);
	else if (lead.kind == TCTI_LEADS_NOWHERE)
		fail(report, consumer, lead.reason,
		     lead.tpm ? "tpm-probe doctor says why" : other_node(report));
	else if (lead.kind == TCTI_LEADS_TO_PATH)
		fail(report, consumer,
		     arena_printf(arena, "%s is no node of a TPM here", lead.path),
		     other_node(report));
	if (lead.kind != TCTI_LEADS_TO_NODE)
		return;
	if (fact_known(&lead.node->access.fact) && lead.node->access.state != ACCESS_OK)
		fail(report, consumer,
		     arena_printf(arena, "%s: %s", lead.path,
				  lead.node->access.state == ACCESS_NO_NODE ? "no node in /dev"
									    : "permission denied"),
		     text_of(&lead.node->remedy, NULL));
	else if (holder)
		fail(report, consumer,
		     arena_printf(arena, "%s: process %llu (%s) has it open, and it opens once",
				  lead.path, (unsigned long long)holder->pid.value,
				  text_of(&holder->command, "?")),
		     "take the kernel's resource manager, /dev/tpmrm0, or end that program");
}

static void resolve_abrmd(struct report *report, const struct tcti_string *string,
			  struct consumer *consumer)
{
	static const char usual[] = "com.intel.tss2.Tabrmd";
	const struct abrmd *abrmd = &report->host->abrmd;
	const char *name = tcti_string_key(&report->arena, string, "bus_name", usual);

	set_way(report, consumer, CONNECTION_ABRMD, name);
	if (*string->conf && !strchr(string->conf, '='))
		fail(report, consumer,
		     arena_printf(&report->arena, "\"%s\" is no key=value", string->conf),
		     "write tabrmd:bus_name=com.intel.tss2.Tabrmd");
	else if (strcmp(name, usual) != 0 || is_set(&abrmd->owned) ||
		 !strcmp(tcti_string_key(&report->arena, string, "bus_type", "system"), "session"))
		return; /* or not what the facts are about */
	else if (is_set(&abrmd->activatable))
		consumer_conclude(report, consumer, CONSUMER_NOT_TRIED,
				  "it does not run; the bus would start it for who asks",
				  "systemctl start tpm2-abrmd");
	else if (is_clear(&abrmd->bus))
		fail(report, consumer, "the D-Bus system bus does not answer",
		     "start it, or take device:/dev/tpmrm0");
	else if (is_clear(&abrmd->owned))
		fail(report, consumer, "com.intel.tss2.Tabrmd is not on the bus",
		     "install and start tpm2-abrmd, or take device:/dev/tpmrm0");
}

static void resolve_module(struct report *report, const struct tcti_string *string,
			   struct consumer *consumer)
{
	const char *path;

	switch (tcti_follow(report, string->module, string->conf).kind) {
	case TCTI_LEADS_TO_ABRMD:
		resolve_abrmd(report, string, consumer);
		return;
	case TCTI_LEADS_TO_SIMULATOR:
		path = tcti_string_key(&report->arena, string, "path", NULL);
		set_way(report, consumer, CONNECTION_SIMULATOR,
			path ? path
			     : arena_printf(
				       &report->arena, "%s:%s",
				       tcti_string_key(&report->arena, string, "host", "localhost"),
				       tcti_string_key(&report->arena, string, "port", "2321")));
		return;
	case TCTI_LEADS_ELSEWHERE:
		set_way(report, consumer, CONNECTION_OTHER, NULL);
		consumer_conclude(report, consumer, CONSUMER_NOT_TRIED,
				  !strcmp(string->module, "cmd")
					  ? "it would start a command"
					  : "what this module does is not known",
				  "tpm-probe tcti test asks through it");
		return;
	default:
		resolve_node(report, string->module, string->conf, consumer);
	}
}

/* Where the name leads: a module's file; or a failure. */
static bool find_file(struct report *report, struct tcti_string *string, struct consumer *consumer)
{
	const struct tcti_library *library = report_find_tcti_library(report, string->name);
	struct arena *arena = &report->arena;
	struct tcti_string target;

	if (strchr(string->name, '/')) {
		fact_set_text(report, &consumer->module, string->name);
		if (!report_find_node(report, string->name, NULL) &&
		    strncmp(string->name, "/dev/", 5) != 0)
			return true;
		fail(report, consumer,
		     arena_printf(arena, "%s is a node: a module's name has to stand ahead",
				  string->name),
		     arena_printf(arena, "write device:%s", string->name));
		return false;
	}
	if (!fact_known(&report->host->tcti_libraries.fact))
		return true;
	if (!library) {
		fail(report, consumer,
		     arena_printf(arena, "no libtss2-tcti-%s.so.0 where the loader looks",
				  string->name),
		     !strcmp(string->name, "abrmd")
			     ? "the module's name is tabrmd"
			     : "fix the name, or install the module and run ldconfig");
		return false;
	}
	fact_set_text(report, &consumer->module, text_of(&library->path, NULL));
	if (!strcmp(string->name, "default") &&
	    tcti_string_parse(text_of(&library->target, ""), &target))
		strcpy(string->module, target.module);
	return true;
}

static void resolve_name(struct report *report, const char *value, struct consumer *consumer)
{
	struct tcti_string string;

	fact_set_value(report, &consumer->tcti, value, strlen(value));
	consumer->module.fact = FACT_ABSENT;
	if (!tcti_string_parse(value, &string)) {
		fail(report, consumer, "no module's name stands ahead of the colon",
		     "write device:/dev/tpmrm0");
		return;
	}
	/* A recorder: what counts is the rest. */
	if (!strcmp(string.name, "pcap") && *string.conf) {
		resolve_name(report, string.conf, consumer);
		fact_set_value(report, &consumer->tcti, value, strlen(value));
		return;
	}
	if (find_file(report, &string, consumer))
		resolve_module(report, &string, consumer);
}

static void note(struct report *report, struct consumer *consumer, const char *name,
		 const char *text)
{
	*(const char **)list_append(&report->arena, &consumer->trail, sizeof(char *)) =
		arena_printf(&report->arena, "%s: %s", name, text);
}

/* tctildr takes the first that initializes: tctildr-dl.c of tpm2-tss. */
static void resolve_order(struct report *report, struct consumer *consumer)
{
	static const char *const order[] = {
		"default", "tabrmd", "device:/dev/tpmrm0", "device:/dev/tpm0", "device:/dev/tcm0",
		"swtpm",   "mssim"
	};

	consumer->trail.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		struct consumer attempt = { 0 };
		bool unknown;

		resolve_name(report, order[i], &attempt);
		unknown = !strcmp(order[i], "tabrmd") && !fact_known(&attempt.state.fact) &&
			  !is_set(&report->host->abrmd.owned);
		if (unknown || state_is(&attempt.state, CONSUMER_FAILS)) {
			note(report, consumer, order[i],
			     unknown ? "the bus was not asked" : text_of(&attempt.reason, "fails"));
			continue;
		}
		note(report, consumer, order[i], "taken");
		attempt.program = consumer->program;
		attempt.where = consumer->where;
		attempt.variable = consumer->variable;
		attempt.value = consumer->value;
		attempt.source = consumer->source;
		attempt.ignored = consumer->ignored;
		attempt.trail = consumer->trail;
		*consumer = attempt;
		return;
	}
	consumer->tcti.fact = consumer->module.fact = FACT_ABSENT;
	fail(report, consumer, "none of those that tctildr tries would open",
	     "give the account access to /dev/tpmrm0, or set a TCTI");
}

void consumer_resolve(struct report *report, const char *value, struct consumer *consumer)
{
	if (value && *value)
		resolve_name(report, value, consumer);
	else
		resolve_order(report, consumer);
}
