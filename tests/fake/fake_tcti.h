/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A TCTI context without a TPM: a function of the test's answers the commands. For tests linked
 * with -Wl,--wrap=Tss2_TctiLdr_Initialize,--wrap=Tss2_TctiLdr_Finalize, where it is what
 * Tss2_TctiLdr_Initialize() gives, whatever the name.
 */
#ifndef FAKE_TCTI_H
#define FAKE_TCTI_H

#include <stddef.h>
#include <stdint.h>
#include <tss2/tss2_tcti.h>
#include <tss2/tss2_tpm2_types.h>

#define FAKE_TCTI_MAX 4096

/* A timeout for a fake that answers: no machine is so busy that it passes before the answer. */
#define FAKE_TCTI_DAY_MS (24 * 3600 * 1000)

/*
 * Answer a command: write the response and its size, or return a code of the TCTI layer.
 * Called once per command, when it is transmitted; the code is what receive returns.
 */
typedef TSS2_RC (*fake_tcti_answer)(void *arg, const uint8_t *command, size_t command_size,
				    uint8_t response[FAKE_TCTI_MAX], size_t *ret_size);

/* What the next connection will be. The test owns it. */
struct fake_tcti {
	fake_tcti_answer answer;
	void *arg;
	void (*before_receive)(void *arg); /* NULL: none */
	void *before_receive_arg;
	TSS2_RC open_rc; /* not 0: Tss2_TctiLdr_Initialize() fails with it */

	/* What was seen. */
	unsigned int transmitted, received, opened, finalized;
	int32_t last_timeout;
};

void fake_tcti_use(struct fake_tcti *fake);

/* Helpers for answers: a response with this code, and numbers appended. Big-endian, of course. */
size_t fake_response(uint8_t *response, uint32_t code, const void *parameters, size_t size);
size_t fake_put(uint8_t *buffer, size_t offset, uint64_t value, size_t width);
uint32_t fake_get32(const uint8_t *buffer);

#endif
