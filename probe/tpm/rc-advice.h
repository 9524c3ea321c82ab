/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RC_ADVICE_H
#define RC_ADVICE_H

#include <stdint.h>

struct rc_advice {
	uint32_t code; /* without P, H, S and number, and without the layer unless it matters */
	const char *meaning;
	const char *remedy;
};

/* NULL: nothing to add. */
const struct rc_advice *rc_find_advice(uint32_t code);

#endif
