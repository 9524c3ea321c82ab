/* SPDX-License-Identifier: BSD-2-Clause */
/* DER, of which only the few forms occur that the draft names. */
#include "tss2-key.h"

#include <string.h>
#include <tss2/tss2_mu.h>

#include "sealed-blob.h"
#include "span.h"

enum {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_OCTETS = 0x04,
	DER_OID = 0x06,
	DER_UTF8 = 0x0c,
	DER_SEQUENCE = 0x30,
	DER_EXPLICIT = 0xa0, /* plus the number */
};

/* One element of that tag. False: the next is another, or its size is impossible; the span is as
 * it was. */
static bool take(struct span *span, uint8_t tag, struct span *ret_content)
{
	struct span at = *span;
	const uint8_t *p = span_take(&at, 2);
	size_t size;

	if (!p || p[0] != tag)
		return false;
	size = p[1];
	if (size & 0x80) {
		size_t n = size & 0x7f;

		p = n && n <= 4 ? span_take(&at, n) : NULL;
		if (!p)
			return false;
		for (size = 0; n; n--)
			size = size << 8 | *p++;
	}
	p = span_take(&at, size);
	if (!p)
		return false;
	*ret_content = (struct span){ p, size };
	*span = at;
	return true;
}

/* An element inside of an explicit tag. False: there is none, or another is inside. */
static bool take_explicit(struct span *span, uint8_t number, uint8_t tag, struct span *ret_content)
{
	struct span outer;

	return take(span, (uint8_t)(DER_EXPLICIT + number), &outer) &&
	       take(&outer, tag, ret_content);
}

static bool take_number(struct span *span, uint64_t *ret_number)
{
	struct span content;
	uint64_t number = 0;

	if (!take(span, DER_INTEGER, &content) || !content.size || content.size > 9 ||
	    (content.size == 9 && content.p[0]))
		return false;
	for (size_t i = 0; i < content.size; i++)
		number = number << 8 | content.p[i];
	*ret_number = number;
	return true;
}

static struct bytes copy(struct arena *arena, struct span from)
{
	uint8_t *to = arena_alloc(arena, from.size);

	if (from.size)
		memcpy(to, from.p, from.size);
	return (struct bytes){ to, from.size };
}

/* TPML_PCR_SELECTION || pcrDigest, the latter with or without a size ahead of it. */
static bool read_pcr_step(struct policy_step *step)
{
	const struct bytes data = step->data;
	size_t offset = 0;

	if (Tss2_MU_TPML_PCR_SELECTION_Unmarshal(data.data, data.size, &offset, &step->selection) !=
	    TSS2_RC_SUCCESS)
		return false;
	if (Tss2_MU_TPM2B_DIGEST_Unmarshal(data.data, data.size, &offset, &step->pcr_digest) ==
		    TSS2_RC_SUCCESS &&
	    offset == data.size)
		return true;
	offset = 0;
	Tss2_MU_TPML_PCR_SELECTION_Unmarshal(data.data, data.size, &offset, &step->selection);
	if (data.size - offset > sizeof(step->pcr_digest.buffer))
		return false;
	step->pcr_digest.size = (uint16_t)(data.size - offset);
	memcpy(step->pcr_digest.buffer, (const uint8_t *)data.data + offset, data.size - offset);
	return true;
}

/* SEQUENCE OF SEQUENCE { [0] command, [1] parameters } */
static void read_steps(struct arena *arena, struct span list, struct policy_branch *branch)
{
	struct span one, data;

	while (list.size) {
		struct policy_step *step = &branch->steps[branch->n_steps];
		struct span inner;
		uint64_t command;

		if (branch->n_steps >= BINDING_MAX_STEPS) {
			branch->fault = "it has more commands than are followed";
			return;
		}
		if (!take(&list, DER_SEQUENCE, &one) || !take(&one, DER_EXPLICIT, &inner) ||
		    !take_number(&inner, &command) || command > UINT32_MAX ||
		    !take_explicit(&one, 1, DER_OCTETS, &data)) {
			branch->fault = "a command of it cannot be read";
			return;
		}
		branch->n_steps++;
		step->command = (uint32_t)command;
		step->data = copy(arena, data);
		if (step->command == TPM2_CC_PolicyPCR && !read_pcr_step(step))
			branch->fault = "its PCRs cannot be read";
	}
}

static struct policy_branch *add_branch(struct arena *arena, struct unlock_binding *binding)
{
	if (!binding->branches)
		binding->branches =
			arena_alloc(arena, BINDING_MAX_BRANCHES * sizeof(*binding->branches));
	if (binding->n_branches >= BINDING_MAX_BRANCHES) {
		binding_fault(binding, "the key has more alternative policies than are followed");
		return NULL;
	}
	return &binding->branches[binding->n_branches++];
}

