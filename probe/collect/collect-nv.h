/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_NV_H
#define COLLECT_NV_H

#include "tpm-query.h"

/* Public areas and certificates of the NV indices that collect_contents() named; sends commands. */
void collect_nv(struct tpm_query *questions);

/* Until when certificates of endorsement keys among the NV handles are valid; two commands each. */
void collect_validity(struct tpm_query *questions);

#endif
