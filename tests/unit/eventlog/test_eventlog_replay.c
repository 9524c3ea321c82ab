/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/eventlog/replay.c, explain.c, check.c: values of PCRs, and the event that explains one. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "check.h"
#include "eventlog.h"
#include "explain.h"
#include "fake_log.h"
#include "parse.h"
#include "replay.h"

static const uint16_t banks[] = { 0x4, 0xb };
static const size_t sizes[] = { 20, 32 };
static const uint8_t separator[4];
static struct fake_log fake;

static struct eventlog *parse(void)
{
	struct eventlog *log;

	assert_int_equal(eventlog_parse(fake.bytes, fake.size, &log), 0);
	assert_false(log->error.found);
	return log;
}

/* Two events in each of PCRs 0 to 7; those of PCR 4 have digests of something else. */
static void build(void)
{
	fake_log_start(&fake, banks, 2);
	for (uint32_t pcr = 0; pcr < 8; pcr++) {
		char text[] = "action 0";

		text[7] = (char)('0' + pcr);
		if (pcr == 4)
			fake_log_measure(&fake, 4, EV_EFI_BOOT_SERVICES_APPLICATION, text, 8,
					 "image", 5);
		else
			fake_log_add(&fake, pcr, EV_EFI_ACTION, text, 8);
	}
	for (uint32_t pcr = 0; pcr < 8; pcr++)
		fake_log_add(&fake, pcr, EV_SEPARATOR, separator, 4);
}

static void assert_replays(const struct eventlog *log, uint32_t pcr)
{
	for (size_t b = 0; b < 2; b++) {
		uint8_t value[EVENTLOG_MAX_DIGEST];

		assert_true(eventlog_replay(log, b, pcr, value) >= 0);
		assert_memory_equal(value, fake.pcrs[b][pcr], sizes[b]);
	}
}

static void test_replay(void **state)
{
	struct eventlog *log;
	uint8_t value[EVENTLOG_MAX_DIGEST];

	(void)state;
	build();
	log = parse();
	for (uint32_t pcr = 0; pcr < EVENTLOG_PCRS; pcr++)
		assert_replays(log, pcr);
	assert_int_equal(eventlog_replay(log, 0, 0, value), 2);
	assert_int_equal(eventlog_replay(log, 0, 9, value), 0);
	eventlog_free(log);
}

static void test_unknown_bank(void **state)
{
	uint8_t value[EVENTLOG_MAX_DIGEST];
	struct eventlog *log;

	(void)state;
	build();
	/* The second bank of the header and of every event: an algorithm that nobody has. */
	fake.bytes[64] = 0x77;
	for (size_t i = 1; i < fake.n_events; i++)
		fake.bytes[fake.offsets[i] + 12 + 22] = 0x77;
	log = parse();
	assert_string_equal(log->banks[1].name, "0x0077");
	assert_int_equal(eventlog_replay(log, 1, 0, value), -ENOTSUP);
	assert_int_equal(eventlog_replay(log, 0, 0, value), 2);
	assert_int_equal(eventlog_check(log, &log->events[1]).match, EVENTLOG_MATCHES);
	eventlog_free(log);
}

/* The locality goes into the last byte of PCR 0, and of no other. */
static void test_startup_locality(void **state)
{
	unsigned int locality = 9;
	struct eventlog *log;

	(void)state;
	for (unsigned int l = 0; l < 5; l++) {
		uint8_t event[17] = "StartupLocality";

		event[16] = (uint8_t)l;
		fake_log_start(&fake, banks, 2);
		for (size_t b = 0; b < 2; b++)
			fake.pcrs[b][0][sizes[b] - 1] = (uint8_t)l;
		fake_log_add(&fake, 0, EV_NO_ACTION, event, 17);
		fake_log_add(&fake, 0, EV_SEPARATOR, separator, 4);
		fake_log_add(&fake, 1, EV_SEPARATOR, separator, 4);
		log = parse();
		assert_int_equal(eventlog_startup_locality(log, &locality), 1);
		assert_int_equal(locality, l);
		assert_replays(log, 0);
		assert_replays(log, 1);
		eventlog_free(log);
	}
	build();
	log = parse();
	assert_int_equal(eventlog_startup_locality(log, &locality), -1);
	eventlog_free(log);
}

