/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/boots: alignment of records, causes, words, what a file holds and how large it gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align.h"
#include "boot-diff.h"
#include "boots.h"
#include "causes.h"
#include "report.h"
#include "saved-boot-read.h"
#include "saved-boot-write.h"
#include "word-difference.h"

/* A record for each letter: its digest. Capitals have another type. */
static struct boot_records records_of(struct arena *arena, const char *letters)
{
	size_t n = strlen(letters);
	struct boot_records records = { arena_alloc(arena, (n + 1) * sizeof(struct boot_record)),
					n };

	for (size_t i = 0; i < n; i++) {
		uint8_t *digest = arena_alloc(arena, 32);

		digest[0] = (uint8_t)letters[i];
		records.items[i] = (struct boot_record){
			.number = i,
			.type = letters[i] < 'a' ? EV_EFI_ACTION : EV_EFI_VARIABLE_BOOT,
			.digest = digest,
			.name = letters[i] >= '0' && letters[i] <= '9'
					? "digit"
					: arena_strndup(arena, letters + i, 1),
		};
	}
	return records;
}

/* "+x" added, "-x" removed, "x>y" changed, "~x" moved. */
static const char *changes_of(struct arena *arena, const char *then, const char *now)
{
	struct boot_records a = records_of(arena, then), b = records_of(arena, now);
	struct boot_changes changes = boot_changes_of(arena, &a, &b, 32);
	struct arena_text text = { .arena = arena };

	for (size_t i = 0; i < changes.count; i++) {
		const struct boot_change *change = &changes.items[i];
		char x = (char)(change->then ? change->then->digest[0] : 0);
		char y = (char)(change->now ? change->now->digest[0] : 0);

		arena_text_add(&text, " ",
			       change->kind == BOOT_ADDED     ? arena_printf(arena, "+%c", y)
			       : change->kind == BOOT_REMOVED ? arena_printf(arena, "-%c", x)
			       : change->kind == BOOT_MOVED   ? arena_printf(arena, "~%c", x)
							      : arena_printf(arena, "%c>%c", x, y));
	}
	return arena_text_or(&text, "");
}

