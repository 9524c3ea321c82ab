/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes a response code apart: layer, format, and the number of the argument at fault. */
#include "rc.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <tss2/tss2_common.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tpm2_types.h>

#include "rc-advice.h"
#include "rc-table.h"
#include "tcti-string.h"

#define LAYER_SHIFT 16
#define LAYER_MASK  0xff
/* Part 2, clause 6.6.2: where the parts of a format-one code stand. */
#define FMT1_ERROR     0x3f
#define FMT1_PARAMETER 0x40
#define FMT1_SESSION   0x800
#define FMT1_N(code)   ((code) >> 8 & 0xf)
/* Codes of the software layers stay below those of the TPM. */
#define BASE_MAX 0x7f

/* A layer whose codes are those of a TPM: a resource manager answers in the TPM's name. */
struct layer {
	uint8_t id;
	bool of_tpm;
	const char *name;
	const char *prefix; /* of the names of its codes */
};

static const struct layer layers[] = {
	{ 0, true, "TPM", "" },
	{ 6, false, "FAPI", "TSS2_FAPI_RC_" },
	{ 7, false, "ESAPI", "TSS2_ESYS_RC_" },
	{ 8, false, "SAPI", "TSS2_SYS_RC_" },
	{ 9, false, "MU", "TSS2_MU_RC_" },
	{ 10, false, "TCTI", "TSS2_TCTI_RC_" },
	{ 11, true, "resource manager", "TSS2_RESMGR_RC_" },
	{ 12, true, "TPM, through a resource manager", "" },
	{ 13, false, "TPM driver", "TSS2_DRIVER_RC_" },
	{ 14, false, "policy layer", "TSS2_POLICY_RC_" },
};

static const struct layer *find_layer(uint8_t id)
{
	for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++)
		if (layers[i].id == id)
			return &layers[i];
	return NULL;
}

static const char *find_name(const struct rc_name *names, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].code == code)
			return names[i].name;
	return NULL;
}

/* The code without the number of its argument. */
static uint32_t strip_number(uint32_t code, struct rc_info *info)
{
	if (!(code & TPM2_RC_FMT1))
		return code;
	if (code & FMT1_PARAMETER)
		info->parameter = FMT1_N(code);
	else if (code & FMT1_SESSION)
		info->session = FMT1_N(code) & 0x7;
	else
		info->handle = FMT1_N(code) & 0x7;
	return TPM2_RC_FMT1 | (code & FMT1_ERROR);
}

void rc_decode(uint32_t code, struct rc_info *ret_info)
{
	const struct layer *layer = find_layer(code >> LAYER_SHIFT & LAYER_MASK);
	uint32_t number = code & 0xffff, plain = code;
	const struct rc_advice *advice;
	const char *name = NULL, *prefix = "";
	struct rc_info info = { .code = code, .layer = layer ? layer->name : "unknown layer" };

	/* The kernel's resource manager answers with codes of the TPM, others with base codes. */
	if (layer && layer->of_tpm && (layer->id != 11 || number > BASE_MAX)) {
		if (layer->id == 11)
			info.layer = "kernel resource manager";
		if (number <= 0xfff) {
			number = strip_number(number, &info);
			name = find_name(rc_tpm_names, rc_tpm_names_count, number);
			plain = number;
		}
	} else if (layer) {
		name = find_name(rc_base_names, rc_base_names_count, number);
		prefix = layer->prefix;
	}
	/* Bits above the layer are nobody's. */
	if (code >> 24) {
		info.layer = "unknown layer";
		name = NULL;
	}
	if (name)
		snprintf(info.name, sizeof(info.name), "%s%s", prefix, name);
	snprintf(info.text, sizeof(info.text), "%s", Tss2_RC_Decode(code));

	advice = name ? rc_find_advice(code) : NULL;
	if (!advice && name)
		advice = rc_find_advice(plain);
	if (advice) {
		info.meaning = advice->meaning;
		info.remedy = advice->remedy;
	}
	*ret_info = info;
}

const char *rc_remedy_to_open(const struct rc_info *info, const char *tcti)
{
	struct tcti_string string;

	if (tcti_string_parse_inner(tcti, &string) && !tcti_module_opens_nodes(string.module) &&
	    (info->code == TSS2_TCTI_RC_IO_ERROR || info->code == TSS2_TCTI_RC_NO_CONNECTION))
		return "is the server that this TCTI connects to (swtpm, tpm2-abrmd ...) running, and "
		       "is its socket, port or bus name right?";
	return info->remedy ? info->remedy
			    : "is the module installed, and does its configuration name a TPM? "
			      "TSS2_LOG=tcti+error tells more";
}
