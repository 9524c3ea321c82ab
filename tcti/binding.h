/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The I/O core as a TSS2 TCTI context (TCG TSS 2.0 TPM Command Transmission Interface API, 1.0
 * revision 18): the function table, the state table, the translation of errno to TSS2_RC.
 *
 *	function	state TRANSMIT		state RECEIVE		state FINAL
 *	transmit	-> RECEIVE		BAD_SEQUENCE		BAD_SEQUENCE
 *	receive		BAD_SEQUENCE		-> TRANSMIT		BAD_SEQUENCE
 *	finalize	-> FINAL		-> FINAL		nothing
 *	cancel		BAD_SEQUENCE		NOT_IMPLEMENTED		BAD_SEQUENCE
 *	getPollHandles	yes			yes			BAD_SEQUENCE
 *	setLocality	NOT_IMPLEMENTED		BAD_SEQUENCE		BAD_SEQUENCE
 *	makeSticky	NOT_IMPLEMENTED		BAD_SEQUENCE		BAD_SEQUENCE
 *
 * An error of transmit leaves TRANSMIT. After receive, RECEIVE stays on TRY_AGAIN, after asking for
 * the size with a NULL buffer, on INSUFFICIENT_BUFFER, and when a parameter was wrong; any other
 * error leads to TRANSMIT. Linux has neither cancel nor localities for a TPM 2.0.
 *
 * Every function checks in this order: context NULL (BAD_REFERENCE), its magic and version
 * (BAD_CONTEXT), state (BAD_SEQUENCE), pointers (BAD_REFERENCE), values (BAD_VALUE).
 */
#ifndef TCTI_BINDING_H
#define TCTI_BINDING_H

#include <tss2/tss2_tcti.h>

#include "chardev.h"
#include "conf.h"

/* What makes one module different from the other. */
struct tcti_policy {
	TSS2_TCTI_INFO info;
	int (*parse)(const char *text, struct tcti_conf *ret_conf, char *ret_error,
		     size_t error_size);
	int (*open)(const struct tcti_conf *conf, struct tcti_chardev *dev);
};

/*
 * The init function of a module.
 * context NULL: *size receives the size of a context. Otherwise context is *size bytes of the
 * caller's, which need not be cleared; config may be NULL.
 * Errors: BAD_VALUE: size is NULL, or config is wrong; INSUFFICIENT_BUFFER: *size is too small and
 * receives what is needed; those of opening the TPM. Nothing stays open on error.
 */
TSS2_RC tcti_binding_init(const struct tcti_policy *policy, TSS2_TCTI_CONTEXT *context,
			  size_t *size, const char *config);

/*
 * The TSS2_RC of an -errno of the I/O core:
 *
 *	NO_CONNECTION		there is no TPM, or it is gone
 *	NOT_PERMITTED		EACCES, EPERM
 *	TRY_AGAIN		EAGAIN: the response is not there yet
 *	MALFORMED_RESPONSE	EBADMSG
 *	MEMORY			ENOMEM: no memory here, or no room in the kernel's resource manager
 *	GENERAL_FAILURE		EFAULT: the kernel's resource manager lost this client's state
 *	BAD_VALUE		the configuration or the command is wrong, or the kernel says so
 *	BAD_SEQUENCE		EPROTO
 *	IO_ERROR		everything else: EBUSY, ETIME, a response that was dropped
 */
TSS2_RC tcti_binding_rc(int error_number);

#endif
