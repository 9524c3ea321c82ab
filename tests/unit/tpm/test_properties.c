/* SPDX-License-Identifier: BSD-2-Clause */
/* udev/properties.c: what a TPM is asked, what is believed of its answer, and what udevd reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "properties.h"

static void test_command(void **state)
{
	static const uint8_t want[PROPERTIES_COMMAND_SIZE] = {
		0x80, 0x01, 0, 0, 0, 22, 0, 0, 0x01, 0x7a, /* GetCapability, no sessions */
		0,    0,    0, 6, 0, 0,	 1, 6, 0,    0,	   0, 7,
	};
	uint8_t command[PROPERTIES_COMMAND_SIZE];

	(void)state;
	properties_command(0x106, command);
	assert_memory_equal(command, want, sizeof(want));
}

/* An answer's parameters: two properties; the second's number and moreData as told. */
static size_t answer(uint8_t parameters[64], uint8_t more, uint8_t second)
{
	const uint8_t bytes[] = {
		more, 0,   0,	0,   6, 0, 0, 0,      2, 0, 0, 1, 5,
		'T',  'E', 'S', 'T', 0, 0, 1, second, 0, 0, 1, 2,
	};

	memcpy(parameters, bytes, sizeof(bytes));
	return sizeof(bytes);
}

static void test_answer(void **state)
{
	struct vendor vendor = { 0 };
	uint8_t parameters[64];
	size_t size = answer(parameters, 0, 0x0a);
	char text[5];

	(void)state;
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size), 0);
	vendor_manufacturer(&vendor, text);
	assert_string_equal(text, "TEST");
	assert_int_equal(vendor.values[0x0a], 0x102);
}

/* A TPM that tells less than it is asked for is asked on, but never for ever. */
static void test_more(void **state)
{
	struct vendor vendor = { 0 };
	uint8_t parameters[64];
	size_t size = answer(parameters, 1, 0x08);

	(void)state;
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size), 0x109);
	assert_int_equal(properties_take(&vendor, 0x108, parameters, size), 0x109);
	assert_int_equal(properties_take(&vendor, 0x109, parameters, size), 0);
	answer(parameters, 1, 0x0c);
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size), 0);
	answer(parameters, 1, 0xff);
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size), 0);
	/* No property at all, and more of them. */
	parameters[8] = 0;
	assert_int_equal(properties_take(&vendor, 0x100, parameters, 9), 0);
}

static void test_malformed(void **state)
{
	struct vendor vendor = { 0 }, before;
	uint8_t parameters[64] = { 0 };
	size_t size = answer(parameters, 0, 0x0a);

	(void)state;
	before = vendor;
	for (size_t cut = 0; cut < size; cut++)
		assert_int_equal(properties_take(&vendor, 0x100, parameters, cut), -EBADMSG);
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size + 1), -EBADMSG);
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size + 8), -EBADMSG);
	parameters[4] = 2; /* another capability */
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size), -EBADMSG);
	answer(parameters, 0, 0x0a);
	parameters[5] = 0x20; /* 2 + 2^29 of them: times 8 it is 16 again */
	assert_int_equal(properties_take(&vendor, 0x100, parameters, size), -EBADMSG);
	assert_memory_equal(&vendor, &before, sizeof(vendor));
}

static void assert_printed(const struct vendor *vendor, int want, const char *want_text)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(properties_print(vendor, out), want);
	fclose(out);
	assert_string_equal(text, want_text);
	free(text);
}

static void test_print(void **state)
{
	struct vendor vendor = { 0 };

	(void)state;
	assert_printed(&vendor, -ENODATA, "");
	vendor_set(&vendor, 0x100, 0x322e3000);
	assert_printed(&vendor, 0, "ID_TPM2_MODALIAS=fi2.0:lv0:rv0.0:sy0:sd0:mf:vs:ty0:fw0.0.0:\n");
	vendor_set(&vendor, 0x105, 0x49465800);
	vendor_set(&vendor, 0x106, 0x0a412000);
	assert_printed(&vendor, 0,
		       "ID_TPM2_MANUFACTURER=IFX\n"
		       "ID_TPM2_VENDOR_STRING=_A\n"
		       "ID_TPM2_MODALIAS=fi2.0:lv0:rv0.0:sy0:sd0:mfIFX:vs_A:ty0:fw0.0.0:\n");
	/* A quote at the start would be taken for udevd's. */
	vendor_set(&vendor, 0x105, 0x22494600);
	vendor_set(&vendor, 0x106, 0x27412700);
	assert_printed(&vendor, 0,
		       "ID_TPM2_MANUFACTURER=\"\"IF\"\n"
		       "ID_TPM2_VENDOR_STRING=\"'A'\"\n"
		       "ID_TPM2_MODALIAS=fi2.0:lv0:rv0.0:sy0:sd0:mf\"IF:vs'A':ty0:fw0.0.0:\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command), cmocka_unit_test(test_answer),
		cmocka_unit_test(test_more),	cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