/* An H-CRTM is measured before TPM2_Startup, whose locality then changes nothing. */
static void test_hcrtm(void **state)
{
	uint8_t event[17] = "StartupLocality";
	struct eventlog *log;

	(void)state;
	fake_log_start(&fake, banks, 2);
	for (size_t b = 0; b < 2; b++)
		fake.pcrs[b][0][sizes[b] - 1] = 4;
	event[16] = 3;
	fake_log_add(&fake, 0, EV_NO_ACTION, event, 17);
	fake_log_measure(&fake, 0, EV_EFI_HCRTM_EVENT, "HCRTM", 5, "the code", 8);
	fake_log_add(&fake, 0, EV_SEPARATOR, separator, 4);
	log = parse();
	assert_replays(log, 0);
	eventlog_free(log);
}

static struct eventlog_explanation blame_in(const struct eventlog *log, size_t bank, uint32_t pcr)
{
	struct eventlog_values values = { .known = (UINT32_C(1) << EVENTLOG_PCRS) - 1 };
	size_t budget = 150 << 20;

	for (uint32_t i = 0; i < EVENTLOG_PCRS; i++) {
		uint8_t replayed[EVENTLOG_MAX_DIGEST];

		assert_true(eventlog_replay(log, bank, i, replayed) >= 0);
		memcpy(values.value[i], fake.pcrs[bank][i], sizes[bank]);
		if (memcmp(replayed, fake.pcrs[bank][i], sizes[bank]) != 0)
			values.differing |= UINT32_C(1) << i;
	}
	return eventlog_explain(log, bank, pcr, &values, &budget);
}

static void assert_blame(uint32_t pcr, enum eventlog_cause cause, long event)
{
	struct eventlog *log = parse();

	for (size_t b = 0; b < 2; b++) {
		struct eventlog_explanation blame = blame_in(log, b, pcr);

		assert_int_equal(blame.cause, cause);
		assert_int_equal(blame.event, event);
	}
	eventlog_free(log);
}

static void test_more_in_log(void **state)
{
	(void)state;
	build();
	fake_log_only_log(&fake, 5, EV_EFI_ACTION, "late", 4);
	fake_log_only_log(&fake, 5, EV_EFI_ACTION, "later", 5);
	assert_blame(5, EVENTLOG_MORE_IN_LOG, 17);
	/* Nothing at all is in the TPM. */
	fake_log_only_log(&fake, 12, EV_EFI_ACTION, "alone", 5);
	assert_blame(12, EVENTLOG_MORE_IN_LOG, 19);
}

static void test_left_out(void **state)
{
	(void)state;
	build();
	fake_log_only_log(&fake, 5, EV_EFI_ACTION, "not extended", 12);
	fake_log_add(&fake, 5, EV_EFI_ACTION, "extended", 8);
	assert_blame(5, EVENTLOG_LEFT_OUT, 17);
}

static void test_misplaced(void **state)
{
	(void)state;
	build();
	fake_log_only_log(&fake, 6, EV_EFI_ACTION, "elsewhere", 9);
	fake_log_only_extend(&fake, 5, "elsewhere", 9);
	fake_log_add(&fake, 5, EV_EFI_ACTION, "extended", 8);
	assert_blame(5, EVENTLOG_MISPLACED, 17);
	assert_blame(6, EVENTLOG_MORE_IN_LOG, 17);
}

/* Separators all have the same digest: the one whose own PCR differs too was moved. */
static void test_misplaced_twin(void **state)
{
	struct eventlog_explanation blame;
	struct eventlog *log;
	size_t budget = 1000 * 128;

	(void)state;
	build();
	fake.bytes[fake.offsets[14]] = 17;
	log = parse();
	blame = eventlog_explanation(log, 0, 5, fake.pcrs[0][5], 1 << 5 | 1 << 17, &budget);
	assert_int_equal(blame.cause, EVENTLOG_MISPLACED);
	assert_int_equal(blame.event, 14);
	memset(fake.pcrs[0][17], 0xff, 20);
	blame = eventlog_explanation(log, 0, 17, fake.pcrs[0][17], 1 << 5 | 1 << 17, &budget);
	assert_int_equal(blame.cause, EVENTLOG_MORE_IN_LOG);
	assert_int_equal(blame.event, 14);
	eventlog_free(log);
}

/* A type that became EV_NO_ACTION by one flipped bit. */
static void test_no_action(void **state)
{
	(void)state;
	build();
	fake_log_add(&fake, 5, 0x2, "unused", 6);
	fake.bytes[fake.offsets[17] + 4] ^= 1;
	assert_blame(5, EVENTLOG_MISPLACED, 17);
}

