/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the TPM keeps in NV: public areas of indices, certificates. Reads only what an empty password
 * may read and no failure counts for.
 */
#include "collect-nv.h"

#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "certificate.h"
#include "cleanup.h"
#include "collect.h"
#include "keys.h"
#include "names.h"
#include "names-registry.h"
#include "names.h"
#include "template.h"
#include "tpm-connection.h"
#include "tpm-query.h"
#include "tpm.h"
#include "tpm-state.h"

#define CHAIN_FIRST UINT32_C(0x01c00100)
#define CHAIN_LAST  UINT32_C(0x01c001ff)
#define EK_SM2	    UINT32_C(0x01c0001a)

/* The chain is one row of bytes over all indices of its range. */
struct chain {
	TPM2_HANDLE first;
	uint8_t *data;
	size_t size;
};

static const char *certificate_key(TPM2_HANDLE index)
{
	const struct ek_template *template = ek_template_for(index);

	return template ? template->kind : index == EK_SM2 ? "ecc sm2" : NULL;
}

/* How much one TPM2_NV_Read may ask for. */
static size_t nv_chunk(const struct tpm_query *questions)
{
	const struct number_fact *max = &questions->tpm_report->limits->nv_buffer_max;

	return fact_known(&max->fact) && max->value && max->value < 1024 ? max->value : 512;
}

/* malloc'd; unasked where it would take too many commands. */
static struct fact read_index(struct tpm_query *questions, const TPMS_NV_PUBLIC *public,
			      uint8_t **ret_data, size_t *ret_size)
{
	size_t chunk = nv_chunk(questions);

	if (!query_has_room(questions, (unsigned int)(public->dataSize / chunk + 1)))
		return (struct fact){ 0 };
	return query_fact(questions,
			  tpm_nv_read(questions->tpm, public, chunk, ret_data, ret_size));
}

static void collect_certificate(struct tpm_query *questions, const TPMS_NV_PUBLIC *public)
{
	struct report *report = questions->report;
	_cleanup_free_ uint8_t *data = NULL;
	struct ek_certificate *certificate;
	struct fact fact;
	size_t size = 0;

	certificate = list_append(&report->arena, &questions->tpm_report->ek_certificates,
				  sizeof(*certificate));
	certificate->handle = FACT_NUMBER(public->nvIndex);
	fact_set_text(report, &certificate->key, certificate_key(public->nvIndex));
	fact = read_index(questions, public, &data, &size);
	if (fact_known(&fact))
		record_certificate(report, certificate, data, size,
				   questions->parts & COLLECT_SERIALS);
	else
		certificate->subject.fact = certificate->not_after.fact =
			certificate->trailing.fact = certificate->self_signed.fact = fact;
}

static void add_to_chain(struct tpm_query *questions, struct chain *chain,
			 const TPMS_NV_PUBLIC *public)
{
	_cleanup_free_ uint8_t *data = NULL;
	struct fact fact;
	size_t size = 0;

	fact = read_index(questions, public, &data, &size);
	if (!fact_known(&fact))
		return;
	chain->data = realloc(chain->data, chain->size + size + 1);
	if (!chain->data)
		abort();
	memcpy(chain->data + chain->size, data, size);
	chain->first = chain->size ? chain->first : public->nvIndex;
	chain->size += size;
}

static void collect_platform(struct tpm_query *questions, const TPMS_NV_PUBLIC *public)
{
	_cleanup_free_ uint8_t *data = NULL;
	size_t size = 0;
	struct fact fact = read_index(questions, public, &data, &size);

	/* Attribute certificates, which most platform certificates are, are no X.509 certificates. */
	if (fact_known(&fact) && certificate_size(data, size))
		record_certificates(questions->report, &questions->tpm_report->other_certificates,
				    public->nvIndex, nv_purpose(public->nvIndex), data, size,
				    questions->parts & COLLECT_SERIALS);
}

static void collect_contents_of(struct tpm_query *questions, struct chain *chain,
				const TPMS_NV_PUBLIC *public)
{
	TPM2_HANDLE index = public->nvIndex;

	if (certificate_key(index))
		collect_certificate(questions, public);
	else if (questions->parts & COLLECT_FEW)
		return;
	else if (index >= CHAIN_FIRST && index <= CHAIN_LAST)
		add_to_chain(questions, chain, public);
	else if (index >= 0x01c08000 && index <= 0x01c0ffff)
		collect_platform(questions, public);
}

