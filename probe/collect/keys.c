/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the TPM keeps: public areas of persistent objects and NV indices, certificates for
 * endorsement keys. Reads only what an empty password may read and no failure counts for.
 */
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "cleanup.h"
#include "names.h"
#include "questions.h"

/* A diagnosis is cheap: beyond so many commands nothing more is asked. */
enum { COMMANDS_MAX = 40 };

/* NV indices that the TCG registered for certificates of endorsement keys (TCG EK Credential
 * Profile 2.5, 2.2.1.4 and 2.2.1.5). */
static const struct {
	TPM2_HANDLE index;
	const char *key;
} certificates[] = {
	{ 0x01c00002, "rsa 2048" }, { 0x01c0000a, "ecc p256" }, { 0x01c00012, "rsa 2048" },
	{ 0x01c00014, "ecc p256" }, { 0x01c00016, "ecc p384" }, { 0x01c00018, "ecc p521" },
	{ 0x01c0001a, "ecc sm2" },  { 0x01c0001c, "rsa 3072" }, { 0x01c0001e, "rsa 4096" },
};

static const char *certificate_key(TPM2_HANDLE index)
{
	for (size_t i = 0; i < sizeof(certificates) / sizeof(certificates[0]); i++)
		if (certificates[i].index == index)
			return certificates[i].key;
	return NULL;
}

static const char *purpose_of(struct report *report, TPM2_HANDLE index)
{
	const char *key = certificate_key(index);

	if (key)
		return arena_printf(&report->arena, "EK certificate, %s", key);
	if (index == 0x01c00004 || index == 0x01c0000c || index == 0x01c0001b)
		return "EK template";
	if (index == 0x01c00003 || index == 0x01c0000b)
		return "EK nonce";
	if (index >= 0x01c00100 && index <= 0x01c001ff)
		return "EK certificate chain";
	if (index >= 0x01c08000 && index <= 0x01c0ffff)
		return "platform certificate";
	if (index >= 0x01c10000 && index <= 0x01c10003)
		return "attestation key of the cloud";
	return NULL;
}

static bool may_ask(const struct tpm_questions *questions, unsigned int commands)
{
	return !questions->broken && tpm_commands(questions->tpm) + commands <= COMMANDS_MAX;
}

static void set_curve(struct text_fact *fact, struct report *report, TPM2_ECC_CURVE curve)
{
	static const struct {
		TPM2_ECC_CURVE curve;
		const char *name;
	} curves[] = { { TPM2_ECC_NIST_P256, "p256" },
		       { TPM2_ECC_NIST_P384, "p384" },
		       { TPM2_ECC_NIST_P521, "p521" },
		       { TPM2_ECC_SM2_P256, "sm2" } };

	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		if (curves[i].curve == curve) {
			fact_set_text(report, fact, curves[i].name);
			return;
		}
	}
	set_name(report, fact, name_curve(curve), curve);
}

static void set_public(struct report *report, struct tpm_object *object, const TPMT_PUBLIC *public)
{
	const TPMS_ECC_POINT *point = &public->unique.ecc;
	uint8_t xy[2 * TPM2_MAX_ECC_KEY_BYTES];

	set_name(report, &object->type, name_algorithm(public->type), public->type);
	set_name(report, &object->name_algorithm, name_algorithm(public->nameAlg), public->nameAlg);
	object->attributes = FACT_NUMBER(public->objectAttributes);
	object->bits.fact = object->curve.fact = object->public_key.fact = FACT_ABSENT;
	switch (public->type) {
	case TPM2_ALG_RSA:
		object->bits = FACT_NUMBER(public->parameters.rsaDetail.keyBits);
		fact_set_text(report, &object->public_key,
			      arena_hex(&report->arena, public->unique.rsa.buffer,
					public->unique.rsa.size));
		break;
	case TPM2_ALG_ECC:
		set_curve(&object->curve, report, public->parameters.eccDetail.curveID);
		memcpy(xy, point->x.buffer, point->x.size);
		memcpy(xy + point->x.size, point->y.buffer, point->y.size);
		fact_set_text(report, &object->public_key,
			      arena_hex(&report->arena, xy, (size_t)point->x.size + point->y.size));
		break;
	default:
		break;
	}
}

static void collect_objects(struct tpm_questions *questions)
{
	const struct list_fact *handles = &questions->tpm_report->capabilities.handles_persistent;
	struct list_fact *list = &questions->tpm_report->objects;

	list->fact = handles->fact;
	for (size_t i = 0; i < handles->count && may_ask(questions, 1); i++) {
		TPM2_HANDLE handle = (TPM2_HANDLE)((const uint64_t *)handles->items)[i];
		struct tpm_object *object =
			list_append(&questions->report->arena, list, sizeof(*object));
		TPMT_PUBLIC public = { 0 };
		struct fact fact =
			answer_fact(questions, tpm_read_public(questions->tpm, handle, &public));

		object->handle = FACT_NUMBER(handle);
		object->type.fact = object->attributes.fact = fact;
		if (fact_known(&fact))
			set_public(questions->report, object, &public);
	}
}

static void set_span(struct report *report, struct text_fact *fact, struct span span)
{
	fact_set_text(report, fact,
		      span.size ? arena_hex(&report->arena, span.data, span.size) : NULL);
}

static void add_urls(struct report *report, struct list_fact *list, const struct span *urls,
		     size_t count)
{
	list->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < count; i++)
		*(const char **)list_append(&report->arena, list, sizeof(char *)) =
			arena_clean(&report->arena, urls[i].data, urls[i].size);
}

static struct number_fact seconds_of(int64_t time)
{
	return FACT_NUMBER(time > 0 ? (uint64_t)time : 0);
}