/* One bank's digest is wrong: where the data have it, they tell; else the bit is searched. */
static void test_bad_digest(void **state)
{
	const size_t sha256_digest = 12 + 2 + 20 + 2;
	struct eventlog_check check;
	struct eventlog_explanation blame;
	struct eventlog *log;

	(void)state;
	build();
	fake.bytes[fake.offsets[3] + sha256_digest + 5] ^= 0x10;
	fake.bytes[fake.offsets[3] + sha256_digest + 6] ^= 0xff;
	fake.bytes[fake.offsets[5] + sha256_digest + 31] ^= 0x80;
	log = parse();
	check = eventlog_check(log, &log->events[3]);
	assert_int_equal(check.match, EVENTLOG_DIFFERS);
	assert_int_equal(check.banks_match, 1);
	assert_int_equal(check.banks_differ, 2);
	assert_replays(log, 3);
	blame = blame_in(log, 1, 2);
	assert_int_equal(blame.cause, EVENTLOG_BAD_DIGEST);
	assert_int_equal(blame.event, 3);
	assert_int_equal(eventlog_check(log, &log->events[5]).match, EVENTLOG_UNCHECKED);
	blame = blame_in(log, 1, 4);
	assert_int_equal(blame.cause, EVENTLOG_FLIPPED_BIT);
	assert_int_equal(blame.event, 5);
	eventlog_free(log);
}

static void test_bad_start(void **state)
{
	uint8_t event[17] = "StartupLocality";
	struct eventlog_explanation blame;
	struct eventlog *log;

	(void)state;
	fake_log_start(&fake, banks, 2);
	for (size_t b = 0; b < 2; b++)
		fake.pcrs[b][0][sizes[b] - 1] = 3;
	fake_log_add(&fake, 0, EV_SEPARATOR, separator, 4);
	log = parse();
	blame = blame_in(log, 0, 0);
	assert_int_equal(blame.cause, EVENTLOG_BAD_START);
	assert_int_equal(blame.locality, 3);
	assert_int_equal(blame.event, -1);
	eventlog_free(log);
	event[16] = 2;
	fake_log_add(&fake, 0, EV_NO_ACTION, event, 17);
	log = parse();
	blame = blame_in(log, 0, 0);
	assert_int_equal(blame.cause, EVENTLOG_BAD_START);
	assert_int_equal(blame.locality, 3);
	assert_int_equal(blame.event, 2);
	eventlog_free(log);
}

static void test_unexplained(void **state)
{
	(void)state;
	build();
	fake_log_only_extend(&fake, 5, "unknown", 7);
	assert_blame(5, EVENTLOG_UNEXPLAINED, -1);
	/* What nothing proves, but an event whose data are not what it says is suspect. */
	fake.bytes[fake.offsets[6] + 12 + 2 + 20 + 2 + 32 + 4] ^= 1;
	assert_blame(5, EVENTLOG_BAD_DATA, 6);
}

static void test_budget(void **state)
{
	struct eventlog_explanation blame;
	struct eventlog *log;
	size_t budget = 1;

	(void)state;
	build();
	fake_log_only_log(&fake, 5, EV_EFI_ACTION, "late", 4);
	log = parse();
	blame = eventlog_explanation(log, 0, 5, fake.pcrs[0][5], 1 << 5, &budget);
	assert_int_equal(blame.cause, EVENTLOG_UNEXPLAINED);
	assert_int_equal(budget, 0);
	eventlog_free(log);
}

/* A separator that was lost: none of the others, whose PCRs agree, is to blame. */
static void test_lost_separator(void **state)
{
	(void)state;
	build();
	fake_log_only_extend(&fake, 5, separator, 4);
	assert_blame(5, EVENTLOG_NO_SEPARATOR, -1);
}

/* Bytes behind the last event are none, and repair no size whose digest matched. */
static void test_junk(void **state)
{
	static const uint8_t junk[64] = "fsdlkfj3984rjslkdfj9384rjlksdjf0394";
	static const size_t junk_sizes[] = { 8, 16, 64 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct eventlog *log;

		build();
		fake_log_append(&fake, junk, junk_sizes[i]);
		assert_int_equal(eventlog_parse(fake.bytes, fake.size, &log), 0);
		assert_true(log->error.found);
		assert_int_equal(log->error.behind, junk_sizes[i]);
		assert_int_equal(log->n_events, fake.n_events);
		eventlog_free(log);
	}
}

/* A confidential guest's log: registers 1 to 4 instead of PCRs. */
static void test_ccel(void **state)
{
	struct eventlog *log;

	(void)state;
	fake_log_start(&fake, banks, 2);
	fake.bytes[0] = 1;
	for (uint32_t i = 1; i < 5; i++)
		fake_log_add(&fake, i, EV_SEPARATOR, separator, 4);
	log = parse();
	assert_true(log->is_ccel);
	assert_false(log->error.found);
	eventlog_free(log);
	fake_log_add(&fake, 0, EV_SEPARATOR, separator, 4);
	assert_int_equal(eventlog_parse(fake.bytes, fake.size, &log), 0);
	assert_false(log->is_ccel);
	assert_true(log->error.found);
	eventlog_free(log);
}

