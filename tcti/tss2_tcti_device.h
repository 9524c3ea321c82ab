/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TCTI module of a TPM's device node, for programs that link against it. Name, function and
 * meaning are those of tpm2-tss, so that a program needs no change: pkg-config
 * tpm-probe-tcti-device instead of tss2-tcti-device is all.
 */
#ifndef TPM_PROBE_TSS2_TCTI_DEVICE_H
#define TPM_PROBE_TSS2_TCTI_DEVICE_H

#include <stddef.h>
#include <tss2/tss2_tcti.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * context NULL: *size receives the size of a context. Otherwise context is *size bytes of the
 * caller's, at least that many, which need not be cleared and hold an open TPM on success; its
 * finalize function ends it. No TPM command is sent.
 * config is the path of a TPM's node; NULL takes the first that opens of /dev/tpmrm0, /dev/tpm0 and
 * /dev/tcm0.
 * Errors: TSS2_TCTI_RC_BAD_VALUE: size is NULL, or config names no TPM's node;
 * TSS2_TCTI_RC_INSUFFICIENT_BUFFER: *size is too small and receives what is needed; those of
 * opening the TPM, which tpm-probe-tcti-device(7) lists. Nothing stays open on error.
 */
TSS2_RC Tss2_Tcti_Device_Init(TSS2_TCTI_CONTEXT *context, size_t *size, const char *config);

#ifdef __cplusplus
}
#endif

#endif
