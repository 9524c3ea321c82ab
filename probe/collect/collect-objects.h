/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_OBJECTS_H
#define COLLECT_OBJECTS_H

#include "tpm-query.h"

/* Public areas and certificates of the persistent objects that collect_contents() named; sends commands. */
void collect_objects(struct tpm_query *questions);

#endif
