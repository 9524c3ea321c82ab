/* SPDX-License-Identifier: BSD-2-Clause */
/* crypttab, the kernel command line, messages of the journal, sections of a kernel image. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "configured.h"
#include "pe-section.h"
#include "unlock-journal.h"

#define UUID "0d9ac0c5-43b6-4c1f-9f3e-c9f1a3e6b1f3"

static struct configured configured;
static struct arena arena;

static int setup(void **state)
{
	(void)state;
	memset(&configured, 0, sizeof(configured));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

static void crypttab(const char *text)
{
	configured_read_crypttab(&arena, &configured, text, strlen(text));
}

static void command_line(const char *text)
{
	configured_read_command_line(&arena, &configured, text, strlen(text));
}

static void test_crypttab(void **state)
{
	(void)state;
	crypttab("# comment\n\nroot UUID=" UUID " none luks,tpm2-device=auto\n"
		 "\thome\t/dev/sda4\n"
		 "lonely\n"
		 "last \"/dev/my disk\" - header=/boot/h.img");
	assert_int_equal(configured.count, 3);
	assert_string_equal(configured.items[0].name, "root");
	assert_string_equal(configured.items[0].device, "UUID=" UUID);
	assert_true(configured_wants_tpm(configured.items[0].options));
	assert_string_equal(configured.items[1].options, "");
	assert_false(configured_wants_tpm(configured.items[1].options));
	assert_string_equal(configured.items[2].device, "/dev/my disk");
	assert_string_equal(configured_option(&arena, configured.items[2].options, "header"),
			    "/boot/h.img");
	assert_null(configured_option(&arena, "noheader=x,headers=y", "header"));
	assert_string_equal(configured_option(&arena, "luks,x-initrd.attach", "x-initrd.attach"),
			    "");
	assert_false(configured_wants_tpm("tpm2-device="));
}

static void test_command_line(void **state)
{
	(void)state;
	crypttab("root UUID=" UUID " none discard\n");
	command_line("BOOT_IMAGE=/vmlinuz rd.luks.name=" UUID "=cryptroot rd.luks.options=" UUID
		     "=tpm2-device=auto rd.luks.uuid=luks-11111111-2222-3333-4444-555555555555 "
		     "rd.luks.name=short luks.uuid= quiet");
	assert_int_equal(configured.count, 2);
	assert_string_equal(configured.items[0].name, "cryptroot");
	assert_true(configured_wants_tpm(configured.items[0].options));
	assert_true(configured.items[0].on_command_line);
	assert_string_equal(configured.items[1].device,
			    "UUID=11111111-2222-3333-4444-555555555555");
	assert_null(configured.items[1].name);
}

static void test_many(void **state)
{
	(void)state;
	for (int i = 0; i < 2 * CONFIGURED_MAX; i++)
		crypttab("a /dev/a\n");
	assert_int_equal(configured.count, CONFIGURED_MAX);
}

static void test_journal(void **state)
{
	(void)state;
	assert_string_equal(cryptsetup_unit_name(&arena,
						 "systemd-cryptsetup@luks\\x2droot.service"),
			    "luks-root");
	assert_null(cryptsetup_unit_name(&arena, "systemd-cryptsetup@.socket"));
	assert_null(cryptsetup_unit_name(&arena, "sshd.service"));
	assert_string_equal(cryptsetup_unit_name(&arena, "systemd-cryptsetup@a\\x2.service"),
			    "a\\x2");
	assert_non_null(strstr(unlock_message_meaning("Failed to unseal secret using TPM2: "
						      "Operation not permitted"),
			       "PCR"));
	assert_null(unlock_message_meaning("Set cipher aes, mode xts-plain64, key size 512"));
}

static void test_section(void **state)
{
	uint8_t image[0x80 + 24 + 16 + 2 * 40] = "MZ";
	uint8_t *sections = image + 0x80 + 24 + 16;
	uint64_t offset = 0, size = 0;

	(void)state;
	image[0x3c] = 0x80;
	memcpy(image + 0x80, "PE\0", 4);
	image[0x80 + 6] = 2;
	image[0x80 + 20] = 16;
	memcpy(sections, ".text", 5);
	memcpy(sections + 40, ".pcrsig", 7);
	sections[40 + 8] = 100;	  /* VirtualSize */
	sections[40 + 17] = 2;	  /* SizeOfRawData 512 */
	sections[40 + 21] = 0x10; /* PointerToRawData 4096 */
	assert_true(pe_section(image, sizeof(image), ".pcrsig", &offset, &size));
	assert_int_equal(offset, 4096);
	assert_int_equal(size, 100);
	assert_false(pe_section(image, sizeof(image) - 1, ".pcrsig", &offset, &size));
	assert_false(pe_section(image, sizeof(image), ".pcrpkey", &offset, &size));
	image[0x3c] = 0xff;
	assert_false(pe_section(image, sizeof(image), ".pcrsig", &offset, &size));
	assert_false(pe_section(image, 1, ".pcrsig", &offset, &size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_crypttab, setup, teardown),
		cmocka_unit_test_setup_teardown(test_command_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_journal, setup, teardown),
		cmocka_unit_test_setup_teardown(test_section, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
