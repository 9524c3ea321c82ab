/* SPDX-License-Identifier: BSD-2-Clause */
/* Public areas of persistent objects: what each is, what it is for, and where it stands. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "cleanup.h"
#include "digest.h"
#include "keys.h"
#include "names.h"
#include "names-registry.h"
#include "tpm-query.h"
#include "template.h"

enum { PARENT = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT };

static void set_curve(struct report *report, struct text_fact *fact, TPM2_ECC_CURVE curve)
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

static const char *algorithm(struct report *report, TPM2_ALG_ID id)
{
	const char *name = name_algorithm(id);

	return name ? name : arena_printf(&report->arena, "0x%x", id);
}

/* Every scheme of a key but NULL and RSAES begins with its hash. */
static void set_scheme(struct report *report, struct text_fact *fact, TPM2_ALG_ID scheme,
		       TPM2_ALG_ID hash)
{
	fact->fact = FACT_ABSENT;
	if (scheme == TPM2_ALG_NULL)
		return;
	fact_set_text(report, fact,
		      scheme == TPM2_ALG_RSAES
			      ? algorithm(report, scheme)
			      : arena_printf(&report->arena, "%s %s", algorithm(report, scheme),
					     algorithm(report, hash)));
}

static void set_symmetric(struct report *report, struct text_fact *fact,
			  const TPMT_SYM_DEF_OBJECT *symmetric)
{
	fact->fact = FACT_ABSENT;
	if (symmetric->algorithm != TPM2_ALG_NULL)
		fact_set_text(report, fact,
			      arena_printf(&report->arena, "%s%u%s",
					   algorithm(report, symmetric->algorithm),
					   symmetric->keyBits.sym,
					   algorithm(report, symmetric->mode.sym)));
}

static void set_key(struct report *report, struct text_fact *fact, const TPMT_PUBLIC *area)
{
	uint8_t bytes[PUBLIC_KEY_MAX];

	fact_set_text(report, fact,
		      arena_hex(&report->arena, bytes, public_key_bytes(area, bytes)));
}

static void set_parameters(struct report *report, struct tpm_object *object,
			   const TPMT_PUBLIC *area)
{
	const TPMS_RSA_PARMS *rsa = &area->parameters.rsaDetail;
	const TPMS_ECC_PARMS *ecc = &area->parameters.eccDetail;
	const TPMS_KEYEDHASH_PARMS *keyedhash = &area->parameters.keyedHashDetail;

	object->bits.fact = object->curve.fact = object->public_key.fact = FACT_ABSENT;
	object->scheme.fact = object->symmetric.fact = FACT_ABSENT;
	switch (area->type) {
	case TPM2_ALG_RSA:
		object->bits = FACT_NUMBER(rsa->keyBits);
		set_scheme(report, &object->scheme, rsa->scheme.scheme,
			   rsa->scheme.details.anySig.hashAlg);
		set_symmetric(report, &object->symmetric, &rsa->symmetric);
		set_key(report, &object->public_key, area);
		break;
	case TPM2_ALG_ECC:
		set_curve(report, &object->curve, ecc->curveID);
		set_scheme(report, &object->scheme, ecc->scheme.scheme,
			   ecc->scheme.details.anySig.hashAlg);
		set_symmetric(report, &object->symmetric, &ecc->symmetric);
		set_key(report, &object->public_key, area);
		break;
	case TPM2_ALG_KEYEDHASH:
		set_scheme(report, &object->scheme, keyedhash->scheme.scheme,
			   keyedhash->scheme.details.hmac.hashAlg);
		break;
	case TPM2_ALG_SYMCIPHER:
		set_symmetric(report, &object->symmetric, &area->parameters.symDetail.sym);
		break;
	default:
		break;
	}
}

static const char *use_of(const TPMT_PUBLIC *area, bool is_srk)
{
	TPMA_OBJECT attributes = area->objectAttributes;
	bool sign = attributes & TPMA_OBJECT_SIGN_ENCRYPT,
	     decrypt = attributes & TPMA_OBJECT_DECRYPT;

	if (recognise_ek(area))
		return "EK";
	if ((attributes & PARENT) == PARENT && !sign)
		return is_srk ? "SRK" : "storage parent";
	if (area->type == TPM2_ALG_KEYEDHASH)
		return sign ? "HMAC key" : decrypt ? "XOR key" : "sealed data";
	if (area->type == TPM2_ALG_SYMCIPHER)
		return "cipher key";
	if (attributes & TPMA_OBJECT_RESTRICTED)
		return "attestation key";
	return sign && decrypt ? "signing and decryption key"
	       : sign	       ? "signing key"
			       : "decryption key";
}

/* A template of an SRK counts as one only where SRKs are: any primary key may be made by it. */
static void set_use(struct report *report, struct tpm_object *object, const TPMT_PUBLIC *area)
{
	const struct ek_template *template = recognise_ek(area);
	const char *fits[RECOGNISED_MAX];
	size_t n = object->handle.value >> 16 == 0x8100 ? recognise_srk(area, fits) : 0;

	fact_set_text(report, &object->use, use_of(area, n > 0));
	fact_set_text(report, &object->template,
		      template ? template->title
		      : n      ? "storage root key"
			       : NULL);
	object->fits.fact = n ? (struct fact){ .presence = PRESENCE_PRESENT } : FACT_ABSENT;
	for (size_t i = 0; i < n; i++)
		*(const char **)list_append(&report->arena, &object->fits, sizeof(char *)) =
			fits[i];
}