static void set_certificate(struct report *report, struct ek_certificate *to, const uint8_t *data,
			    size_t size)
{
	struct certificate from;
	char name[512];

	if (certificate_parse(data, size, &from) < 0) {
		fact_set_text(report, &to->error, "not an X.509 certificate");
		return;
	}
	to->error.fact = FACT_ABSENT;
	certificate_name(from.subject, name, sizeof(name));
	fact_set_text(report, &to->subject, name);
	certificate_name(from.issuer, name, sizeof(name));
	fact_set_text(report, &to->issuer, name);
	set_span(report, &to->serial, from.serial);
	to->not_before = seconds_of(from.not_before);
	to->not_after = seconds_of(from.not_after);
	to->size = FACT_NUMBER(from.size);
	to->trailing = FACT_NUMBER(size - from.size);
	to->self_signed =
		FACT_NUMBER(from.issuer.size == from.subject.size && from.issuer.size &&
			    !memcmp(from.issuer.data, from.subject.data, from.issuer.size));
	add_urls(report, &to->issuer_urls, from.issuer_urls, from.n_issuer_urls);
	add_urls(report, &to->crl_urls, from.crl_urls, from.n_crl_urls);
	set_span(report, &to->public_key, from.key);
}

/* How much one TPM2_NV_Read may ask for. */
static size_t nv_chunk(const struct tpm_questions *questions)
{
	const struct number_fact *max = &questions->tpm_report->limits.nv_buffer_max;

	return fact_known(&max->fact) && max->value && max->value < 1024 ? max->value : 512;
}

static void collect_certificate(struct tpm_questions *questions, const TPMS_NV_PUBLIC *public)
{
	struct report *report = questions->report;
	size_t size = 0, chunk = nv_chunk(questions);
	_cleanup_free_ uint8_t *data = NULL;
	struct ek_certificate *certificate;
	struct fact fact;

	certificate = list_append(&report->arena, &questions->tpm_report->ek_certificates,
				  sizeof(*certificate));
	certificate->handle = FACT_NUMBER(public->nvIndex);
	fact_set_text(report, &certificate->key, certificate_key(public->nvIndex));
	if (!may_ask(questions, (unsigned int)(public->dataSize / chunk + 1)))
		return;
	fact = answer_fact(questions, tpm_nv_read(questions->tpm, public, chunk, &data, &size));
	if (fact_known(&fact))
		set_certificate(report, certificate, data, size);
	else
		certificate->subject.fact = certificate->not_after.fact =
			certificate->trailing.fact = certificate->self_signed.fact = fact;
}

static void collect_nv(struct tpm_questions *questions)
{
	const struct list_fact *handles = &questions->tpm_report->capabilities.handles_nv_index;
	struct list_fact *list = &questions->tpm_report->nv_indices;
	struct report *report = questions->report;

	list->fact = questions->tpm_report->ek_certificates.fact = handles->fact;
	for (size_t i = 0; i < handles->count && may_ask(questions, 1); i++) {
		TPM2_HANDLE index = (TPM2_HANDLE)((const uint64_t *)handles->items)[i];
		struct nv_index *record = list_append(&report->arena, list, sizeof(*record));
		TPMS_NV_PUBLIC public = { 0 };
		struct fact fact =
			answer_fact(questions, tpm_nv_read_public(questions->tpm, index, &public));

		record->handle = FACT_NUMBER(index);
		fact_set_text(report, &record->purpose, purpose_of(report, index));
		record->attributes.fact = record->size.fact = fact;
		if (!fact_known(&fact))
			continue;
		set_name(report, &record->name_algorithm, name_algorithm(public.nameAlg),
			 public.nameAlg);
		record->attributes.value = public.attributes;
		record->size.value = public.dataSize;
		record->written = FACT_NUMBER(!!(public.attributes & TPMA_NV_WRITTEN));
		if (certificate_key(index))
			collect_certificate(questions, &public);
	}
}

/* Validity stands near the start of a certificate: one TPM2_NV_Read is enough. */
static void read_start(struct tpm_questions *questions, TPMS_NV_PUBLIC public,
		       struct ek_certificate *certificate)
{
	struct report *report = questions->report;
	size_t size = 0, chunk = nv_chunk(questions);
	_cleanup_free_ uint8_t *data = NULL;
	struct certificate start;
	struct fact fact;

	if (public.dataSize > chunk)
	public.dataSize = (uint16_t)chunk;
	fact = answer_fact(questions, tpm_nv_read(questions->tpm, &public, chunk, &data, &size));
	certificate->not_before.fact = certificate->not_after.fact = fact;
	if (!fact_known(&fact))
		return;
	if (certificate_parse_start(data, size, &start) < 0) {
		certificate->not_before.fact = certificate->not_after.fact = FACT_ABSENT;
		fact_set_text(report, &certificate->error, "not an X.509 certificate");
		return;
	}
	certificate->error.fact = FACT_ABSENT;
	certificate->not_before = seconds_of(start.not_before);
	certificate->not_after = seconds_of(start.not_after);
	certificate->size = FACT_NUMBER(start.size);
	set_span(report, &certificate->serial, start.serial);
}

void collect_validity(struct tpm_questions *questions)
{
	const struct list_fact *handles = &questions->tpm_report->capabilities.handles_nv_index;
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
		fact = answer_fact(questions, tpm_nv_read_public(questions->tpm, index, &public));
		if (fact_known(&fact))
			read_start(questions, public, certificate);
		else
			certificate->not_before.fact = certificate->not_after.fact = fact;
	}
}

void collect_keys(struct tpm_questions *questions)
{
	collect_nv(questions);
	collect_objects(questions);
}
