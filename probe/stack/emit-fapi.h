/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef EMIT_FAPI_H
#define EMIT_FAPI_H

#include "emit-text.h"

/* The configuration of the feature API. */
void emit_fapi(struct emit *emit);

/* "yes" or "no", as FAPI accepts it; NULL: nobody knows, a note says why. */
const char *emit_ek_cert_less(struct emit *emit);
/* The profile asked for, the one configured, or what fits this TPM. */
const char *emit_profile(struct emit *emit);

#endif
