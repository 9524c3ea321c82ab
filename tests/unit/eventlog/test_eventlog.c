/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/eventlog/parse.c, repair.c: both formats, and bytes that are neither. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "check.h"
#include "eventlog.h"
#include "explain.h"
#include "fake_log.h"
#include "parse.h"
#include "types.h"

static const uint16_t all_banks[] = { 0x4, 0xb, 0xc, 0xd };
static const uint8_t separator[4];

static struct fake_log fake;

/* Eight separators, a version, two actions. */
static void build(size_t n_banks)
{
	fake_log_start(&fake, all_banks, n_banks);
	fake_log_add(&fake, 0, EV_S_CRTM_VERSION, L"v1", 4);
	fake_log_add(&fake, 4, EV_EFI_ACTION, "Calling EFI Application from Boot Option", 40);
	for (uint32_t pcr = 0; pcr < 8; pcr++)
		fake_log_add(&fake, pcr, EV_SEPARATOR, separator, 4);
	fake_log_add(&fake, 5, EV_EFI_ACTION, "Exit Boot Services Invocation", 29);
}

/* In memory of its own, so that a sanitizer sees a read behind its end. */
static struct eventlog *parse_copy(const void *bytes, size_t size, uint8_t **ret_copy)
{
	struct eventlog *log = NULL;

	*ret_copy = malloc(size ? size : 1);
	assert_non_null(*ret_copy);
	memcpy(*ret_copy, bytes, size);
	assert_int_equal(eventlog_parse(*ret_copy, size, &log), 0);
	assert_non_null(log);
	return log;
}

static void test_sha1_format(void **state)
{
	uint8_t *copy;
	struct eventlog *log;

	(void)state;
	build(0);
	log = parse_copy(fake.bytes, fake.size, &copy);
	assert_int_equal(log->format, EVENTLOG_SHA1);
	assert_int_equal(log->n_banks, 1);
	assert_string_equal(log->banks[0].name, "sha1");
	assert_int_equal(log->n_events, fake.n_events);
	assert_false(log->error.found);
	for (size_t i = 0; i < log->n_events; i++)
		assert_int_equal(log->events[i].offset, fake.offsets[i]);
	assert_int_equal(log->events[1].pcr, 4);
	assert_int_equal(log->events[1].type, EV_EFI_ACTION);
	assert_int_equal(log->events[1].size, 40);
	assert_memory_equal(log->events[1].data, "Calling EFI", 11);
	eventlog_free(log);
	free(copy);
}

static void test_agile_format(void **state)
{
	static const size_t sizes[] = { 20, 32, 48, 64 };

	(void)state;
	for (size_t n = 1; n <= 4; n++) {
		uint8_t *copy;
		struct eventlog *log;

		build(n);
		log = parse_copy(fake.bytes, fake.size, &copy);
		assert_int_equal(log->format, EVENTLOG_AGILE);
		assert_int_equal(log->spec_major, 1);
		assert_int_equal(log->spec_minor, 6);
		assert_int_equal(log->spec_errata, 5);
		assert_int_equal(log->n_banks, n);
		assert_int_equal(log->n_events, fake.n_events);
		assert_false(log->error.found);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(log->banks[i].size, sizes[i]);
			assert_null(log->events[0].digests[i]);
			assert_non_null(log->events[1].digests[i]);
		}
		eventlog_free(log);
		free(copy);
	}
}

static void test_nothing(void **state)
{
	static const uint8_t zeros[1000];
	uint8_t ones[999], *copy;
	struct eventlog *log;

	(void)state;
	memset(ones, 0xff, sizeof(ones));
	log = parse_copy("", 0, &copy);
	assert_int_equal(log->n_events, 0);
	assert_false(log->error.found);
	eventlog_free(log);
	free(copy);
	log = parse_copy(zeros, sizeof(zeros), &copy);
	assert_int_equal(log->n_events, 0);
	assert_false(log->error.found);
	eventlog_free(log);
	free(copy);
	log = parse_copy(ones, sizeof(ones), &copy);
	assert_int_equal(log->n_events, 0);
	assert_false(log->error.found);
	eventlog_free(log);
	free(copy);
	eventlog_free(NULL);
}

static void test_too_large(void **state)
{
	struct eventlog *log = NULL;
	uint8_t byte = 1;

	(void)state;
	assert_int_equal(eventlog_parse(&byte, (size_t)EVENTLOG_MAX_SIZE + 1, &log), -EFBIG);
	assert_null(log);
}

static void test_padding(void **state)
{
	static const uint8_t zeros[77];
	uint8_t *copy;
	struct eventlog *log;

	(void)state;
	for (size_t banks = 0; banks <= 4; banks += 4) {
		build(banks);
		fake_log_append(&fake, zeros, sizeof(zeros));
		log = parse_copy(fake.bytes, fake.size, &copy);
		assert_int_equal(log->n_events, fake.n_events);
		assert_false(log->error.found);
		eventlog_free(log);
		free(copy);
	}
}

