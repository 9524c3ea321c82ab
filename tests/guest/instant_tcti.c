/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A TCTI module with a TPM in it that answers at once, the healthy one of vtpm_answers.c: for what has
 * to be measured a million times.
 */
#include <string.h>
#include <tss2/tss2_tcti.h>

#include "vtpm_answers.h"

#define MAGIC UINT64_C(0x696e7374616e7421)

struct context {
	TSS2_TCTI_CONTEXT_COMMON_V2 common;
	struct response response;
};

static TSS2_RC transmit(TSS2_TCTI_CONTEXT *tcti, size_t size, const uint8_t *command)
{
	if (size < HEADER_SIZE)
		return TSS2_TCTI_RC_BAD_VALUE;
	answer(command, size, &((struct context *)tcti)->response);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC receive(TSS2_TCTI_CONTEXT *tcti, size_t *size, uint8_t *bytes, int32_t timeout)
{
	const struct response *response = &((struct context *)tcti)->response;

	(void)timeout;
	if (bytes && *size < response->size)
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	if (bytes)
		memcpy(bytes, response->bytes, response->size);
	*size = response->size;
	return TSS2_RC_SUCCESS;
}

static void finalize(TSS2_TCTI_CONTEXT *tcti)
{
	(void)tcti;
}

static TSS2_RC init(TSS2_TCTI_CONTEXT *tcti, size_t *size, const char *conf)
{
	struct context *context = (struct context *)tcti;

	(void)conf;
	if (!tcti) {
		*size = sizeof(*context);
		return TSS2_RC_SUCCESS;
	}
	*context = (struct context){ .common.v1 = { .magic = MAGIC,
						    .version = 2,
						    .transmit = transmit,
						    .receive = receive,
						    .finalize = finalize } };
	return TSS2_RC_SUCCESS;
}

__attribute__((visibility("default"))) const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);
const TSS2_TCTI_INFO *Tss2_Tcti_Info(void)
{
	static const TSS2_TCTI_INFO info = { .version = 2,
					     .name = "tcti-instant",
					     .description = "a TPM that answers at once",
					     .config_help = "none",
					     .init = init };

	return &info;
}