static enum eventlog_match match_of(uint32_t type, const void *data, size_t size,
				    const void *measured, size_t measured_size)
{
	enum eventlog_match match;
	struct eventlog *log;

	fake_log_start(&fake, banks, 2);
	fake_log_measure(&fake, 4, type, data, size, measured, measured_size);
	log = parse();
	match = eventlog_check(log, &log->events[1]).match;
	eventlog_free(log);
	return match;
}

static void test_what_is_measured(void **state)
{
	/* GUID, length of name 1, of value 3, name "A", value. */
	static const uint8_t variable[] = "0123456789abcdef\1\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0A\0xyz";
	static const uint8_t tag[] = "\xec\x22\x3b\x8f\5\0\0\0hello";
	const size_t n = sizeof(variable) - 1;

	(void)state;
	assert_int_equal(match_of(EV_ACTION, "text", 4, "text", 4), EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_ACTION, "text", 5, "text", 4), EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_ACTION, "text", 4, "texT", 4), EVENTLOG_DIFFERS);
	assert_int_equal(match_of(EV_SEPARATOR, "\377\377\377\377", 4, "\377\377\377\377", 4),
			 EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_SEPARATOR, "broken", 6, "\1\0\0\0", 4), EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_IPL, "grub_cmd: linux /vmlinuz", 25, "linux /vmlinuz", 14),
			 EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_IPL, "/vmlinuz", 9, "MZ...", 5), EVENTLOG_UNCHECKED);
	assert_int_equal(match_of(EV_EVENT_TAG, tag, 13, "hello", 5), EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_EVENT_TAG, tag, 13, tag, 13), EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_EVENT_TAG, tag, 13, "initrd", 6), EVENTLOG_UNCHECKED);
	assert_int_equal(match_of(EV_EFI_VARIABLE_BOOT, variable, n, "xyz", 3), EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_EFI_VARIABLE_BOOT, variable, n, variable, n),
			 EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_EFI_VARIABLE_BOOT2, variable, n, "xyz", 3), EVENTLOG_DIFFERS);
	assert_int_equal(match_of(EV_EFI_VARIABLE_DRIVER_CONFIG, variable, n, variable, n),
			 EVENTLOG_MATCHES);
	/* shim logs one byte too many; GRUB's lines; a UKI's section; systemd-boot's lost NUL. */
	assert_int_equal(match_of(EV_EFI_VARIABLE_AUTHORITY, variable, n, variable, n - 1),
			 EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_EFI_VARIABLE_AUTHORITY, variable, n, variable, n - 2),
			 EVENTLOG_DIFFERS);
	assert_int_equal(match_of(EV_IPL, "grub_cmd set a=1\0x", 18, "set a=1", 8),
			 EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_IPL, "grub_kernel_cmdline /vmlinuz ro", 32, "/vmlinuz ro", 11),
			 EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_IPL, ".\0l\0i\0n\0u\0x\0\0", 14, ".linux", 7),
			 EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_IPL, "r\0o\0\0", 5, "r\0o\0\0", 6), EVENTLOG_MATCHES);
	assert_int_equal(match_of(EV_S_CRTM_VERSION, "2.3", 4, "something", 9), EVENTLOG_UNCHECKED);
	assert_int_equal(match_of(EV_EFI_PLATFORM_FIRMWARE_BLOB, "x", 1, "x", 1),
			 EVENTLOG_UNCHECKED);
	assert_int_equal(match_of(0x12345, "x", 1, "x", 1), EVENTLOG_MATCHES);
	assert_int_equal(match_of(0x12345, "x", 1, "y", 1), EVENTLOG_UNCHECKED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replay),
		cmocka_unit_test(test_unknown_bank),
		cmocka_unit_test(test_startup_locality),
		cmocka_unit_test(test_hcrtm),
		cmocka_unit_test(test_more_in_log),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_misplaced),
		cmocka_unit_test(test_no_action),
		cmocka_unit_test(test_misplaced_twin),
		cmocka_unit_test(test_bad_digest),
		cmocka_unit_test(test_bad_start),
		cmocka_unit_test(test_unexplained),
		cmocka_unit_test(test_lost_separator),
		cmocka_unit_test(test_junk),
		cmocka_unit_test(test_ccel),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_what_is_measured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
