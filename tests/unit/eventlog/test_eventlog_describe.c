/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/eventlog/describe*.c, device-path.c, out.c, guid.c: data of events as a person reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "describe.h"
#include "eventlog.h"
#include "explain.h"
#include "fake_log.h"

/* A literal, without its NUL. */
#define DATA(text) (text), sizeof(text) - 1

#define GLOBAL	   "\x61\xdf\xe4\x8b\xca\x93\xd2\x11\xaa\x0d\x00\xe0\x98\x03\x2b\x8c"
#define LE64(byte) byte "\0\0\0\0\0\0\0"

static char text[512];
static bool fits;

static const char *describe_cut(uint32_t type, const void *data, size_t size, size_t room)
{
	struct eventlog log = { .format = EVENTLOG_SHA1, .n_banks = 1 };
	uint8_t *copy = malloc(size ? size : 1); /* so that a sanitizer sees a read behind it */
	struct eventlog_event event = { .type = type, .size = size, .data = copy };

	assert_non_null(copy);
	strcpy(log.banks[0].name, "sha1");
	memcpy(copy, data, size);
	memset(text, 'x', sizeof(text));
	fits = eventlog_describe(&log, &event, text, room);
	assert_non_null(memchr(text, 0, room));
	free(copy);
	return text;
}

static const char *describe(uint32_t type, const void *data, size_t size)
{
	return describe_cut(type, data, size, sizeof(text));
}

/* Every shorter part of data is described too, whatever it comes to. */
static void describe_parts(uint32_t type, const void *data, size_t size)
{
	for (size_t n = 0; n < size; n++)
		describe(type, data, n);
}

static void test_texts(void **state)
{
	(void)state;
	assert_string_equal(describe(EV_ACTION, DATA("Calling INT 19h")), "Calling INT 19h");
	assert_string_equal(describe(EV_ACTION, DATA("with NUL\0")), "with NUL");
	assert_string_equal(describe(EV_ACTION, "", 0), "no data");
	assert_string_equal(describe(EV_IPL, DATA("g\0r\0u\0b\0 \0\xe4\0\0\0")), "grub \xc3\xa4");
	assert_string_equal(describe(EV_IPL, DATA("grub_cmd: linux")), "grub_cmd: linux");
	assert_string_equal(describe(EV_IPL, DATA("\1\2\3\xff")), "010203ff");
	assert_string_equal(describe(0xffff, DATA("\0\0\0\0")), "00000000");
	assert_string_equal(describe(EV_S_CRTM_VERSION, DATA("\0\0")), "empty");
	assert_string_equal(describe(EV_S_CRTM_VERSION, DATA("1\0.\0002\0\0\0")), "1.2");
	assert_string_equal(describe(EV_S_CRTM_VERSION,
				     DATA("\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d"
					  "\x0e\x0f\x10")),
			    "04030201-0605-0807-090a-0b0c0d0e0f10");
	assert_string_equal(describe(EV_POST_CODE, DATA("POST CODE")), "POST CODE");
	assert_string_equal(describe(EV_POST_CODE, DATA(LE64("\1") LE64("\2"))), "2 bytes at 0x1");
	assert_string_equal(describe(EV_POST_CODE2, DATA("\4code" LE64("\1") LE64("\2"))),
			    "code, 2 bytes at 0x1");
	assert_true(fits);
	describe_parts(EV_POST_CODE2, DATA("\4code" LE64("\1") LE64("\2")));
	assert_false(fits);
}

static void test_cut_text(void **state)
{
	(void)state;
	assert_string_equal(describe_cut(EV_ACTION, DATA("0123456789"), 6), "01234");
	/* Not inside a character. */
	assert_string_equal(describe_cut(EV_ACTION, DATA("0123\xc3\xa4"), 6), "0123");
	assert_string_equal(describe_cut(EV_ACTION, DATA("0123"), 1), "");
}

static void test_separator(void **state)
{
	(void)state;
	assert_string_equal(describe(EV_SEPARATOR, DATA("\0\0\0\0")), "separator");
	assert_string_equal(describe(EV_SEPARATOR, DATA("\xff\xff\xff\xff")), "separator");
	assert_non_null(strstr(describe(EV_SEPARATOR, DATA("\1\0\0\0")), "error"));
	assert_non_null(strstr(describe(EV_SEPARATOR, DATA("disk failed")), "disk failed"));
}

