/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PAGE_TPM_H
#define PAGE_TPM_H

#include "page.h"
#include "report.h"

/* What is told of one TPM. */
void page_tpm(struct page *page, const struct tpm_report *tpm);

#endif
