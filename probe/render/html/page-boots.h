/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PAGE_BOOTS_H
#define PAGE_BOOTS_H

#include "page.h"

/* The last saved boot and the one that runs side by side, what changed, and the saved boots. Nothing where
 * there are none. */
void page_boots(struct page *page);

/* The style of it, beside page_style. */
extern const char page_boots_style[];

#endif