static void test_tags(void **state)
{
	(void)state;
	assert_string_equal(describe(EV_EVENT_TAG, DATA("\xec\x22\x3b\x8f\5\0\0\0hello")),
			    "Linux initrd: hello");
	assert_string_equal(describe(EV_EVENT_TAG, DATA("\x2a\x58\xbc\xf5\4\0\0\0a\0\0\0")),
			    "systemd loader.conf: a");
	assert_string_equal(describe(EV_EVENT_TAG, DATA("\1\2\3\4\1\0\0\0A")), "tag 0x04030201: A");
	assert_true(fits);
	describe(EV_EVENT_TAG, DATA("\1\2\3\4\2\0\0\0A"));
	assert_false(fits);
}

static void test_no_action(void **state)
{
	(void)state;
	assert_non_null(strstr(describe(EV_NO_ACTION, DATA("StartupLocality\0\3")), "locality 3"));
	assert_true(fits);
	describe(EV_NO_ACTION, DATA("StartupLocality\0"));
	assert_false(fits);
	assert_string_equal(describe(EV_NO_ACTION, DATA("SP800-155 Event2"
							"\0\0\0\0" GLOBAL "\4QEMU\6Machin\2v1")),
			    "platform QEMU, Machin, v1");
	describe_parts(EV_NO_ACTION, DATA("SP800-155 Event2"
					  "\0\0\0\0" GLOBAL "\4QEMU\6Machin\2v1"));
	assert_non_null(strstr(describe(EV_NO_ACTION, DATA("Spec ID Event03\0\0\0\0\0\6\1\5\2")),
			       "specification 1.6 errata 5, banks sha1"));
	assert_string_equal(describe(EV_NO_ACTION, DATA("something else")), "something else");
}

#define VARIABLE(name_length, value_length) GLOBAL LE64(name_length) LE64(value_length)

static void test_variables(void **state)
{
	static const char boot[] = VARIABLE("\x08", "\x16") "B\0o\0o\0t\0000\0000\0000\0A\0"
							    "\1\0\0\0\x0a\0D\0\0\0"
							    "\4\4\6\0x\0\x7f\xff\4\0\7\7";
	static const char order[] = VARIABLE("\x09", "\4") "B\0o\0o\0t\0O\0r\0d\0e\0r\0\3\0\1\x10";
	static const char db[] =
		VARIABLE("\2",
			 "\x4c") "d\0b\0"
				 "\x26\x16\xc4\xc1\x4c\x50\x92\x40\xac\xa9\x41\xf9\x36\x93\x43\x28"
				 "\x4c\0\0\0\0\0\0\0\x30\0\0\0"
				 "OWNEROWNEROWNER!hashhashhashhashhashhashhashhash";
	const uint32_t config = EV_EFI_VARIABLE_DRIVER_CONFIG;

	(void)state;
	assert_string_equal(
		describe(config, DATA(VARIABLE("\x0a", "\1") "S\0e\0c\0u\0r\0e\0B\0o\0o\0t\0\1")),
		"SecureBoot: on");
	assert_string_equal(describe(config, DATA(VARIABLE("\2", "\0") "P\0K\0")), "PK: empty");
	assert_string_equal(describe(EV_EFI_VARIABLE_BOOT, DATA(boot)), "Boot000A: \"D\" x");
	assert_true(fits);
	assert_string_equal(describe(EV_EFI_VARIABLE_BOOT2, DATA(order)), "BootOrder: 0003, 1001");
	assert_string_equal(describe(config, DATA(db)), "db: 1 SHA-256 hash");
	assert_true(fits);
	describe_parts(config, DATA(db));
	describe_parts(EV_EFI_VARIABLE_BOOT, DATA(boot));
	assert_false(fits);
	assert_string_equal(
		describe(EV_EFI_VARIABLE_AUTHORITY,
			 DATA(VARIABLE("\2", "\x30") "d\0b\0" GLOBAL
						     "hashhashhashhashhashhashhashhash")),
		"db: SHA-256 hash "
		"686173686861736868617368686173686861736868617368... (32 bytes), owner "
		"EFI global");
	/* Lengths that would wrap around. */
	describe(config, DATA(GLOBAL "\xff\xff\xff\xff\xff\xff\xff\x7f" LE64("\1") "x\0"));
	assert_false(fits);
	describe(config, DATA(GLOBAL LE64("\1") "\xff\xff\xff\xff\xff\xff\xff\xff"
						"x\0"));
	assert_false(fits);
}

#define IMAGE(path_length) LE64("\1") LE64("\2") LE64("\3") LE64(path_length)

