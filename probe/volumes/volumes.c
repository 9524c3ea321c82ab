/* SPDX-License-Identifier: BSD-2-Clause */
/* The way from volumes to answers. */
#include "volumes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "answer-binding.h"
#include "answer-policy.h"
#include "fields.h"
#include "policy-files.h"
#include "remedy.h"
#include "unlock-journal.h"
#include "volume-summary.h"

struct volumes {
	struct report *report;
	struct volumes_request request;
	struct tpmsysfs *sysfs;
	struct volume_sources sources;
	struct volume_contents *contents;
	size_t count;
	struct unlock_tpm tpm;
	struct boot_values boot;
	struct saved_boots saved;
};

static void read_all(struct volumes *volumes)
{
	struct arena *arena = &volumes->report->arena;

	volumes->count = volumes->sources.count;
	volumes->contents = arena_alloc(arena, (volumes->count + 1) * sizeof(*volumes->contents));
	for (size_t i = 0; i < volumes->count; i++)
		volume_read(arena, &volumes->sysfs->root, &volumes->sources,
			    &volumes->sources.items[i], &volumes->contents[i]);
}

int volumes_open(struct report *report, const struct volumes_request *request,
		 struct volumes **ret_volumes)
{
	struct volumes *volumes = calloc(1, sizeof(*volumes));
	int r;

	if (!volumes)
		abort();
	volumes->report = report;
	volumes->request = *request;
	r = tpmsysfs_new(request->sysroot, &volumes->sysfs);
	if (r < 0) {
		free(volumes);
		return r;
	}
	volumes_find(&report->arena, &volumes->sysfs->root, request->named, request->n_named,
		     request->header, &volumes->sources);
	read_all(volumes);
	*ret_volumes = volumes;
	return 0;
}

void volumes_free(struct volumes *volumes)
{
	if (!volumes)
		return;
	saved_boots_clear(&volumes->saved);
	boot_values_clear(&volumes->boot);
	tpmsysfs_free(volumes->sysfs);
	free(volumes);
}

size_t volumes_count(const struct volumes *volumes)
{
	return volumes->count;
}

bool volumes_want_tpm(const struct volumes *volumes)
{
	for (size_t i = 0; i < volumes->count; i++)
		if (volumes->contents[i].n_bindings)
			return true;
	return false;
}

static struct unlock_context context_of(const struct volumes *volumes)
{
	return (struct unlock_context){
		.report = volumes->report,
		.tpm = &volumes->tpm,
		.boot = &volumes->boot,
		.contents = volumes->contents,
		.n_contents = volumes->count,
		.boots = volumes->saved.items,
		.n_boots = volumes->saved.count,
		.at_now = volumes->request.at_now,
	};
}

static void read_policy_files(const struct volumes *volumes, struct unlock_context *context,
			      size_t i)
{
	policy_files_read(context, &volumes->sysfs->root, &volumes->contents[i].source,
			  volumes->request.signature, volumes->request.pcrlock);
}

/* PCRs of the bindings, and those that pcrlock's file names. */
static void find_needed(const struct volumes *volumes, struct needed_pcrs *needed)
{
	struct unlock_context context = context_of(volumes);

	for (size_t i = 0; i < volumes->count; i++)
		for (size_t k = 0; k < volumes->contents[i].n_bindings; k++) {
			const struct unlock_binding *binding = &volumes->contents[i].bindings[k];

			needed_pcrs_of(binding, needed);
			if (!binding->pcrlock)
				continue;
			read_policy_files(volumes, &context, i);
			needed_nv_add(needed, pcrlock_index(binding, context.pcrlock));
			for (size_t p = 0; context.pcrlock && p < context.pcrlock->n_pcrs; p++)
				needed_pcrs_add(needed, context.pcrlock->bank,
						UINT32_C(1) << context.pcrlock->pcrs[p].pcr);
		}
}

static unsigned int count_parents(const struct unlock_binding *binding)
{
	unsigned int n = binding->srk.known || binding->parent;

	for (size_t i = 0; i < binding->n_children; i++)
		n += count_parents(&binding->children[i]);
	return n;
}

unsigned int volumes_commands(const struct volumes *volumes)
{
	struct needed_pcrs needed = { 0 };
	unsigned int pcrs = 0, parents = 0;

	find_needed(volumes, &needed);
	for (size_t i = 0; i < needed.count; i++)
		pcrs += (unsigned int)__builtin_popcount(needed.banks[i].pcrs);
	for (size_t i = 0; i < volumes->count; i++)
		for (size_t k = 0; k < volumes->contents[i].n_bindings; k++)
			parents += count_parents(&volumes->contents[i].bindings[k]);
	return (pcrs + 7) / 8 + parents + 2 * (unsigned int)needed.n_nvs;
}

void volumes_ask(struct volumes *volumes, const struct tpm_report *tpm_report, struct tpm *tpm)
{
	struct needed_pcrs needed = { 0 };

	if (volumes->tpm.contact == CONTACT_MADE)
		return;
	volumes->tpm.report = tpm_report;
	find_needed(volumes, &needed);
	unlock_tpm_ask(&volumes->tpm, tpm, volumes->contents, volumes->count, &needed);
}

bool volumes_load(struct volumes *volumes, struct tpm *tpm)
{
	return unlock_tpm_load_all(&volumes->tpm, tpm, volumes->contents, volumes->count);
}

