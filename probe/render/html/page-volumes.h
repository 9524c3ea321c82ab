/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PAGE_VOLUMES_H
#define PAGE_VOLUMES_H

#include "page.h"

/* Volumes: the verdict of each, its bindings, and the PCRs that differ. Nothing where there are none. */
void page_volumes(struct page *page);

#endif
