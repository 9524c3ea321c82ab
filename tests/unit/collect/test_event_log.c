/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe/collect/event-log*.c: logs that real firmware wrote, held against the PCRs that the TPM had;
 * and the same logs with one flipped bit, which has to name the event.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "capabilities.h"
#include "collect.h"
#include "event-log.h"
#include "eventlog.h"
#include "json-read.h"
#include "render.h"
#include "verdict.h"

#define FOLDER "tests/data/eventlog/"

static uint8_t bytes[8192];
static size_t size;

static void load(const char *name)
{
	char path[128];
	FILE *in;

	snprintf(path, sizeof(path), FOLDER "%s.bin", name);
	in = fopen(path, "re");
	assert_non_null(in);
	size = fread(bytes, 1, sizeof(bytes), in);
	assert_true(size > 100 && size < sizeof(bytes));
	fclose(in);
}

/* A report with the PCRs that the TPM had when the log was taken. */
static struct report *load_pcrs(const char *name)
{
	struct report *report = NULL;
	char path[128], *error;

	snprintf(path, sizeof(path), FOLDER "%s.json", name);
	assert_int_equal(json_read_file(path, &report, &error), 0);
	return report;
}

/* Collect the bytes at hand. */
static const struct event_log *collect(struct report *report)
{
	struct tpm_report *tpm_report = report_tpm(report, 0);
	int fd = memfd_create("log", MFD_CLOEXEC);
	char path[64];

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	assert_int_equal(collect_event_log_file(report, tpm_report, path), 0);
	close(fd);
	return tpm_report->event_log;
}

/* Is there a verdict of that level ("": of any but ok) with these words? */
static bool says(const struct event_log *event_log, const char *level, const char *words)
{
	const struct verdict *verdicts = event_log->verdicts.items;

	for (size_t i = 0; i < event_log->verdicts.count; i++) {
		const char *at = verdicts[i].text.value;
		size_t n = strlen(words);

		if (*level ? strcmp(verdicts[i].level.value, level) != 0
			   : !strcmp(verdicts[i].level.value, "ok"))
			continue;
		/* "event 1" is not said by "event 12". */
		while ((at = strstr(at, words)) && at[n] >= '0' && at[n] <= '9')
			at += n;
		if (at)
			return true;
	}
	return false;
}

static const struct {
	const char *name, *pcrs;
	size_t banks, events;
} logs[] = {
	{ "ovmf", "0-7, 9", 4, 25 },
	{ "seabios", "0-7", 4, 14 },
	{ "seabios-tpm12", "0-7", 1, 13 },
};
enum { N_LOGS = sizeof(logs) / sizeof(logs[0]) };

static void test_real_logs(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_LOGS; i++) {
		struct report *report = load_pcrs(logs[i].name);
		const struct event_log *event_log;
		char words[128];

		load(logs[i].name);
		event_log = collect(report);
		assert_int_equal(event_log->events.count, logs[i].events);
		assert_int_equal(event_log->banks.count, logs[i].banks);
		assert_int_equal(event_log->size.value, size);
		assert_int_equal(event_log->error.fact.presence, PRESENCE_ABSENT);
		assert_int_equal(event_log->verdicts.count, logs[i].banks);
		for (size_t b = 0; b < logs[i].banks; b++) {
			snprintf(words, sizeof(words), "%s: the log replays to PCRs %s",
				 ((const char *const *)event_log->banks.items)[b], logs[i].pcrs);
			assert_true(says(event_log, "ok", words));
		}
		report_free(report);
	}
}

static void test_no_pcrs(void **state)
{
	struct report *report = report_new();
	const struct event_log *event_log;
	const struct replayed_pcr *pcrs;

	(void)state;
	report_add_tpm(report);
	load("ovmf");
	event_log = collect(report);
	assert_true(says(event_log, "info", "sha256: replayed"));
	pcrs = event_log->pcrs.items;
	assert_int_equal(event_log->pcrs.count, 4 * 9);
	assert_string_equal(pcrs[0].status.value, "unknown");
	assert_int_equal(pcrs[0].value.fact.presence, PRESENCE_ABSENT);
	assert_string_equal(pcrs[0].name.value, "platform-code");
	assert_string_equal(pcrs[0].replayed.value, "9ca656fabf8da94dd88e874744db59bc579a4355");
	report_free(report);
}