void volumes_no_tpm(struct volumes *volumes, bool is_absent, const char *why)
{
	if (volumes->tpm.contact != CONTACT_UNKNOWN)
		return;
	volumes->tpm.contact = is_absent ? CONTACT_NONE : CONTACT_FAILED;
	volumes->tpm.why_not = why;
}

static const char *format_of(const struct volume_contents *contents)
{
	if (contents->header)
		return contents->header->version == 1 ? "luks1" : "luks2";
	if (!contents->n_bindings)
		return NULL;
	switch (contents->bindings[0].kind) {
	case BINDING_SYSTEMD_CREDS:
		return "systemd-creds";
	case BINDING_TSS2_KEY:
		return "tss2-key";
	case BINDING_GRUB_TPM2:
		return "grub-key";
	case BINDING_TRUSTED_KEY:
		return "trusted-key";
	default:
		return "jwe";
	}
}

static const char *error_text(struct report *report, const struct volume_contents *contents)
{
	const char *path =
		contents->source.header ? contents->source.header : contents->source.source;

	if (!contents->error)
		return NULL;
	if (contents->fault)
		return contents->fault;
	if (contents->error == -EACCES || contents->error == -EPERM)
		return arena_printf(&report->arena, "needs root to read the header of %s",
				    path_name(path));
	return strerror(-contents->error);
}

static void describe(struct report *report, const struct volume_contents *contents,
		     struct volume *volume)
{
	const struct volume_source *source = &contents->source;

	fact_set_text(report, &volume->source, source->source ? source->source : source->uuid);
	fact_set_text(report, &volume->uuid, source->uuid);
	fact_set_text(report, &volume->name, source->name);
	fact_set_text(report, &volume->format, format_of(contents));
	fact_set_text(report, &volume->header, source->header);
	fact_set_text(report, &volume->error, error_text(report, contents));
	fact_set_text(report, &volume->options, source->options);
	volume->wanted = FACT_NUMBER(source->wants_tpm);
	volume->keyslots_used.fact = FACT_ABSENT;
	if (contents->header)
		volume->keyslots_used = FACT_NUMBER(contents->header->n_keyslots);
	volume->causes.fact.presence = volume->bindings.fact.presence =
		volume->attempts.fact.presence = volume->notes.fact.presence = PRESENCE_PRESENT;
}

/* A volume without a token says so as a binding does. */
static void add_no_token(struct unlock_context *context, struct volume *volume)
{
	struct volume_binding *record = list_append(&context->report->arena, &volume->bindings,
						    sizeof(struct volume_binding));

	record->token.fact = record->bank.fact = FACT_ABSENT;
	fact_set_text(context->report, &record->kind, "none");
	record->keyslots.fact.presence = record->pcrs.fact.presence =
		record->signed_pcrs.fact.presence = record->pcrs_differ.fact.presence =
			PRESENCE_PRESENT;
	record->pin = record->pcrlock = FACT_NUMBER(0);
	fact_set_text(context->report, &record->verdict, WILL_NOT_UNLOCK);
	cause_add(context, record, "no_token");
	answer_add(context, record, "keyslot", ANSWER_NO,
		   "no token of the header is bound to a TPM");
}

static void add_causes(struct report *report, struct volume *volume)
{
	const struct volume_binding *bindings = volume->bindings.items;

	for (size_t i = 0; i < volume->bindings.count; i++)
		for (size_t k = 0; k < bindings[i].causes.count; k++) {
			const char *cause = ((const char *const *)bindings[i].causes.items)[k];

			if (!list_has(&volume->causes, cause))
				*(const char **)list_append(&report->arena, &volume->causes,
							    sizeof(char *)) = cause;
		}
}

static void answer_volume(struct volumes *volumes, struct unlock_context *context, size_t i)
{
	const struct volume_contents *contents = &volumes->contents[i];
	struct volume *volume =
		record_append(&context->report->arena, &context->report->volumes, &volume_type);

	describe(context->report, contents, volume);
	if (!contents->error) {
		read_policy_files(volumes, context, i);
		for (size_t k = 0; k < contents->n_bindings; k++)
			answer_binding(context, contents, &contents->bindings[k],
				       list_append(&context->report->arena, &volume->bindings,
						   sizeof(struct volume_binding)));
		if (!contents->n_bindings)
			add_no_token(context, volume);
	}
	fact_set_text(context->report, &volume->verdict, best_verdict(&volume->bindings));
	add_causes(context->report, volume);
	remedies_add(context, contents, volume);
	volume_summarise(context, contents, volume);
}

void volumes_answer(struct volumes *volumes)
{
	struct unlock_context context;
	const struct tpm_report *tpm = volumes->tpm.report;

	boot_values_read(&volumes->report->arena, volumes->sysfs,
			 tpm && fact_known(&tpm->name.fact) ? tpm->name.value : NULL,
			 &volumes->boot);
	if (volumes->request.boots || !volumes->request.sysroot)
		saved_boots_read(volumes->request.boots, &volumes->saved);
	context = context_of(volumes);
	volumes->report->volumes.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < volumes->count; i++)
		answer_volume(volumes, &context, i);
	if (!volumes->request.sysroot && volumes->count)
		unlock_journal_add(volumes->report);
}