static void set_public(struct report *report, struct tpm_object *object, const TPMT_PUBLIC *area)
{
	set_name(report, &object->type, name_algorithm(area->type), area->type);
	set_name(report, &object->name_algorithm, name_algorithm(area->nameAlg), area->nameAlg);
	object->attributes = FACT_NUMBER(area->objectAttributes);
	object->attribute_names.fact.presence = PRESENCE_PRESENT;
	for (unsigned int bit = 0; bit < 32; bit++)
		if (area->objectAttributes >> bit & 1 && object_attribute(bit))
			*(const char **)list_append(&report->arena, &object->attribute_names,
						    sizeof(char *)) = object_attribute(bit);
	object->wraps_keys = FACT_NUMBER((area->objectAttributes & PARENT) == PARENT &&
					 !(area->objectAttributes & TPMA_OBJECT_SIGN_ENCRYPT));
	object->policy = FACT_NUMBER(area->authPolicy.size > 0);
	set_parameters(report, object, area);
	set_use(report, object, area);
}

/* Between reading the objects and finding out how they belong together. */
struct relative {
	struct tpm_object *object;
	TPM2B_NAME name, qualified;
};

static bool find_hierarchy(struct report *report, const struct relative *of)
{
	static const struct {
		TPM2_HANDLE handle;
		const char *name;
	} hierarchies[] = { { TPM2_RH_OWNER, "owner" },
			    { TPM2_RH_ENDORSEMENT, "endorsement" },
			    { TPM2_RH_PLATFORM, "platform" },
			    { TPM2_RH_NULL, "null" } };
	TPM2B_NAME name;

	for (size_t i = 0; i < sizeof(hierarchies) / sizeof(hierarchies[0]); i++) {
		if (!primary_name(hierarchies[i].handle, &of->name, &name) ||
		    !names_equal(&name, &of->qualified))
			continue;
		fact_set_text(report, &of->object->hierarchy, hierarchies[i].name);
		return true;
	}
	return false;
}

static bool find_parent(const struct relative *relatives, size_t n, const struct relative *of)
{
	TPM2B_NAME name;

	for (size_t i = 0; i < n; i++) {
		const struct relative *parent = &relatives[i];

		if (parent == of ||
		    !qualified_name((struct bytes){ parent->qualified.name,
						    parent->qualified.size },
				    &of->name, &name) ||
		    !names_equal(&name, &of->qualified))
			continue;
		of->object->parent = FACT_NUMBER(parent->object->handle.value);
		return true;
	}
	return false;
}

static struct tpm_object *object_at(const struct list_fact *list, uint64_t handle)
{
	struct tpm_object *objects = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (objects[i].handle.value == handle)
			return &objects[i];
	return NULL;
}

/* A qualified name holds the whole way down from the hierarchy. */
static void relate(struct report *report, const struct list_fact *list,
		   const struct relative *relatives, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		relatives[i].object->hierarchy.fact = relatives[i].object->parent.fact =
			FACT_ABSENT;
		if (!find_hierarchy(report, &relatives[i]))
			find_parent(relatives, n, &relatives[i]);
	}
	for (size_t i = 0; i < n; i++) {
		struct tpm_object *object = relatives[i].object, *above = object;

		for (size_t depth = 0; depth < n && fact_known(&above->parent.fact); depth++)
			above = object_at(list, above->parent.value);
		object->hierarchy = above->hierarchy;
	}
}

void collect_objects(struct tpm_query *questions)
{
	const struct list_fact *handles = &questions->tpm_report->capabilities->handles_persistent;
	struct list_fact *list = &questions->tpm_report->objects;
	struct report *report = questions->report;
	struct relative *relatives;
	size_t n = 0;

	list->fact = handles->fact;
	relatives = calloc(handles->count + 1, sizeof(*relatives));
	if (!relatives)
		abort();
	/* They keep their address. */
	list->items = arena_alloc(&report->arena, handles->count * sizeof(struct tpm_object));
	list->capacity = handles->count;
	for (size_t i = 0; i < handles->count && query_has_room(questions, 1); i++) {
		TPM2_HANDLE handle = (TPM2_HANDLE)((const uint64_t *)handles->items)[i];
		struct tpm_object *object = list_append(&report->arena, list, sizeof(*object));
		struct tpm_public public = { 0 };
		struct fact fact =
			query_fact(questions, tpm_read_public(questions->tpm, handle, &public));

		object->handle = FACT_NUMBER(handle);
		fact_set_text(report, &object->range, persistent_purpose(handle));
		object->type.fact = object->attributes.fact = fact;
		if (!fact_known(&fact))
			continue;
		set_public(report, object, &public.area);
		fact_set_text(report, &object->name,
			      arena_hex(&report->arena, public.name.name, public.name.size));
		relatives[n++] = (struct relative){ object, public.name, public.qualified_name };
	}
	relate(report, list, relatives, n);
	free(relatives);
}