/* Cut anywhere: what is whole is read, the event that is not is named. */
static void test_cut(void **state)
{
	(void)state;
	for (size_t banks = 0; banks <= 4; banks += 2) {
		build(banks);
		for (size_t size = 1; size < fake.size; size++) {
			uint8_t *copy;
			struct eventlog *log = parse_copy(fake.bytes, size, &copy);
			size_t whole = 0;

			while (whole < fake.n_events &&
			       (whole + 1 < fake.n_events ? fake.offsets[whole + 1] : fake.size) <=
				       size)
				whole++;
			if (log->error.found && !log->error.read_on) {
				assert_int_equal(log->n_events, whole);
				assert_int_equal(log->error.event, whole);
				assert_int_equal(log->error.offset,
						 whole < fake.n_events ? fake.offsets[whole] : 0);
			} else if (!log->error.found) {
				/* A rest of zeros alone looks like room that was not used. */
				assert_int_equal(log->n_events, whole);
			}
			eventlog_free(log);
			free(copy);
		}
	}
}

static void put32(uint8_t *p, uint32_t number)
{
	for (size_t i = 0; i < 4; i++)
		p[i] = (uint8_t)(number >> 8 * i);
}

/* Damage that one event has in its own fields. */
static void test_bad_event(void **state)
{
	static const struct {
		size_t field;
		uint32_t value;
		const char *text;
	} bad[] = {
		{ 0, 24, "PCR 24, which no TPM has" },
		{ 0, 0xffffffff, "PCR 4294967295, which no TPM has" },
		{ 8, 0, "0 digests" },
		{ 8, 0xfffffff0, "4294967280 digests" },
		{ 12, 0x00120012, "algorithm 0x0012" },
		{ 34, 0x00000004, "two digests of sha1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint8_t *copy;
		struct eventlog *log;

		build(2);
		put32(fake.bytes + fake.offsets[3] + bad[i].field, bad[i].value);
		log = parse_copy(fake.bytes, fake.size, &copy);
		assert_true(log->error.found);
		assert_int_equal(log->error.event, 3);
		assert_int_equal(log->error.offset, fake.offsets[3]);
		/* One wrong bit is put right, more are not. */
		if (!log->error.read_on)
			assert_non_null(strstr(log->error.text, bad[i].text));
		eventlog_free(log);
		free(copy);
	}
}

static void test_no_pcr(void **state)
{
	uint8_t *copy;
	struct eventlog *log;

	(void)state;
	build(2);
	fake_log_add(&fake, 0xffffffff, EV_NO_ACTION, "SP800-155 Event", 16);
	log = parse_copy(fake.bytes, fake.size, &copy);
	assert_false(log->error.found);
	assert_int_equal(log->n_events, fake.n_events);
	eventlog_free(log);
	free(copy);
}

static void test_bad_header(void **state)
{
	static const struct {
		size_t offset;
		uint8_t value;
		const char *text;
		bool read_on;
	} bad[] = {
		{ 56, 0, "no bank", false },
		{ 56, 9, "no bank", false },
		{ 57, 1, "no bank", false },
		{ 56, 5, "ends inside", false },
		{ 56, 3, "size does not fit", false },
		{ 62, 0, "impossible size", false },
		{ 62, 33, "does not have", false },
		{ 63, 1, "impossible size", false },
		{ 64, 0x4, "twice", false },
		{ 0, 2, "PCR", true },
		{ 4, 1, "type", true },
		{ 8, 1, "digest", true },
		{ 45, '1', "signature", true },
		{ 28, 20, "too short", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint8_t *copy;
		struct eventlog *log;

		build(4);
		fake.bytes[bad[i].offset] = bad[i].value;
		log = parse_copy(fake.bytes, fake.size, &copy);
		assert_true(log->error.found);
		assert_int_equal(log->error.event, 0);
		assert_int_equal(log->error.offset, 0);
		assert_int_equal(log->error.read_on, bad[i].read_on);
		assert_non_null(strstr(log->error.text, bad[i].text));
		assert_int_equal(log->n_events, bad[i].read_on ? fake.n_events : 1);
		eventlog_free(log);
		free(copy);
	}
}

/* "Spec ID Event02" is no damaged 03: it heads the older format of EFI firmware. */
static void test_older_header(void **state)
{
	uint8_t *copy;
	struct eventlog *log;

	(void)state;
	fake_log_start(&fake, NULL, 0);
	fake_log_add(&fake, 0, EV_NO_ACTION, "Spec ID Event02\0\0\0\0\0\2\1\0\2\0\0", 26);
	fake_log_add(&fake, 0, EV_SEPARATOR, separator, 4);
	log = parse_copy(fake.bytes, fake.size, &copy);
	assert_int_equal(log->format, EVENTLOG_SHA1);
	assert_false(log->error.found);
	assert_int_equal(log->n_events, 2);
	eventlog_free(log);
	free(copy);
}

/* Every bit of a size field: the event that has it is named, and all are read. */
static void test_size_repair(void **state)
{
	(void)state;
	for (size_t banks = 0; banks <= 4; banks += 4) {
		size_t first = banks ? 1 : 0;

		build(banks);
		for (size_t i = first; i < fake.n_events; i++) {
			size_t end = i + 1 < fake.n_events ? fake.offsets[i + 1] : fake.size;
			size_t size_offset;
			struct eventlog *whole;

			assert_int_equal(eventlog_parse(fake.bytes, fake.size, &whole), 0);
			size_offset = whole->events[i].size_offset;
			assert_int_equal(size_offset + 4 + whole->events[i].size, end);
			eventlog_free(whole);
			for (size_t bit = 0; bit < 32; bit++) {
				uint8_t *copy;
				struct eventlog *log;

				fake.bytes[size_offset + bit / 8] ^= (uint8_t)(1 << bit % 8);
				log = parse_copy(fake.bytes, fake.size, &copy);
				/* The older format has so little structure that another size may
				 * happen to make sense too. */
				if (!banks && !log->error.found) {
					assert_int_not_equal(
						eventlog_check(log, &log->events[i]).match,
						EVENTLOG_MATCHES);
					eventlog_free(log);
					free(copy);
					fake.bytes[size_offset + bit / 8] ^=
						(uint8_t)(1 << bit % 8);
					continue;
				}
				assert_true(log->error.found);
				assert_int_equal(log->error.event, i);
				assert_int_equal(log->error.offset, fake.offsets[i]);
				assert_true(log->error.read_on);
				assert_int_equal(log->n_events, fake.n_events);
				assert_non_null(strstr(log->error.text, "its size"));
				assert_int_equal(log->n_events, fake.n_events);
				assert_memory_equal(log->events[i].data,
						    fake.bytes + size_offset + 4,
						    log->events[i].size);
				eventlog_free(log);
				free(copy);
				fake.bytes[size_offset + bit / 8] ^= (uint8_t)(1 << bit % 8);
			}
		}
	}
}

static void test_too_many(void **state)
{
	const size_t each = 8 + 20 + 4, n = EVENTLOG_MAX_EVENTS + 1;
	uint8_t *bytes = calloc(n, each);
	struct eventlog *log;

	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < n; i++)
		bytes[i * each + 4] = EV_ACTION;
	assert_int_equal(eventlog_parse(bytes, n * each, &log), 0);
	assert_int_equal(log->n_events, EVENTLOG_MAX_EVENTS);
	assert_true(log->error.found);
	assert_non_null(strstr(log->error.text, "more than"));
	assert_int_equal(log->error.event, EVENTLOG_MAX_EVENTS);
	eventlog_free(log);
	assert_int_equal(eventlog_parse(bytes, (n - 1) * each, &log), 0);
	assert_false(log->error.found);
	eventlog_free(log);
	free(bytes);
}

static void test_type_names(void **state)
{
	(void)state;
	assert_string_equal(eventlog_type_name(0), "EV_PREBOOT_CERT");
	assert_string_equal(eventlog_type_name(0x4), "EV_SEPARATOR");
	assert_string_equal(eventlog_type_name(0xd), "EV_IPL");
	assert_string_equal(eventlog_type_name(0x12), "EV_OMIT_BOOT_DEVICE_EVENTS");
	assert_string_equal(eventlog_type_name(0x80000003), "EV_EFI_BOOT_SERVICES_APPLICATION");
	assert_string_equal(eventlog_type_name(0x800000e0), "EV_EFI_VARIABLE_AUTHORITY");
	assert_string_equal(eventlog_type_name(0x800000e4), "EV_EFI_SPDM_DEVICE_AUTHORITY");
	assert_null(eventlog_type_name(0x14));
	assert_null(eventlog_type_name(0x8000000e));
	assert_null(eventlog_type_name(0xffffffff));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha1_format), cmocka_unit_test(test_agile_format),
		cmocka_unit_test(test_nothing),	    cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_padding),	    cmocka_unit_test(test_cut),
		cmocka_unit_test(test_bad_event),   cmocka_unit_test(test_no_pcr),
		cmocka_unit_test(test_bad_header),  cmocka_unit_test(test_older_header),
		cmocka_unit_test(test_size_repair), cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_type_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
