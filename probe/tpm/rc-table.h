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

#endif
