/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TCTI string leads to on this machine, by what the report knows. */
#include <stdio.h>

#include "report.h"
#include "tcti-string.h"
#include "consumers.h"

void consumer_conclude(struct report *report, struct consumer *consumer, const char *state,
		       const char *reason, const char *remedy)
{
	fact_set_text(report, &consumer->state, state);
	fact_set_text(report, &consumer->reason, reason);
	fact_set_text(report, &consumer->remedy, remedy);
}

static void fail(struct report *report, struct consumer *consumer, const char *reason,
		 const char *remedy)
{
	consumer_conclude(report, consumer, "fails", reason, remedy);
}

static void set_way(struct report *report, struct consumer *consumer, const char *way,
		    const char *node)
{
	fact_set_text(report, &consumer->way, way);
	fact_set_text(report, &consumer->node, node);
}

/* The node that is meant when none is named: the platform's own ahead of virtual ones. */
static const char *first_node(const struct report *report, const char *class_name)
{
	const struct node *found = NULL;

	for (size_t i = 0; i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct node *node = tpm_report_node(tpm, class_name);

		if (!node || !fact_known(&node->path.fact))
			continue;
		if (!text_is(&tpm->kind, "virtual"))
			return node->path.value;
		found = found ? found : node;
	}
	return found ? found->path.value : NULL;
}

static const struct holder *holder_of(const struct report *report, const char *path)
{
	const struct holder *holders = report->host.holders.items;

	for (size_t i = 0; i < report->host.holders.count; i++)
		if (text_is(&holders[i].node, path))
			return &holders[i];
	return NULL;
}

static void resolve_node(struct report *report, const char *path, struct consumer *consumer)
{
	const struct node *node = report_find_node(report, path);
	bool raw = report_is_raw_node(report, path);
	const struct holder *holder = raw ? holder_of(report, path) : NULL;
	const char *first = first_node(report, "tpmrm"), *access;
	struct arena *arena = &report->arena;

	set_way(report, consumer,
		raw					     ? "raw node"
		: node || strstr(path, "/dev/tpmrm") == path ? "kernel resource manager"
							     : "other",
		path);
	if (!node) {
		if (path[strcspn(path, " \t")])
			fail(report, consumer,
			     arena_printf(arena, "there is a blank in \"%s\"", path),
			     "write it without: it is part of the path otherwise");
		else
			fail(report, consumer,
			     arena_printf(arena, "%s is no node of a TPM here", path),
			     first ? arena_printf(arena, "write device:%s", first)
				   : "tpm-probe list shows the TPMs of this machine");
		return;
	}
	access = text_of(&node->access, "ok");
	if (strcmp(access, "ok") != 0)
		fail(report, consumer,
		     arena_printf(arena, "%s: %s", path,
				  strcmp(access, "no node") ? "permission denied"
							    : "no node in /dev"),
		     text_of(&node->remedy, NULL));
	else if (holder)
		fail(report, consumer,
		     arena_printf(arena, "%s: process %llu (%s) has it open, and it opens once",
				  path, (unsigned long long)holder->pid.value,
				  text_of(&holder->command, "?")),
		     "take the kernel's resource manager, /dev/tpmrm0, or end that program");
}

/* "tpm1", "/dev/x", "parent=..." ahead of a comma, as tss2-tcti-tpmrm(7) has it. */
static void resolve_tpmrm(struct report *report, const char *conf, struct consumer *consumer)
{
	size_t n = strcspn(conf, ",");
	const char *word = arena_clean(&report->arena, conf, n), *path = NULL;

	if (!n || memchr(conf, '=', n))
		path = first_node(report, "tpmrm");
	else if (*word == '/')
		path = word;
	for (size_t i = 0; !path && i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct node *node = tpm_report_node(tpm, "tpmrm");

		if (node && fact_known(&node->path.fact) &&
		    (text_is(&tpm->name, word) || text_is(&node->name, word)))
			path = node->path.value;
	}
	if (path) {
		resolve_node(report, path, consumer);
		return;
	}
	set_way(report, consumer, "kernel resource manager", NULL);
	fail(report, consumer, "no TPM here has a node of the kernel's resource manager",
	     "tpm-probe list shows the TPMs of this machine");
}

static void resolve_device(struct report *report, const char *conf, struct consumer *consumer)
{
	static const char *const usual[] = { "/dev/tpmrm0", "/dev/tpm0", "/dev/tcm0" };

	if (*conf) {
		resolve_node(report, conf, consumer);
		return;
	}
	for (size_t i = 0; i < 3; i++) {
		resolve_node(report, usual[i], consumer);
		if (!fact_known(&consumer->state.fact))
			return;
		if (i < 2)
			consumer->state.fact = consumer->reason.fact = consumer->remedy.fact =
				(struct fact){ 0 };
	}
}

/* The value of a key in "key=value,key=value"; arena memory. */
static const char *key_of(struct report *report, const char *conf, const char *key,
			  const char *otherwise)
{
	size_t n = strlen(key);

	while (*conf) {
		size_t size = strcspn(conf, ",");

		if (size > n && conf[n] == '=' && !strncmp(conf, key, n))
			return arena_clean(&report->arena, conf + n + 1, size - n - 1);
		conf += size + (conf[size] == ',');
	}
	return otherwise;
}

