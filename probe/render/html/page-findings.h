/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PAGE_FINDINGS_H
#define PAGE_FINDINGS_H

#include "page.h"

/* Rules that found something, the worst first, and those that could not look. */
void page_findings(struct page *page);

#endif
