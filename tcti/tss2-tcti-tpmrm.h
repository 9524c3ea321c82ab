/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TCTI module of the Linux kernel's resource manager, for programs that link against it
 * (pkg-config tss2-tcti-tpmrm) rather than name it to Tss2_TctiLdr_Initialize().
 */
#ifndef TSS2_TCTI_TPMRM_H
#define TSS2_TCTI_TPMRM_H

#include <stddef.h>
#include <tss2/tss2_tcti.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * context NULL: *size receives the size of a context. Otherwise context is *size bytes of the
 * caller's, at least that many, which need not be cleared and hold an open TPM on success; its
 * finalize function ends it. No TPM command is sent.
 * config is described in tss2-tcti-tpmrm(7); NULL or "" picks the TPM.
 * Errors: TSS2_TCTI_RC_BAD_VALUE: size is NULL, or config is wrong;
 * TSS2_TCTI_RC_INSUFFICIENT_BUFFER: *size is too small and receives what is needed; those of
 * opening the TPM, which tss2-tcti-tpmrm(7) lists. Nothing stays open on error.
 */
TSS2_RC Tss2_Tcti_Tpmrm_Init(TSS2_TCTI_CONTEXT *context, size_t *size, const char *config);

#ifdef __cplusplus
}
#endif

#endif
