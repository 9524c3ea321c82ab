/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the I/O core to the TCTI of the TSS 2.0: function table, states, return codes.
 *
 * TCG TSS 2.0 TPM Command Transmission Interface (TCTI) API Specification 1.0, sections 3.2 to 3.4.
 */
#ifndef BINDING_H
#define BINDING_H

#include <tss2/tss2_tcti.h>

#include "chardev.h"

/* What makes one module differ from the other. */
struct tcti_policy {
	uint64_t magic;
	/*
	 * Open what conf (may be NULL) means. 0 or -errno, with the reason in dev->error.
	 */
	int (*open)(struct chardev *dev, const char *conf);
};

/* The TSS2_TCTI_INIT_FUNC of both modules. */
TSS2_RC binding_init(const struct tcti_policy *policy, TSS2_TCTI_CONTEXT *tcti_context,
		     size_t *size, const char *conf);

#define BINDING_EXPORT __attribute__((visibility("default")))

#endif