static void test_alignment(void **state)
{
	static const char *const rows[][3] = {
		{ "", "", "" },
		{ "abc", "abc", "" },
		{ "abc", "abxc", "+x" },
		{ "abc", "ac", "-b" },
		{ "abc", "", "-a -b -c" },
		{ "", "abc", "+a +b +c" },
		{ "abcd", "acbd", "~b" },
		{ "a1b", "a2b", "1>2" },
		{ "a12b", "a2b", "-1" },
		{ "a1b3c", "a2b4c", "1>2 3>4" },
		{ "aaa", "aaaa", "+a" },
		{ "xaay", "xaaby", "+b" },
		{ "abcdef", "xabcdef", "+x" },
		{ "abcdef", "abcdefx", "+x" },
		{ "ab", "AB", "-a -b +A +B" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		const char *got = changes_of(&arena, rows[i][0], rows[i][1]);

		/* What is gone and what is new in one place may come in either order. */
		if (i == sizeof(rows) / sizeof(rows[0]) - 1)
			assert_int_equal(strlen(got), strlen(rows[i][2]));
		else
			assert_string_equal(got, rows[i][2]);
		arena_clear(&arena);
	}
}

/* 16384 records a side, of which every second differs. */
static void test_many_records(void **state)
{
	static char then[EVENTLOG_MAX_EVENTS + 1], now[EVENTLOG_MAX_EVENTS + 1];
	struct arena arena = { 0 };
	struct boot_records a, b;

	(void)state;
	for (size_t i = 0; i < EVENTLOG_MAX_EVENTS; i++) {
		then[i] = (char)(i % 2 ? 'a' + (char)(i / 2 % 13) : 'x');
		now[i] = (char)(i % 2 ? 'a' + (char)(i / 2 % 13) : 'y');
	}
	a = records_of(&arena, then);
	b = records_of(&arena, now);
	assert_int_equal(boot_changes_of(&arena, &a, &b, 32).count, EVENTLOG_MAX_EVENTS);
	assert_int_equal(boot_changes_of(&arena, &a, &a, 32).count, 0);
	arena_clear(&arena);
}

static void test_causes(void **state)
{
	(void)state;
	assert_string_equal(boot_cause(7, EV_EFI_VARIABLE_DRIVER_CONFIG, "dbx").brief, "dbx");
	assert_string_equal(boot_cause(7, EV_EFI_VARIABLE_DRIVER_CONFIG, "db").brief,
			    "Secure Boot keys");
	assert_string_equal(boot_cause(8, EV_IPL, "kernel_cmdline").brief, "command line");
	assert_string_equal(boot_cause(9, EV_IPL, "(hd0,gpt2)/initrd.img-6.1").brief, "initrd");
	assert_string_equal(boot_cause(11, BOOT_USERSPACE, "phase").brief, "boot phase");
	assert_string_equal(boot_cause(14, EV_IPL, "MokList").brief, "MOK");
	for (uint32_t pcr = 0; pcr < EVENTLOG_PCRS; pcr++) {
		struct boot_cause cause = boot_cause(pcr, 0, NULL);
		size_t blanks = 0;

		assert_true(strlen(cause.why) > 10 && strlen(cause.remedy) > 3);
		for (const char *p = cause.brief; *p; p++)
			blanks += *p == ' ';
		assert_true(blanks <= 2);
	}
	assert_string_equal(boot_cause(99, 0x12345, "").brief, "measurements");
}

static void test_words(void **state)
{
	static const char *const rows[][3] = {
		{ "a quiet b", "a b", "`quiet` removed" },
		{ "a b", "a  quiet b", "`quiet` added" },
		{ "root=/dev/a ro", "root=/dev/b ro", "`root=/dev/a` -> `root=/dev/b`" },
		{ "a b", "b a", "the same words in another order" },
		{ "console=tty0 console=ttyS0", "console=tty0", "`console=ttyS0` removed" },
		{ "", "1 2 3 4 5 6 7 8",
		  "`1` added, `2` added, `3` added, `4` added, `5` added, `6` added, 2 more" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };

		assert_string_equal(word_difference(&arena, rows[i][0], rows[i][1]), rows[i][2]);
		arena_clear(&arena);
	}
}

static struct saved_boot *boot_with(size_t n_events, size_t data_size)
{
	struct saved_boot *boot = saved_boot_new();
	const int bank = saved_boot_log_bank(boot, 0x000b);
	uint8_t *digest = arena_alloc(&boot->arena, 32),
		*data = arena_alloc(&boot->arena, data_size);

	assert_int_equal(bank, 0);
	assert_int_equal(saved_boot_log_bank(boot, 0x0004), 1);
	assert_int_equal(saved_boot_log_bank(boot, 0x7777), -1);
	memset(data, 0xa5, data_size);
	boot->boot_id = "11111111-2222-3333-4444-555555555555";
	for (size_t i = 0; i < n_events; i++) {
		struct eventlog_event *event = saved_boot_add_event(boot);

		event->pcr = (uint32_t)(i % 8);
		event->type = EV_IPL;
		event->data = data;
		event->size = boot->cut[i] = data_size;
		event->digests[0] = event->digests[1] = digest;
	}
	return boot;
}

/* Whatever its size, the file is bounded and read back, and the digests of a bank are among what stays. */
static void test_sizes(void **state)
{
	static const size_t sizes[][2] = { { 0, 0 },	  { 10, 100 },	{ 10, 40000 },
					   { 400, 1000 }, { 700, 100 }, { 16384, 10 } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct saved_boot *boot = boot_with(sizes[i][0], sizes[i][1]), *again;
		struct report *report = report_new();
		char *error;
		size_t size;
		char *text = saved_boot_text(boot, &size);

		assert_true(size <= SAVED_BOOT_MAX_SIZE);
		assert_int_equal(saved_boot_parse(text, size, &again, &error), 0);
		assert_string_equal(again->boot_id, boot->boot_id);
		if (again->log.n_events) {
			assert_int_equal(again->log.n_events, sizes[i][0]);
			assert_int_equal(again->cut[0], sizes[i][1]);
			boots_compare(report, boot, again);
			assert_int_equal(report->pcrs.count, 0);
		} else {
			assert_true(!sizes[i][0] || sizes[i][0] > 1000);
		}
		saved_boot_free(again);
		saved_boot_free(boot);
		report_free(report);
		free(text);
	}
}

static void test_bad_files(void **state)
{
	static const char *const texts[] = {
		"",
		"{",
		"[]",
		"{}",
		"17",
		"null",
		"\"text\"",
		"{\"schema\":\"tpm-probe/1\"}",
		"{\"schema\":7}",
		"[{\"pcr\":-1}]",
		"[{\"pcr\":7,\"content_type\":\"ima_template\"}]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct saved_boot *boot;
		char *error = NULL;

		assert_true(saved_boot_parse(texts[i], strlen(texts[i]), &boot, &error) < 0);
		assert_true(error && strlen(error) > 5);
		free(error);
	}
}

static void test_ids(void **state)
{
	static const char *const bad[] = { "",
					   "..",
					   "11111111-2222-3333-4444-55555555555",
					   "11111111-2222-3333-4444-55555555555X",
					   "11111111/2222-3333-4444-555555555555",
					   "111111111222233334444455555555555555" };

	(void)state;
	assert_true(saved_boot_id_valid("11111111-2222-3333-4444-55555555abcd", 36));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(saved_boot_id_valid(bad[i], strlen(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alignment), cmocka_unit_test(test_many_records),
		cmocka_unit_test(test_causes),	  cmocka_unit_test(test_words),
		cmocka_unit_test(test_sizes),	  cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