static void resolve_abrmd(struct report *report, const char *conf, struct consumer *consumer)
{
	static const char usual[] = "com.intel.tss2.Tabrmd";
	const struct abrmd *abrmd = &report->host.abrmd;
	const char *name = key_of(report, conf, "bus_name", usual);

	set_way(report, consumer, "tpm2-abrmd", name);
	if (*conf && !strchr(conf, '='))
		fail(report, consumer, arena_printf(&report->arena, "\"%s\" is no key=value", conf),
		     "write tabrmd:bus_name=com.intel.tss2.Tabrmd");
	else if (strcmp(name, usual) != 0 || is_set(&abrmd->owned) ||
		 !strcmp(key_of(report, conf, "bus_type", "system"), "session"))
		return; /* or not what the facts are about */
	else if (is_set(&abrmd->activatable))
		consumer_conclude(report, consumer, "not tried",
				  "it does not run; the bus would start it for who asks",
				  "systemctl start tpm2-abrmd");
	else if (is_clear(&abrmd->bus))
		fail(report, consumer, "the D-Bus system bus does not answer",
		     "start it, or take device:/dev/tpmrm0");
	else if (is_clear(&abrmd->owned))
		fail(report, consumer, "com.intel.tss2.Tabrmd is not on the bus",
		     "install and start tpm2-abrmd, or take device:/dev/tpmrm0");
}

static void resolve_kind(struct report *report, const char *kind, const char *conf,
			 struct consumer *consumer)
{
	if (!strcmp(kind, "device")) {
		resolve_device(report, conf, consumer);
	} else if (!strcmp(kind, "tpmrm")) {
		resolve_tpmrm(report, conf, consumer);
	} else if (!strcmp(kind, "tabrmd")) {
		resolve_abrmd(report, conf, consumer);
	} else if (!strcmp(kind, "swtpm") || !strcmp(kind, "mssim")) {
		const char *path = key_of(report, conf, "path", NULL);

		set_way(report, consumer, "simulator",
			path ? path
			     : arena_printf(&report->arena, "%s:%s",
					    key_of(report, conf, "host", "localhost"),
					    key_of(report, conf, "port", "2321")));
	} else {
		set_way(report, consumer, "other", NULL);
		consumer_conclude(report, consumer, "not tried",
				  !strcmp(kind, "cmd") ? "it would start a command"
						       : "what this module does is not known",
				  "tpm-probe tcti test asks through it");
	}
}

/* "libtss2-tcti-device.so.0" of any folder is of kind device. */
static void kind_of_file(const char *file, char kind[64])
{
	const char *slash = strrchr(file, '/');
	struct tcti_string choice;

	kind[0] = '\0';
	if (tcti_string_parse(slash ? slash + 1 : file, &choice))
		snprintf(kind, 64, "%.63s", choice.name);
}

/* Where the name leads: a file, the kind of module; or a failure. */
static bool find_file(struct report *report, const struct tcti_string *choice, char kind[64],
		      struct consumer *consumer)
{
	const struct tcti_library *library = report_find_tcti_library(report, choice->name);
	struct arena *arena = &report->arena;

	if (strchr(choice->name, '/')) {
		fact_set_text(report, &consumer->module, choice->name);
		kind_of_file(choice->name, kind);
		if (report_find_node(report, choice->name) || !strncmp(choice->name, "/dev/", 5)) {
			fail(report, consumer,
			     arena_printf(arena, "%s is a node: a module's name has to stand ahead",
					  choice->name),
			     arena_printf(arena, "write device:%s", choice->name));
			return false;
		}
		return true;
	}
	snprintf(kind, 64, "%.63s", choice->name);
	if (!fact_known(&report->host.tcti_libraries.fact))
		return true;
	if (!library) {
		fail(report, consumer,
		     arena_printf(arena, "no libtss2-tcti-%s.so.0 where the loader looks",
				  choice->name),
		     !strcmp(choice->name, "abrmd")
			     ? "the module's name is tabrmd"
			     : "mend the name, or install the module and run ldconfig");
		return false;
	}
	fact_set_text(report, &consumer->module, text_of(&library->path, NULL));
	if (!strcmp(choice->name, "default"))
		kind_of_file(text_of(&library->target, ""), kind);
	return true;
}

static void resolve_name(struct report *report, const char *value, struct consumer *consumer)
{
	struct tcti_string choice;
	char kind[64];

	fact_set_text(report, &consumer->tcti, value);
	consumer->module.fact = FACT_ABSENT;
	if (!tcti_string_parse(value, &choice)) {
		fail(report, consumer, "no module's name stands ahead of the colon",
		     "write device:/dev/tpmrm0");
		return;
	}
	/* A recorder: what counts is the rest. */
	if (!strcmp(choice.name, "pcap") && *choice.conf) {
		resolve_name(report, choice.conf, consumer);
		fact_set_text(report, &consumer->tcti, value);
		return;
	}
	if (find_file(report, &choice, kind, consumer))
		resolve_kind(report, kind, choice.conf, consumer);
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
			  !is_set(&report->host.abrmd.owned);
		if (unknown || text_is(&attempt.state, "fails")) {
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
