/* SPDX-License-Identifier: BSD-2-Clause */
/* Advice, with what it rests on. Nothing is taken that this machine does not have. */
#include "advise.h"

#include <stdio.h>

#include "device.h"
#include "host.h"
#include "report.h"
#include "find-tpm.h"
#include "stack.h"
#include "tcti-string.h"

const char *const advise_needs[] = { "multi-user", "boot", "fapi", "pkcs11", "bench", NULL };

/* What there is to choose from. */
struct ways {
	const struct node *rm, *raw;
	const struct holder *raw_holder;
	bool tpm12, any;
	bool abrmd_runs, abrmd_on_raw, abrmd_module;
};

static void say(struct report *report, struct list_fact *list, const char *text)
{
	*(const char **)list_append(&report->arena, list, sizeof(char *)) = text;
}

static struct ways ways_of(const struct report *report)
{
	const struct holder *holders = report->host->holders.items;
	const struct tpm_report *tpm = report_preferred_tpm(report, 0);
	struct ways ways = { .any = tpm != NULL };

	if (!tpm)
		return ways;
	ways.rm = tpm_report_node(tpm, "tpmrm");
	ways.raw = tpm_report_node(tpm, "tpm");
	ways.tpm12 = fact_known(&tpm->device->version_major.fact) &&
		     tpm->device->version_major.value == 1;
	ways.abrmd_runs = report_abrmd_runs(report);
	ways.abrmd_module = report_find_tcti_library(report, "tabrmd") != NULL;
	for (size_t i = 0; ways.raw && i < report->host->holders.count; i++) {
		if (!text_is(&holders[i].node, text_of(&ways.raw->path, "")))
			continue;
		ways.raw_holder = &holders[i];
		ways.abrmd_on_raw |= text_is(&holders[i].command, "tpm2-abrmd");
	}
	return ways;
}

static bool is_usable(const struct node *node)
{
	return node && state_is(&node->access, ACCESS_OK);
}

static void take(struct report *report, struct advice *advice, enum connection_kind way,
		 const struct node *node)
{
	fact_set_state(&advice->way, &connection_kind_words, way);
	fact_set_text(report, &advice->tcti,
		      node ? arena_printf(&report->arena, "device:%s", text_of(&node->path, "-"))
			   : "tabrmd:bus_name=com.intel.tss2.Tabrmd");
}

static void tell_access(struct report *report, struct advice *advice, const struct node *node)
{
	if (node && !is_usable(node))
		say(report, &advice->reasons,
		    arena_printf(&report->arena, "this account may not open %s yet: %s",
				 text_of(&node->path, text_of(&node->name, "it")),
				 text_of(&node->remedy, text_of(&node->access.text, "unknown"))));
}

static void reject_raw(struct report *report, struct advice *advice, const struct ways *ways)
{
	if (ways->raw_holder)
		say(report, &advice->rejected,
		    arena_printf(&report->arena,
				 "raw node: it opens once, and process %llu (%s) has it",
				 (unsigned long long)ways->raw_holder->pid.value,
				 text_of(&ways->raw_holder->command, "?")));
	else
		say(report, &advice->rejected,
		    "raw node: it opens once, and shows every client's objects to all");
}

static void reject_abrmd(struct report *report, struct advice *advice, const struct ways *ways,
			 const char *otherwise)
{
	if (!ways->abrmd_module)
		say(report, &advice->rejected, "tpm2-abrmd: its module is not installed");
	else if (!ways->abrmd_runs)
		say(report, &advice->rejected, "tpm2-abrmd: it does not run");
	else
		say(report, &advice->rejected, otherwise);
}

/* With abrmd on the raw node, a program on the kernel's manager is a second manager's client. */
static void tell_two_managers(struct report *report, struct advice *advice, const struct ways *ways)
{
	if (ways->abrmd_on_raw)
		say(report, &advice->reasons,
		    "tpm2-abrmd holds the raw node: beside it the kernel's manager still works, but "
		    "neither knows of the other's objects, and what tpm2-abrmd keeps loaded takes "
		    "slots from everybody (TPM_RC_OBJECT_MEMORY)");
}

static void take_kernel_rm(struct report *report, struct advice *advice, const struct ways *ways)
{
	take(report, advice, CONNECTION_KERNEL_RM, ways->rm);
	tell_access(report, advice, ways->rm);
}