static void collect_index(struct tpm_query *questions, TPM2_HANDLE index, struct chain *chain)
{
	struct report *report = questions->report;
	struct nv_index *record =
		list_append(&report->arena, &questions->tpm_report->nv_indices, sizeof(*record));
	TPMS_NV_PUBLIC public = { 0 };
	struct fact fact =
		query_fact(questions, tpm_nv_read_public(questions->tpm, index, &public));

	record->handle = FACT_NUMBER(index);
	fact_set_text(report, &record->owner, nv_owner(index));
	fact_set_text(report, &record->purpose, nv_purpose(index));
	record->attributes.fact = record->size.fact = fact;
	if (!fact_known(&fact))
		return;
	set_name(report, &record->name_algorithm, name_algorithm(public.nameAlg), public.nameAlg);
	record_nv_attributes(report, record, public.attributes);
	record->size.value = public.dataSize;
	record->policy = FACT_NUMBER(public.authPolicy.size > 0);
	if (questions->parts & COLLECT_CERTIFICATES)
		collect_contents_of(questions, chain, &public);
}

void collect_nv(struct tpm_query *questions)
{
	const struct list_fact *handles = &questions->tpm_report->capabilities->handles_nv_index;
	struct tpm_report *tpm_report = questions->tpm_report;
	struct chain chain = { 0 };

	tpm_report->nv_indices.fact = handles->fact;
	if (questions->parts & COLLECT_CERTIFICATES)
		tpm_report->ek_certificates.fact = handles->fact;
	if ((questions->parts & COLLECT_CERTIFICATES) && !(questions->parts & COLLECT_FEW))
		tpm_report->other_certificates.fact = handles->fact;
	for (size_t i = 0; i < handles->count && query_has_room(questions, 1); i++)
		collect_index(questions, (TPM2_HANDLE)((const uint64_t *)handles->items)[i],
			      &chain);
	if (chain.size)
		record_certificates(questions->report, &tpm_report->other_certificates, chain.first,
				    nv_purpose(chain.first), chain.data, chain.size,
				    questions->parts & COLLECT_SERIALS);
	free(chain.data);
}

/* Validity stands near the start of a certificate: one TPM2_NV_Read is enough. */
static void read_start(struct tpm_query *questions, TPMS_NV_PUBLIC public,
		       struct ek_certificate *certificate)
{
	size_t size = 0, chunk = nv_chunk(questions);
	_cleanup_free_ uint8_t *data = NULL;
	struct fact fact;

	if (public.dataSize > chunk)
	public.dataSize = (uint16_t)chunk;
	fact = query_fact(questions, tpm_nv_read(questions->tpm, &public, chunk, &data, &size));
	certificate->not_before.fact = certificate->not_after.fact = fact;
	if (fact_known(&fact))
		record_validity(questions->report, certificate, data, size,
				questions->parts & COLLECT_SERIALS);
}

void collect_validity(struct tpm_query *questions)
{
	const struct list_fact *handles = &questions->tpm_report->capabilities->handles_nv_index;
	struct list_fact *list = &questions->tpm_report->ek_certificates;
	struct report *report = questions->report;

	list->fact = handles->fact;
	for (size_t i = 0; i < handles->count && !questions->broken; i++) {
		TPM2_HANDLE index = (TPM2_HANDLE)((const uint64_t *)handles->items)[i];
		struct ek_certificate *certificate;
		TPMS_NV_PUBLIC public = { 0 };
		struct fact fact;

		if (!certificate_key(index))
			continue;
		certificate = list_append(&report->arena, list, sizeof(*certificate));
		certificate->handle = FACT_NUMBER(index);
		fact_set_text(report, &certificate->key, certificate_key(index));
		fact = query_fact(questions, tpm_nv_read_public(questions->tpm, index, &public));
		if (fact_known(&fact))
			read_start(questions, public, certificate);
		else
			certificate->not_before.fact = certificate->not_after.fact = fact;
	}
}
