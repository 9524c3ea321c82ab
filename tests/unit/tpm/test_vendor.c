/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/tpm/vendor.c: texts as systemd's tpm2_id has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vendor.h"

/* Four bytes of text as a TPM has them in a number. */
static uint32_t word(const char text[4])
{
	return (uint32_t)(uint8_t)text[0] << 24 | (uint32_t)(uint8_t)text[1] << 16 |
	       (uint32_t)(uint8_t)text[2] << 8 | (uint8_t)text[3];
}

static struct vendor named(const char manufacturer[4], const char string[16])
{
	struct vendor vendor = { 0 };

	vendor_set(&vendor, 0x105, word(manufacturer));
	for (uint32_t i = 0; i < 4; i++)
		vendor_set(&vendor, 0x106 + i, word(string + 4 * i));
	return vendor;
}

static const struct {
	char manufacturer[4];
	char string[16];
	const char *want_manufacturer, *want_string;
} rows[] = {
	{ "IFX", "SLB9670", "IFX", "SLB9670" },
	/* Blanks at the end go, those inside stay, as underscores. */
	{ "IBM ", "SW   TPM", "IBM", "SW___TPM" },
	{ "STM ", "    ", "STM", "" },
	{ "", "", "", "" },
	/* All sixteen bytes, quotes and signs of a real one. */
	{ "NTC", "NPCT75x\"!!4rls", "NTC", "NPCT75x\"!!4rls" },
	{ { 'A', 'B', 'C', 'D' },
	  { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f' },
	  "ABCD",
	  "0123456789abcdef" },
	/* What would end a line, a terminal's control, no ASCII, a NUL inside. */
	{ { '\n', 'A', '=', '1' }, "\nDEVNAME=sda\n", "_A=1", "_DEVNAME=sda_" },
	{ { '\x1b', '[', '0', 'm' }, "\x7f\x80\xff\t\r", "_[0m", "_____" },
	{ { 'A', '\0', 'B', '\0' }, { 'x', '\0', '\0', '\0', '\0', 'y' }, "A_B", "x____y" },
	{ { ' ', '\0', ' ', '\0' }, { '\0', ' ', '\0', '\1' }, "", "____" },
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vendor vendor = named(rows[i].manufacturer, rows[i].string);
		char manufacturer[5], string[17];

		vendor_manufacturer(&vendor, manufacturer);
		vendor_string(&vendor, string);
		assert_string_equal(manufacturer, rows[i].want_manufacturer);
		assert_string_equal(string, rows[i].want_string);
	}
}

static void test_modalias(void **state)
{
	static const char string[16] = "SLB9670";
	struct vendor vendor = named("IFX", string);
	char text[VENDOR_MODALIAS_SIZE];

	(void)state;
	vendor_set(&vendor, 0x100, word("2.0"));
	vendor_set(&vendor, 0x102, 138);
	vendor_set(&vendor, 0x103, 8);
	vendor_set(&vendor, 0x104, 2018);
	vendor_set(&vendor, 0x10a, 0x1f);
	vendor_set(&vendor, 0x10b, 0x00070055);
	vendor_set(&vendor, 0x10c, 0x0011cb00);
	/* None of these two is part of it. */
	vendor_set(&vendor, 0xff, 7);
	vendor_set(&vendor, 0x10d, 7);
	vendor_modalias(&vendor, text);
	assert_string_equal(text,
			    "fi2.0:lv0:rv1.38:sy2018:sd8:mfIFX:vsSLB9670:ty1f:fw7.85.1166080:");

	memset(&vendor, 0, sizeof(vendor));
	vendor_modalias(&vendor, text);
	assert_string_equal(text, "fi:lv0:rv0.0:sy0:sd0:mf:vs:ty0:fw0.0.0:");
}

/* The longest one is whole. */
static void test_longest(void **state)
{
	char text[VENDOR_MODALIAS_SIZE];
	struct vendor vendor;

	(void)state;
	memset(&vendor, 0xff, sizeof(vendor));
	vendor_modalias(&vendor, text);
	assert_string_equal(text, "fi____:lv4294967295:rv42949672.95:sy4294967295:sd4294967295:"
				  "mf____:vs________________:tyffffffff:"
				  "fw65535.65535.4294967295:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_modalias),
		cmocka_unit_test(test_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