static void for_many(struct report *report, struct advice *advice, const struct ways *ways)
{
	if (ways->abrmd_on_raw && ways->abrmd_module) {
		take(report, advice, CONNECTION_ABRMD, NULL);
		say(report, &advice->reasons,
		    "it runs and holds the raw node: with everybody behind it there is one manager, "
		    "which also renews old sessions (context gap) and can cancel a command");
		say(report, &advice->rejected,
		    "kernel resource manager: a second manager beside tpm2-abrmd; each takes slots "
		    "that the other does not know of");
		reject_raw(report, advice, ways);
		return;
	}
	take_kernel_rm(report, advice, ways);
	say(report, &advice->reasons,
	    "each open file has its own objects and sessions: nobody sees another's");
	say(report, &advice->reasons, "no service has to run, and there are no limits per client");
	reject_raw(report, advice, ways);
	reject_abrmd(
		report, advice, ways,
		"tpm2-abrmd: by default 27 clients, 27 objects, 4 sessions each; worth it where "
		"sessions live long (context gap) or commands are to be cancelled");
}

static void for_boot(struct report *report, struct advice *advice, const struct ways *ways)
{
	take_kernel_rm(report, advice, ways);
	say(report, &advice->reasons,
	    "there as soon as the driver is; systemd-cryptsetup and initramfs have it built in");
	tell_two_managers(report, advice, ways);
	reject_raw(report, advice, ways);
	say(report, &advice->rejected,
	    "tpm2-abrmd: it needs D-Bus, which comes after the disks are unlocked: a deadlock");
}

static void for_fapi(struct report *report, struct advice *advice, const struct ways *ways)
{
	for_many(report, advice, ways);
	say(report, &advice->reasons,
	    state_is(&advice->way, CONNECTION_ABRMD)
		    ? "FAPI opens a connection for each context and uses up to three sessions: "
		      "within tpm2-abrmd's four"
		    : "FAPI loads the SRK and a key and has up to three sessions: swapped for it");
	say(report, &advice->reasons,
	    "set it as \"tcti\" in fapi-config.json: FAPI reads no TCTI variable");
}

static void for_pkcs11(struct report *report, struct advice *advice, const struct ways *ways)
{
	for_many(report, advice, ways);
	say(report, &advice->reasons,
	    "ssh, browsers and VPNs load the library at once, each in its own process");
}

static void for_bench(struct report *report, struct advice *advice, const struct ways *ways)
{
	if (ways->raw && !ways->raw_holder && is_usable(ways->raw)) {
		take(report, advice, CONNECTION_RAW_NODE, ways->raw);
		say(report, &advice->reasons,
		    "nothing is saved and loaded around a command: the TPM's own time is seen");
		say(report, &advice->reasons, "nobody has it open, and this account may open it");
		if (ways->rm)
			say(report, &advice->rejected,
			    "kernel resource manager: each loaded object adds its swap to every "
			    "command (tpm-probe bench --rm-cost)");
	} else {
		take_kernel_rm(report, advice, ways);
		say(report, &advice->reasons,
		    "what programs get; each loaded object adds its swap to every command");
		if (ways->raw_holder)
			reject_raw(report, advice, ways);
		else
			say(report, &advice->rejected,
			    "raw node: this account may not open it; as root it shows the TPM's "
			    "own time");
		tell_two_managers(report, advice, ways);
	}
	reject_abrmd(report, advice, ways,
		     "tpm2-abrmd: D-Bus and the daemon's queue are in every figure");
}

void advise(struct report *report, const char *need)
{
	struct advice *advice = list_append(&report->arena, &report->advice, sizeof(*advice));
	struct ways ways = ways_of(report);
	static const struct {
		const char *need;
		void (*choose)(struct report *report, struct advice *advice,
			       const struct ways *ways);
	} rows[] = { { "multi-user", for_many },
		     { "boot", for_boot },
		     { "fapi", for_fapi },
		     { "pkcs11", for_pkcs11 },
		     { "bench", for_bench } };

	fact_set_text(report, &advice->purpose, need);
	advice->tcti.fact = FACT_ABSENT;
	advice->reasons.fact.presence = advice->rejected.fact.presence = PRESENCE_PRESENT;
	if (!ways.any || ways.tpm12 || (!ways.rm && strcmp(need, "bench") != 0)) {
		fact_set_state(&advice->way, &connection_kind_words, CONNECTION_NONE);
		say(report, &advice->reasons,
		    !ways.any	 ? "this machine shows no TPM"
		    : ways.tpm12 ? "it is a TPM 1.2: no TCTI reaches it"
				 : "the kernel's resource manager has no node: the TPM is in "
				   "firmware-upgrade mode, or the container was not given it");
		return;
	}
	if (!ways.rm && !is_usable(ways.raw)) {
		fact_set_state(&advice->way, &connection_kind_words, CONNECTION_NONE);
		say(report, &advice->reasons, "no node that this account may open");
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].need, need))
			rows[i].choose(report, advice, &ways);
}