static void test_images(void **state)
{
	static const char path[] = IMAGE("\x52")
		/* PciRoot, Pci, Sata, HD, \a, end */
		"\2\1\x0c\0\xd0\x41\x03\x0a\0\0\0\0"
		"\1\1\6\0\2\x1f"
		"\3\x12\x0a\0\1\0\xff\xff\0\0"
		"\4\1\x2a\0\1\0\0\0\0\x08\0\0\0\0\0\0\0\0\x10\0\0\0\0\0"
		"\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\2\2"
		"\4\4\x08\0\\\0a\0"
		"\x7f\xff\4\0";
	const uint32_t type = EV_EFI_BOOT_SERVICES_APPLICATION;

	(void)state;
	assert_int_equal(sizeof(path) - 1, 32 + 12 + 6 + 10 + 42 + 8 + 4);
	assert_string_equal(describe(type, path, sizeof(path) - 1),
			    "PciRoot(0x0)/Pci(0x1f,0x2)/Sata(0x1,0xffff,0x0)/HD(1,GPT,"
			    "04030201-0605-0807-090a-0b0c0d0e0f10)/\\a");
	assert_true(fits);
	describe_parts(type, DATA(path));
	assert_string_equal(describe(type, DATA(IMAGE("\0"))), "no device path, 2 bytes");
	describe(type, DATA(IMAGE("\1")));
	assert_false(fits);
	/* A node shorter than its header; one that needs more than it has. */
	describe(type, DATA(IMAGE("\4") "\1\1\3\0"));
	assert_false(fits);
	describe(type, DATA(IMAGE("\5") "\1\1\5\0\1"));
	assert_false(fits);
	/* Unknown nodes, and two instances. */
	assert_string_equal(describe(type, DATA(IMAGE("\x0e") "\6\7\5\0\xab\x7f\1\4\0\3\5\6\0\1")),
			    "Path(6,7,ab),device path ends inside a node");
}

static void test_structures(void **state)
{
	uint8_t gpt[92 + 8 + 128] = "EFI PART";

	(void)state;
	gpt[84] = 128;
	gpt[92] = 1;
	memcpy(gpt + 56, "0123456789abcdef", 16);
	memcpy(gpt + 100, "\x28\x73\x2a\xc1\x1f\xf8\xd2\x11\xba\x4b\x00\xa0\xc9\x3e\xc9\x3b", 16);
	memcpy(gpt + 156, "E\0S\0P\0", 6);
	assert_string_equal(describe(EV_EFI_GPT_EVENT, gpt, sizeof(gpt)),
			    "disk 33323130-3534-3736-3839-616263646566, 1 partition: EFI system "
			    "\"ESP\"");
	assert_true(fits);
	describe_parts(EV_EFI_GPT_EVENT2, gpt, sizeof(gpt));
	assert_false(fits);
	gpt[92] = 2;
	describe(EV_EFI_GPT_EVENT, gpt, sizeof(gpt));
	assert_false(fits);
	assert_string_equal(describe(EV_EFI_PLATFORM_FIRMWARE_BLOB, DATA(LE64("\1") LE64("\2"))),
			    "2 bytes at 0x1");
	describe(EV_EFI_PLATFORM_FIRMWARE_BLOB, DATA(LE64("\1")));
	assert_false(fits);
	assert_string_equal(describe(EV_EFI_PLATFORM_FIRMWARE_BLOB2,
				     DATA("\3DXE" LE64("\1") LE64("\2"))),
			    "DXE, 2 bytes at 0x1");
	assert_string_equal(describe(EV_EFI_HANDOFF_TABLES, DATA(LE64("\1") GLOBAL LE64("\2"))),
			    "1 table: EFI global");
	assert_string_equal(describe(EV_EFI_HANDOFF_TABLES2,
				     DATA("\6SMBIOS" LE64("\1") GLOBAL LE64("\2"))),
			    "SMBIOS, 1 table: EFI global");
	assert_true(fits);
	describe(EV_EFI_HANDOFF_TABLES, DATA(LE64("\2") GLOBAL LE64("\2")));
	assert_false(fits);
	assert_string_equal(describe(EV_EFI_SPDM_FIRMWARE_BLOB,
				     DATA("SPDM Device Sec\0\1\0\0\0\0\0\0\0\1\0\0\0")),
			    "PCI device, 28 bytes");
	assert_string_equal(describe(EV_EFI_SPDM_FIRMWARE_CONFIG,
				     DATA("SPDM Device Sec2\2\0\xff\0\0\0\0\0\2\0\0\0")),
			    "USB device, authentication failed, 28 bytes");
	assert_true(fits);
	describe(EV_EFI_SPDM_FIRMWARE_BLOB, DATA("SPDM"));
	assert_false(fits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),	  cmocka_unit_test(test_cut_text),
		cmocka_unit_test(test_separator), cmocka_unit_test(test_tags),
		cmocka_unit_test(test_no_action), cmocka_unit_test(test_variables),
		cmocka_unit_test(test_images),	  cmocka_unit_test(test_structures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
