/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A scripted TPM at the far end of a socketpair, in a thread of its own. SOCK_STREAM stands for
 * kernels whose responses can be read in parts, SOCK_SEQPACKET for those where a read takes all.
 * It answers each command by the next step of its script, whatever the command is unless the step
 * expects one; after the last step it closes. It calls neither read, write nor poll, which tests
 * may wrap.
 */
#ifndef TESTS_FAKE_TPM_H
#define TESTS_FAKE_TPM_H

#include <stddef.h>
#include <stdint.h>

enum fake_action {
	FAKE_REPLY = 0,
	FAKE_HOLD,  /* reply when fake_tpm_release() says so */
	FAKE_CLOSE, /* close after reply, which may be empty */
};

struct fake_step {
	const uint8_t *expect; /* NULL: any command */
	size_t expect_size;
	enum fake_action action;
	const uint8_t *reply; /* NULL: none */
	size_t reply_size;
	size_t part; /* so many bytes of it go out first, before a FAKE_HOLD */
};

struct fake_tpm;

/* type: SOCK_STREAM or SOCK_SEQPACKET. steps must stay until fake_tpm_end(). Aborts when the
 * machine cannot do it. */
struct fake_tpm *fake_tpm_new(int type, const struct fake_step *steps, size_t n_steps);

/* The near end. Owned by the fake. */
int fake_tpm_fd(const struct fake_tpm *fake);

/* Let one FAKE_HOLD go on; also before it is reached. */
void fake_tpm_release(struct fake_tpm *fake);

/* End the thread, close both ends. Returns the number of commands received, or -1 if one of them
 * was not the expected one. NULL is fine: 0. */
int fake_tpm_end(struct fake_tpm *fake);

#endif
