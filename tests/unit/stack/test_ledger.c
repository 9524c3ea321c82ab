/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/stack/ledger.c: what was written, noted and read back. probe/collect/listeners.c: sockets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ledger.h"
#include "listeners.h"

static void test_round_trip(void **state)
{
	struct ledger *a = calloc(1, sizeof(*a)), *b = calloc(1, sizeof(*b));
	struct ledger_entry *entry;
	char *text, *again;

	(void)state;
	entry = ledger_add(a, "/etc/a b", false);
	entry->sum = UINT64_MAX;
	entry->size = 12;
	ledger_add(a, "/etc/folder", true);
	ledger_add(a, "/etc/c", false)->has_original = true;
	assert_ptr_equal(ledger_add(a, "/etc/a b", false), entry);
	text = ledger_text(a);
	ledger_read(b, text);
	assert_int_equal(b->count, 3);
	assert_int_equal(ledger_find(b, "/etc/a b")->sum, UINT64_MAX);
	assert_int_equal(ledger_find(b, "/etc/a b")->size, 12);
	assert_false(ledger_find(b, "/etc/a b")->has_original);
	assert_true(ledger_find(b, "/etc/c")->has_original);
	assert_true(ledger_find(b, "/etc/folder")->is_folder);
	again = ledger_text(b);
	assert_string_equal(text, again);
	ledger_remove(b, ledger_find(b, "/etc/folder"));
	assert_null(ledger_find(b, "/etc/folder"));
	assert_non_null(ledger_find(b, "/etc/c"));
	free(text);
	free(again);
	free(a);
	free(b);
}

static void test_nonsense(void **state)
{
	static const char *const texts[] = { "",
					     "\n\n",
					     "file",
					     "file x 1 new /a",
					     "file 1 1 old /a",
					     "folder relative",
					     "file 1 1 new relative",
					     "file 1 1 new" };
	struct ledger *ledger = calloc(1, sizeof(*ledger));

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ledger_read(ledger, texts[i]);
		assert_int_equal(ledger->count, 0);
	}
	assert_null(ledger_add(ledger, "/a\nb", false));
	for (size_t i = 0; i < LEDGER_MAX + 1; i++) {
		char path[32];

		snprintf(path, sizeof(path), "/%zu", i);
		assert_int_equal(ledger_add(ledger, path, false) != NULL, i < LEDGER_MAX);
	}
	free(ledger);
}

static void test_sum(void **state)
{
	(void)state;
	/* The published vectors of FNV-1a, 64 bits. */
	assert_int_equal(ledger_sum("", 0), UINT64_C(0xcbf29ce484222325));
	assert_int_equal(ledger_sum("a", 1), UINT64_C(0xaf63dc4c8601ec8c));
	assert_int_equal(ledger_sum("foobar", 6), UINT64_C(0x85944171f73967e8));
}

static void test_listeners(void **state)
{
	static const char table[] =
		"  sl  local_address rem_address   st tx_queue rx_queue\n"
		"   0: 0100007F:0911 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n"
		"   1: 0100007F:0912 0100007F:0911 01 00000000:00000000 00:00000000 00000000\n"
		"   2: 00000000000000000000000001000000:0913 "
		"00000000000000000000000000000000:0000 0A 0\n";

	(void)state;
	assert_true(listeners_have(table, 2321));
	assert_false(listeners_have(table, 2322)); /* connected */
	assert_true(listeners_have(table, 2323));
	assert_false(listeners_have(table, 1));
	assert_false(listeners_have("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_listeners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