/* The number of the event at an offset, and where in that event this is. */
static size_t event_at(const struct eventlog *log, size_t offset, size_t *ret_inside)
{
	size_t i = 0;

	while (i + 1 < log->n_events && log->events[i + 1].offset <= offset)
		i++;
	*ret_inside = offset - log->events[i].offset;
	return i;
}

/*
 * What nothing can tell: data whose digest is over something else, a type that another one fits as
 * well, and of the header what is only said there.
 */
static bool is_told_by_nothing(const struct eventlog *log, size_t offset, size_t number,
			       size_t inside)
{
	const struct eventlog_event *event = &log->events[number];
	size_t data = event->size_offset + 4;

	if (inside >= 4 && inside < 8)
		return true;
	if (log->format == EVENTLOG_AGILE && !number)
		return inside >= 48 && inside < 56; /* class, version and size of integers */
	if (offset < data)
		return false;
	switch (event->type) {
	case EV_EFI_PLATFORM_FIRMWARE_BLOB:
	case EV_EFI_BOOT_SERVICES_APPLICATION:
		return true;
	case EV_EVENT_TAG: /* the tag is no part of it; Linux measures what the data only name */
		return offset < data + 4 || eventlog_check(log, event).match == EVENTLOG_UNCHECKED;
	case EV_EFI_VARIABLE_BOOT: /* its digest is over the value alone */
		return offset < data + 32 || offset < data + 32 + 2 * event->data[16];
	default:
		return false;
	}
}

static bool is_named(const struct event_log *event_log, size_t number)
{
	char words[32];

	snprintf(words, sizeof(words), "event %zu", number);
	return says(event_log, "", words);
}

/* One bit of every byte. */
static void test_flipped_bits(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_LOGS; i++) {
		struct report *report = NULL;
		struct eventlog *log;
		size_t named = 0, untold = 0;
		uint8_t *original;

		load(logs[i].name);
		original = malloc(size);
		assert_non_null(original);
		memcpy(original, bytes, size);
		assert_int_equal(eventlog_parse(original, size, &log), 0);
		for (size_t at = 0; at < size; at++) {
			const struct event_log *event_log;
			size_t inside, number = event_at(log, at, &inside);

			if (at % 64 == 0) {
				report_free(report);
				report = load_pcrs(logs[i].name);
			}
			bytes[at] ^= (uint8_t)(1 << at % 8);
			event_log = collect(report);
			if (is_named(event_log, number)) {
				named++;
			} else if (is_told_by_nothing(log, at, number, inside)) {
				untold++;
			} else {
				fail_msg("%s: a flipped bit at offset %zu does not name event %zu, "
					 "byte %zu",
					 logs[i].name, at, number, inside);
			}
			bytes[at] ^= (uint8_t)(1 << at % 8);
		}
		report_free(report);
		print_message("%s: %zu of %zu flipped bits named, %zu that nothing tells\n",
			      logs[i].name, named, size, untold);
		assert_true(untold * 20 < size);
		eventlog_free(log);
		free(original);
	}
}

static struct pcr_value *pcr(struct report *report, const char *bank, uint64_t index)
{
	struct tpm_report *tpm_report = report_tpm(report, 0);
	struct pcr_value *values = tpm_report->pcr_values.items;

	for (size_t i = 0; i < tpm_report->pcr_values.count; i++)
		if (!strcmp(values[i].bank.value, bank) && values[i].index.value == index)
			return &values[i];
	fail();
	return NULL;
}

static const struct replayed_pcr *replayed(const struct event_log *event_log, const char *bank,
					   uint64_t index)
{
	const struct replayed_pcr *pcrs = event_log->pcrs.items;

	for (size_t i = 0; i < event_log->pcrs.count; i++)
		if (!strcmp(pcrs[i].bank.value, bank) && pcrs[i].index.value == index)
			return &pcrs[i];
	fail();
	return NULL;
}

