/* SPDX-License-Identifier: BSD-2-Clause */
/* The values of PCRs at the moment of the unlock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "boot-values.h"

#define SHA256 TPM2_ALG_SHA256

static struct arena arena;

/* A boot of which systemd logged these texts into PCR 11, one a second; NULL ends them. */
static struct boot_values logged_boot(const char *const *texts)
{
	char log[4096];
	size_t n = 0;

	for (size_t i = 0; texts[i]; i++) {
		uint8_t digest[32] = { 0 };
		char hex[65] = "";

		/* H(0 || text) is no digest of the text, but as good as any. */
		assert_true(measure_extend_text(SHA256, texts[i], digest));
		for (size_t k = 0; k < sizeof(digest); k++)
			sprintf(hex + 2 * k, "%02x", digest[k]);
		n += (size_t)snprintf(
			log + n, sizeof(log) - n,
			"\x1e{\"pcr\":11,\"digests\":[{\"hashAlg\":\"sha256\","
			"\"digest\":\"%s\"}],\"content_type\":\"systemd\",\"content\":{"
			"\"string\":\"%s\",\"timestamp\":%zu000000,"
			"\"eventType\":\"phase\"}}\n",
			hex, texts[i], i + 1);
	}
	return (struct boot_values){ .measured = measure_log_read(&arena, log, n) };
}

static struct pcr_values now_of(const struct boot_values *boot)
{
	struct pcr_values now = { .bank = SHA256, .known = 1 << 11 };

	assert_int_equal(measure_log_replay(boot->measured, 11, SHA256, boot->measured->n_records,
					    now.value[11]),
			 boot->measured->n_records);
	return now;
}

static const char *const phases[] = { "enter-initrd", "leave-initrd", "sysinit", "ready", NULL };

static void check_records(const struct volume_source *source, size_t n)
{
	struct boot_values boot = logged_boot(phases);
	struct pcr_values now = now_of(&boot), then;
	uint8_t value[EVENTLOG_MAX_DIGEST] = { 0 };
	uint32_t moved;

	measure_log_replay(boot.measured, 11, SHA256, n, value);
	boot_values_at_unlock(&boot, source, &now, &then, &moved);
	assert_memory_equal(then.value[11], value, 32);
	assert_int_equal(moved, n == 4 ? 0 : 1 << 11);
}

static void test_logged(void **state)
{
	(void)state;
	check_records(&(struct volume_source){ .is_configured = true, .in_initrd = true }, 1);
	check_records(&(struct volume_source){ .is_configured = true }, 2);
	/* An image has no moment of its own. */
	check_records(&(struct volume_source){ .is_named = true }, 4);
}

/* Somebody extended it beside the log: then the value now counts. */
static void test_unlogged(void **state)
{
	const struct volume_source source = { .is_configured = true, .in_initrd = true };
	struct boot_values boot = logged_boot(phases);
	struct pcr_values now = now_of(&boot), then;
	uint32_t moved;

	(void)state;
	now.value[11][0] ^= 1;
	boot_values_at_unlock(&boot, &source, &now, &then, &moved);
	assert_memory_equal(then.value[11], now.value[11], 32);
	assert_int_equal(moved, 0);
}

/* systemd 252 keeps no log: its words are known. */
static void test_phases(void **state)
{
	const struct volume_source source = { .is_configured = true, .in_initrd = true };
	struct boot_values boot = { 0 };
	struct pcr_values now = { .bank = SHA256, .known = 1 << 11 }, then;
	uint8_t first[EVENTLOG_MAX_DIGEST] = { 0 };
	uint32_t moved;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_true(measure_extend_text(SHA256, measure_phase(i), now.value[11]));
	assert_true(measure_extend_text(SHA256, "enter-initrd", first));
	boot_values_at_unlock(&boot, &source, &now, &then, &moved);
	assert_memory_equal(then.value[11], first, 32);
	assert_int_equal(moved, 1 << 11);
}

static int teardown(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_logged, teardown),
		cmocka_unit_test_teardown(test_unlogged, teardown),
		cmocka_unit_test_teardown(test_phases, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
