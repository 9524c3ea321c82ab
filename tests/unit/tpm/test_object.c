/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/tpm/object.c: what may be read of NV, in which pieces, and answers that are wrong. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_tcti.h"
#include "tpm-connection.h"
#include "tpm.h"

enum { INDEX = 0x01c0000a, SIZE = 1300, ALL = TPMA_NV_AUTHREAD | TPMA_NV_NO_DA | TPMA_NV_WRITTEN };

/* An NV index whose byte N is N; how its answers are wrong. */
struct nv_tpm {
	unsigned int reads, largest;
	bool too_few, too_long, other_tag, foreign_index;
};

static size_t answer_read(struct nv_tpm *model, const uint8_t *command, uint8_t *response)
{
	/* header, two handles, size of the authorisation and its nine bytes, then the parameters */
	const uint8_t *parameters = command + 10 + 8 + 4 + 9;
	unsigned int size = (unsigned int)parameters[0] << 8 | parameters[1];
	unsigned int at = (unsigned int)parameters[2] << 8 | parameters[3];
	unsigned int told = model->too_few ? size - 1 : size;
	size_t offset = 0;

	assert_int_equal(fake_get32(command + 10), INDEX);
	assert_int_equal(fake_get32(command + 14), INDEX);
	assert_int_equal(fake_get32(command + 22), TPM2_RS_PW);
	assert_true(at + size <= SIZE);
	model->reads++;
	if (size > model->largest)
		model->largest = size;
	offset = fake_put(response, offset,
			  model->other_tag ? TPM2_ST_NO_SESSIONS : TPM2_ST_SESSIONS, 2);
	offset = fake_put(response, offset, 10 + 4 + 2 + told + 5, 4);
	offset = fake_put(response, offset, 0, 4);
	offset = fake_put(response, offset, model->too_long ? UINT32_MAX : 2 + told, 4);
	offset = fake_put(response, offset, told, 2);
	for (unsigned int i = 0; i < told; i++)
		response[offset++] = (uint8_t)(at + i);
	memset(response + offset, 0, 5); /* nonce, attributes, password */
	return offset + 5;
}

static TSS2_RC answer(void *arg, const uint8_t *command, size_t size, uint8_t *response,
		      size_t *ret_size)
{
	struct nv_tpm *model = arg;
	uint8_t public[64];
	size_t n = 0;

	(void)size;
	if (fake_get32(command + 6) == TPM2_CC_NV_Read) {
		*ret_size = answer_read(model, command, response);
		return TSS2_RC_SUCCESS;
	}
	assert_int_equal(fake_get32(command + 6), TPM2_CC_NV_ReadPublic);
	n = fake_put(public, n, 14, 2);
	n = fake_put(public, n, model->foreign_index ? INDEX + 1 : INDEX, 4);
	n = fake_put(public, n, TPM2_ALG_SHA256, 2);
	n = fake_put(public, n, ALL, 4);
	n = fake_put(public, n, 0, 2);
	n = fake_put(public, n, SIZE, 2);
	n = fake_put(public, n, 0, 2); /* name */
	*ret_size = fake_response(response, 0, public, n);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC read_index(struct nv_tpm *model, TPMA_NV attributes, size_t chunk,
			  unsigned int *ret_commands)
{
	struct fake_tcti fake = { .answer = answer, .arg = model };
	TPMS_NV_PUBLIC public = { 0 };
	struct tpm *tpm = NULL;
	uint8_t *data = NULL;
	size_t size = 0;
	TSS2_RC rc;

	fake_tcti_use(&fake);
	assert_int_equal(tpm_open("fake:", FAKE_TCTI_DAY_MS, &tpm), 0);
	rc = tpm_nv_read_public(tpm, INDEX, &public);
	if (!rc) {
		assert_int_equal(public.dataSize, SIZE);
		public.attributes = attributes;
		rc = tpm_nv_read(tpm, &public, chunk, &data, &size);
	}
	for (size_t i = 0; !rc && i < SIZE; i++)
		assert_int_equal(data[i], (uint8_t)i);
	if (!rc)
		assert_int_equal(size, SIZE);
	*ret_commands = tpm_commands(tpm);
	free(data);
	tpm_close(tpm);
	return rc;
}

static void test_pieces(void **state)
{
	struct nv_tpm model = { 0 };
	unsigned int commands;

	(void)state;
	assert_int_equal(read_index(&model, ALL, 512, &commands), 0);
	assert_int_equal(model.reads, 3);
	assert_int_equal(model.largest, 512);
	assert_int_equal(commands, 4);
}

/* What a failure would count for, or a password is needed for, is not even asked. */
static void test_refused(void **state)
{
	static const TPMA_NV lacking[] = { TPMA_NV_AUTHREAD, TPMA_NV_NO_DA, TPMA_NV_WRITTEN };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct nv_tpm model = { 0 };
		unsigned int commands;

		assert_int_equal(read_index(&model, ALL & ~lacking[i], 512, &commands),
				 TSS2_SYS_RC_BAD_VALUE);
		assert_int_equal(model.reads, 0);
		assert_int_equal(commands, 1);
	}
}

static void test_wrong_answers(void **state)
{
	struct nv_tpm models[] = { { .too_few = true },
				   { .too_long = true },
				   { .other_tag = true },
				   { .foreign_index = true } };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		unsigned int commands;

		assert_int_equal(read_index(&models[i], ALL, 512, &commands),
				 TSS2_SYS_RC_MALFORMED_RESPONSE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_wrong_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