/* SEQUENCE OF SEQUENCE { [0] name OPTIONAL, [1] policy } */
static void read_alternatives(struct arena *arena, struct span list, struct unlock_binding *binding)
{
	while (list.size) {
		struct policy_branch *branch;
		struct span one, name, policy;

		if (!take(&list, DER_SEQUENCE, &one)) {
			binding_fault(binding, "an alternative policy of the key cannot be read");
			return;
		}
		branch = add_branch(arena, binding);
		if (!branch)
			return;
		if (take_explicit(&one, 0, DER_UTF8, &name))
			branch->name = arena_clean(arena, name.p, name.size);
		if (take_explicit(&one, 1, DER_SEQUENCE, &policy))
			read_steps(arena, policy, branch);
		else
			branch->fault = "it cannot be read";
	}
}

/* The first PCRs that a policy names, where they are of one bank. */
static void set_pcrs(struct unlock_binding *binding)
{
	for (size_t i = 0; i < binding->n_branches; i++) {
		const struct policy_branch *branch = &binding->branches[i];

		for (size_t j = 0; j < branch->n_steps; j++) {
			const TPML_PCR_SELECTION *selection = &branch->steps[j].selection;

			if (branch->steps[j].command != TPM2_CC_PolicyPCR || selection->count != 1)
				continue;
			binding->bank = selection->pcrSelections[0].hash;
			for (size_t k = 0; k < selection->pcrSelections[0].sizeofSelect && k < 3;
			     k++)
				binding->pcrs |= (uint32_t)selection->pcrSelections[0].pcrSelect[k]
						 << 8 * k;
			return;
		}
	}
}

static bool has_step(const struct unlock_binding *binding, uint32_t command)
{
	for (size_t i = 0; i < binding->n_branches; i++)
		for (size_t j = 0; j < binding->branches[i].n_steps; j++)
			if (binding->branches[i].steps[j].command == command)
				return true;
	return false;
}

/* Its outermost SEQUENCE, and which of the three types it is: the OID's last number. */
static bool open_key(struct bytes der, struct span *ret_fields, uint8_t *ret_type)
{
	static const uint8_t prefix[] = { 0x67, 0x81, 0x05, 0x0a, 0x01 }; /* 2.23.133.10.1 */
	struct span span = { der.data, der.size }, oid;

	if (!take(&span, DER_SEQUENCE, ret_fields) || !take(ret_fields, DER_OID, &oid) ||
	    oid.size != sizeof(prefix) + 1 || memcmp(oid.p, prefix, sizeof(prefix)) != 0)
		return false;
	*ret_type = oid.p[sizeof(prefix)];
	return true;
}

bool tss2_key_is_sealed(struct bytes der)
{
	struct span fields;
	uint8_t type;

	return open_key(der, &fields, &type) && type == 5;
}

bool tss2_key_read(struct arena *arena, struct bytes der, struct unlock_binding *binding)
{
	struct span fields, content, public, private;
	struct binding_shard *shard;
	uint64_t parent;
	uint8_t type;

	if (!open_key(der, &fields, &type))
		return false;
	binding->importable = type == 4;
	if (take_explicit(&fields, 0, DER_BOOLEAN, &content))
		binding->empty_auth = content.size == 1 && content.p[0];
	if (take_explicit(&fields, 1, DER_SEQUENCE, &content)) {
		struct policy_branch *branch = add_branch(arena, binding);

		read_steps(arena, content, branch);
	}
	take(&fields, DER_EXPLICIT + 2, &content); /* secret */
	if (take_explicit(&fields, 3, DER_SEQUENCE, &content)) {
		binding->branches_signed = true;
		binding->n_branches = 0;
		read_alternatives(arena, content, binding);
	}
	take(&fields, DER_EXPLICIT + 4, &content); /* description */
	take(&fields, DER_EXPLICIT + 5, &content); /* rsaParent */
	if (!take_number(&fields, &parent) || parent > UINT32_MAX ||
	    !take(&fields, DER_OCTETS, &public) || !take(&fields, DER_OCTETS, &private)) {
		binding_fault(binding, "the key cannot be read");
		return true;
	}
	binding->parent = (uint32_t)parent;
	shard = binding_add_shard(binding);
	shard_read(arena, copy(arena, private), copy(arena, public), (struct bytes){ 0 }, shard);
	if (shard->fault)
		binding_fault(binding, shard->fault);
	else
		binding->session_hash = shard->blob.public.publicArea.nameAlg;
	binding->pin = has_step(binding, TPM2_CC_PolicyAuthValue) ||
		       has_step(binding, TPM2_CC_PolicyPassword) ||
		       (!binding->n_branches && !binding->empty_auth);
	set_pcrs(binding);
	return true;
}
