/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of response codes. Inside the rc*.c files only. */
#ifndef RC_TABLE_H
#define RC_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct rc_name {
	uint32_t code;
	const char *name;
};

extern const struct rc_name rc_tpm_names[];
extern const size_t rc_tpm_names_count;
/* Codes of the software layers, without layer and without prefix. */
extern const struct rc_name rc_base_names[];
extern const size_t rc_base_names_count;

struct rc_advice {
	uint32_t code; /* without P, H, S and number, and without the layer unless it matters */
	const char *meaning;
	const char *remedy;
};

/* NULL: nothing to add. */
const struct rc_advice *rc_find_advice(uint32_t code);

#endif