/* A PCR of the firmware's is wrong: an error. One that the system extends too is not. */
static void test_differs(void **state)
{
	struct report *report = load_pcrs("ovmf");
	const struct event_log *event_log;

	(void)state;
	load("ovmf");
	pcr(report, "sha1", 4)->digest.value = "0123456789012345678901234567890123456789";
	pcr(report, "sha1", 9)->digest.value = "0123456789012345678901234567890123456789";
	event_log = collect(report);
	assert_true(says(event_log, "error", "sha1: PCR 4 (boot-loader-code) differs: no single"));
	assert_true(says(event_log, "info", "sha1: PCR 9 (kernel-initrd) differs"));
	assert_true(says(event_log, "ok", "sha1: the log replays to PCRs 0-3, 5-7"));
	assert_string_equal(replayed(event_log, "sha1", 4)->status.value, "different");
	assert_string_equal(replayed(event_log, "sha256", 4)->status.value, "equal");
	report_free(report);
}

static void test_other_boot(void **state)
{
	struct report *report = load_pcrs("seabios");
	const struct event_log *event_log;

	(void)state;
	load("ovmf");
	event_log = collect(report);
	assert_true(says(event_log, "error", "sha256: no PCR agrees"));
	report_free(report);
}

static void test_empty_banks(void **state)
{
	static const char *const zeros =
		"0000000000000000000000000000000000000000000000000000000000"
		"000000";
	struct report *report = load_pcrs("ovmf");
	struct tpm_report *tpm_report = report_tpm(report, 0);
	const struct event_log *event_log;
	struct pcr_value *value;

	(void)state;
	load("ovmf");
	for (uint64_t i = 0; i < 24; i++)
		pcr(report, "sha256", i)->digest.value = zeros;
	for (uint64_t i = 0; i < 24; i++) {
		value = list_append(&report->arena, &tpm_report->pcr_values, sizeof(*value));
		fact_set_text(report, &value->bank, "sm3_256");
		value->index = FACT_NUMBER(i);
		fact_set_text(report, &value->digest, zeros);
	}
	value = list_append(&report->arena, &tpm_report->pcr_values, sizeof(*value));
	fact_set_text(report, &value->bank, "sha3_256");
	value->index = FACT_NUMBER(3);
	fact_set_text(report, &value->digest, "12345678");
	event_log = collect(report);
	assert_true(says(event_log, "error", "sha256: PCRs 0-7 of the TPM are all zero"));
	assert_true(says(event_log, "error", "sm3_256: allocated in the TPM, but empty"));
	assert_true(says(event_log, "warning", "sha3_256: the log does not have this bank"));
	assert_true(says(event_log, "ok", "sha512: the log replays"));
	report_free(report);
}

/* A separator of 1, with the digest of that: the firmware says that it failed. */
static void test_error_separator(void **state)
{
	static const uint8_t event[] = {
		0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x3c, 0x58, 0x56, 0x04,
		0xe8, 0x7f, 0x85, 0x59, 0x73, 0x73, 0x1f, 0xea, 0x83, 0xe2, 0x1f, 0xab,
		0x93, 0x92, 0xd2, 0xfc, 0x04, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	};
	struct report *report = report_new();
	const struct event_log *event_log;

	(void)state;
	report_add_tpm(report);
	memcpy(bytes, event, size = sizeof(event));
	event_log = collect(report);
	assert_true(says(event_log, "warning", "ended its measurements with an error"));
	report_free(report);
}

static void test_empty_log(void **state)
{
	struct report *report = load_pcrs("ovmf");
	const struct event_log *event_log;

	(void)state;
	size = 0;
	event_log = collect(report);
	assert_true(says(event_log, "warning", "the log is empty"));
	assert_int_equal(event_log->events.fact.presence, PRESENCE_PRESENT);
	report_free(report);
}

static void test_unreadable(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm_report = report_add_tpm(report);

	(void)state;
	assert_int_equal(collect_event_log_file(report, tpm_report, "/nonexistent"), -ENOENT);
	assert_int_equal(tpm_report->event_log->events.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(collect_event_log_file(report, tpm_report, "/"), -EISDIR);
	assert_int_equal(tpm_report->event_log->events.fact.presence, PRESENCE_FAILED);
	/* It has no end: the bound ends it. */
	assert_int_equal(collect_event_log_file(report, tpm_report, "/dev/zero"), -EFBIG);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real_logs),	cmocka_unit_test(test_no_pcrs),
		cmocka_unit_test(test_differs),		cmocka_unit_test(test_other_boot),
		cmocka_unit_test(test_empty_banks),	cmocka_unit_test(test_empty_log),
		cmocka_unit_test(test_error_separator), cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_flipped_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
