/* SPDX-License-Identifier: BSD-2-Clause */
/* The TCTI context whose answers come from a function. */
#include "fake_tcti.h"

#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_tctildr.h>

#define FAKE_MAGIC UINT64_C(0x66616b6574637469)

struct context {
	TSS2_TCTI_CONTEXT_COMMON_V2 common;
	struct fake_tcti *fake;
	uint8_t response[FAKE_TCTI_MAX];
	size_t size;
	TSS2_RC rc;
};

static struct fake_tcti *current;

TSS2_RC __wrap_Tss2_TctiLdr_Initialize(const char *name, TSS2_TCTI_CONTEXT **context);
void __wrap_Tss2_TctiLdr_Finalize(TSS2_TCTI_CONTEXT **context);

static TSS2_RC transmit(TSS2_TCTI_CONTEXT *tcti, size_t size, const uint8_t *command)
{
	struct context *context = (struct context *)tcti;

	context->fake->transmitted++;
	context->size = 0;
	context->rc = context->fake->answer(context->fake->arg, command, size, context->response,
					    &context->size);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC receive(TSS2_TCTI_CONTEXT *tcti, size_t *size, uint8_t *response, int32_t timeout)
{
	struct context *context = (struct context *)tcti;

	context->fake->last_timeout = timeout;
	if (context->fake->before_receive)
		context->fake->before_receive(context->fake->before_receive_arg);
	if (context->rc != TSS2_RC_SUCCESS)
		return context->rc;
	if (!response) {
		*size = context->size;
		return TSS2_RC_SUCCESS;
	}
	if (*size < context->size)
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	context->fake->received++;
	memcpy(response, context->response, context->size);
	*size = context->size;
	return TSS2_RC_SUCCESS;
}

static void finalize(TSS2_TCTI_CONTEXT *tcti)
{
	__atomic_add_fetch(&((struct context *)tcti)->fake->finalized, 1, __ATOMIC_RELEASE);
}

static TSS2_RC cancel(TSS2_TCTI_CONTEXT *tcti)
{
	(void)tcti;
	return TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

static TSS2_RC set_locality(TSS2_TCTI_CONTEXT *tcti, uint8_t locality)
{
	(void)tcti;
	(void)locality;
	return TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

void fake_tcti_use(struct fake_tcti *fake)
{
	current = fake;
}

TSS2_RC __wrap_Tss2_TctiLdr_Initialize(const char *name, TSS2_TCTI_CONTEXT **ret_context)
{
	struct context *context;

	(void)name;
	if (current->open_rc != TSS2_RC_SUCCESS)
		return current->open_rc;
	context = calloc(1, sizeof(*context));
	if (!context)
		return TSS2_TCTI_RC_MEMORY;
	context->common.v1.magic = FAKE_MAGIC;
	context->common.v1.version = 2;
	context->common.v1.transmit = transmit;
	context->common.v1.receive = receive;
	context->common.v1.finalize = finalize;
	context->common.v1.cancel = cancel;
	context->common.v1.setLocality = set_locality;
	context->fake = current;
	current->opened++;
	*ret_context = (TSS2_TCTI_CONTEXT *)context;
	return TSS2_RC_SUCCESS;
}

void __wrap_Tss2_TctiLdr_Finalize(TSS2_TCTI_CONTEXT **context)
{
	if (!*context)
		return;
	finalize(*context);
	free(*context);
	*context = NULL;
}

size_t fake_put(uint8_t *buffer, size_t offset, uint64_t value, size_t width)
{
	for (size_t i = 0; i < width; i++)
		buffer[offset + i] = value >> (8 * (width - 1 - i));
	return offset + width;
}

uint32_t fake_get32(const uint8_t *buffer)
{
	return (uint32_t)buffer[0] << 24 | (uint32_t)buffer[1] << 16 | (uint32_t)buffer[2] << 8 |
	       buffer[3];
}

size_t fake_response(uint8_t *response, uint32_t code, const void *parameters, size_t size)
{
	fake_put(response, 0, TPM2_ST_NO_SESSIONS, 2);
	fake_put(response, 2, 10 + size, 4);
	fake_put(response, 6, code, 4);
	if (size)
		memmove(response + 10, parameters, size);
	return 10 + size;
}
