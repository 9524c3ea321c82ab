/* SPDX-License-Identifier: BSD-2-Clause */
/* The capability lists of a TPM 2.0, and the values of its PCRs. */
#ifndef CAPABILITIES_H
#define CAPABILITIES_H

#include "fact.h"

struct algorithm {
	struct text_fact name;
	struct number_fact id, attributes, asymmetric, symmetric, hash, object, reserved, signing,
		encrypting, method;
};

struct command {
	struct text_fact name;
	struct number_fact value, command_index, reserved1, nv, extensive, flushed, c_handles,
		r_handle, v, res;
};

struct flag {
	struct text_fact name;
	struct number_fact value;
};

struct property {
	struct text_fact name;
	struct number_fact property, raw;
	struct text_fact text;	/* where the value is text or a decimal fraction */
	struct list_fact flags; /* struct flag, where the value is a set of bits */
};

struct pcr_bank {
	struct text_fact name;
	struct number_fact id;
	struct list_fact selected; /* numbers */
};

/* A PCR property (TPM_PT_PCR): which PCRs have it. */
struct pcr_property {
	struct text_fact name;
	struct number_fact tag;
	struct list_fact selected; /* numbers */
};

struct named_id {
	struct text_fact name;
	struct number_fact id;
};

struct auth_policy {
	struct number_fact handle, hash_id;
	struct text_fact hash, digest;
};

struct capabilities {
	struct list_fact algorithms, commands, pp_commands, audit_commands, pcrs, properties_fixed,
		properties_variable, pcr_properties, ecc_curves, handles_transient,
		handles_persistent, handles_permanent, handles_pcr, handles_nv_index,
		handles_loaded_session, handles_saved_session, auth_policies;
	struct text_fact vendor; /* hexadecimal */
};

struct pcr_value {
	struct text_fact bank;
	struct number_fact index;
	struct text_fact name, digest;
};

#endif
