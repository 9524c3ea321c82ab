/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/report/redact-text.c, redact-pattern.c and redact.c: what goes, what stays, and that every text of the table decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "event-log.h"
#include "field.h"
#include "fields.h"
#include "full_report.h"
#include "host.h"
#include "keys.h"
#include "outcome.h"
#include "redact.h"
#include "tpm-state.h"

static void redacts(const struct redactor *redactor, const char *text, const char *want)
{
	struct arena arena = { 0 };
	const char *got = redact_text(redactor, &arena, text);

	assert_string_equal(got, want);
	if (!strcmp(text, want))
		assert_ptr_equal(got, text);
	/* Nothing of what was put in its place is taken for anything. */
	assert_string_equal(redact_text(redactor, &arena, got), want);
	arena_clear(&arena);
}

/* Words as they were given, without their encodings. */
static size_t count_plain(const struct redactor *redactor)
{
	static const char *const given[] = { "Web1", "web1.example.org", "jo",
					     "0123456789abcdef0" };
	const struct redacted_word *words = redactor->words.items;
	size_t n = 0;

	for (size_t i = 0; i < redactor->words.count; i++)
		for (size_t k = 0; k < 4; k++)
			n += !strcmp(words[i].text, given[k]);
	return n;
}

static void test_words(void **state)
{
	struct redactor redactor = { 0 };

	(void)state;
	redactor_add(&redactor, " Web1\n");
	redactor_add(&redactor, "web1.example.org");
	redactor_add(&redactor, "jo");
	redactor_add(&redactor, "0123456789abcdef0");
	redactor_add(&redactor, "None");
	redactor_add(&redactor, "x");
	redactor_add(&redactor, "00:00");
	redactor_add(&redactor, NULL);
	assert_int_equal(count_plain(&redactor), 4);
	redacts(&redactor, "web1", "[redacted]");
	redacts(&redactor, "WEB1 is web1.example.org.", "[redacted] is [redacted].");
	redacts(&redactor, "web10 and myweb1", "web10 and myweb1");
	redacts(&redactor, "jo: /srv/jo_backup, join, major",
		"[redacted]: /srv/[redacted]_backup, join, major");
	/* What is long is no part of another word by chance. */
	redacts(&redactor, "x0123456789ABCDEF0y", "x[redacted]y");
	redacts(&redactor, "None \xc3\xa9jo", "None \xc3\xa9jo");
	redacts(&redactor, "", "");
	redactor_clear(&redactor);
	redactor_clear(&redactor);
}

static void test_patterns(void **state)
{
	struct redactor redactor = { 0 };

	(void)state;
	redacts(&redactor, "root=UUID=0b5d3c5e-1111-4222-8333-123456789abc ro",
		"root=UUID=[redacted] ro");
	redacts(&redactor, "HD(1,GPT,0b5d3c5e-1111-4222-8333-123456789abc,0x800)",
		"HD(1,GPT,[redacted],0x800)");
	redacts(&redactor, "MAC(52:54:00:12:34:56,0)", "MAC([redacted],0)");
	redacts(&redactor, "NVMe(0x1,00-25-38-5B-71-B0-0B-2C)", "NVMe(0x1,[redacted])");
	redacts(&redactor, "eui.0025385b71b00b2c", "eui.[redacted]");
	redacts(&redactor, "S/N:WD-123, Serial No= \"A B\"",
		"S/N:[redacted], Serial No= \"[redacted] B\"");
	redacts(&redactor, "serial port, serial: 7", "serial port, serial: [redacted]");
	redacts(&redactor, "/home/jo/x:/run/user/1000/y",
		"/home/[redacted]/x:/run/user/[redacted]/y");
	redacts(&redactor, "swtpm:host=tpm.example.org,port=2321",
		"swtpm:host=[redacted],port=2321");
	redacts(&redactor, "swtpm:host=127.0.0.1,port=2321", "swtpm:host=127.0.0.1,port=2321");
	redacts(&redactor, "mail Jo.Doe@example.org.", "mail [redacted].");
	/* Neither addresses in memory, firmware, times nor units tell whose machine it is. */
	redacts(&redactor, "[mem 0x00000000fed40000-0x00000000fed44fff]",
		"[mem 0x00000000fed40000-0x00000000fed44fff]");
	redacts(&redactor, "0x0003005700000005", "0x0003005700000005");
	redacts(&redactor, "firmware 3.57.0.5, 00030057 00000005, 12:34:56",
		"firmware 3.57.0.5, 00030057 00000005, 12:34:56");
	redacts(&redactor, "version: 7.2.3.1, 7.85.4555.0, 1.2.3.4.5",
		"version: 7.2.3.1, 7.85.4555.0, 1.2.3.4.5");
	redacts(&redactor, "getty@tty1.service root@pts/0", "getty@tty1.service root@pts/0");
	redacts(&redactor, "a:", "a:");
	redacts(&redactor, "00-", "00-");
	redacts(&redactor, "host=", "host=");
}

static void test_addresses(void **state)
{
	struct redactor redactor = { 0 };

	(void)state;
	redacts(&redactor, "ip=10.20.30.40::10.20.30.1", "ip=[redacted]::[redacted]");
	redacts(&redactor, "at 192.168.1.7, or 127.0.0.1:2321.",
		"at [redacted], or 127.0.0.1:2321.");
	redacts(&redactor, "from fe80::1ff:fe23:4567:890a, [2001:db8::1]:2321, ::1",
		"from [redacted], [[redacted]]:2321, ::1");
	redacts(&redactor, "0000:3b:00.0 at 12:34:56, 253:65536",
		"0000:3b:00.0 at 12:34:56, 253:65536");
	redacts(&redactor, "enx525400123456 has 525400abcdef", "enx[redacted] has [redacted]");
	redacts(&redactor, "serial WD4711X of a serial port", "serial [redacted] of a serial port");
	redacts(&redactor, "/dev/mapper/web01--vg-root /dev/mapper/control",
		"/dev/mapper/[redacted] /dev/mapper/control");
	redacts(&redactor, "jo@web1:~$ tpm2_getcap", "[redacted]:~$ tpm2_getcap");
	redactor_keep(&redactor, "1.59.0.7");
	redacts(&redactor, "1.59.0.7 but 1.59.0.70", "1.59.0.7 but [redacted]");
	redactor_clear(&redactor);
}

static void test_secrets(void **state)
{
	struct redactor redactor = { 0 };

	(void)state;
	redacts(&redactor,
		"Kernel command line: root=/dev/sda rd.luks.options=tpm2-device=auto luks.passphrase=geheim",
		"Kernel command line: [redacted]");
	redacts(&redactor, "BOOT_IMAGE=/vmlinuz root=/dev/sda\nnext line",
		"BOOT_IMAGE=[redacted]\nnext line");
	redacts(&redactor, "luks.passphrase=a;b c wifi_psk=x TOKEN=",
		"luks.passphrase=[redacted] c wifi_psk=[redacted] TOKEN=");
	redacts(&redactor, "a password policy", "a password policy");
}

/* Each as a program escapes it. */
static void test_encodings(void **state)
{
	static const char *const texts[] = {
		"WEB-01.EXAMPLE.ORG",
		"web--01.example.org",
		"web\\x2d01.example.org",
		"web%2D01.example.org",
		"web-01%2Eexample%2Eorg",
		"7765622d30312e6578616d706c652e6f7267",
		"77 65 62 2d 30 31 2e 65 78 61 6d 70 6c 65 2e 6f 72 67",
	};
	static const char *const base64[] = { "d2ViLTAxLmV4YW1wbGUub3Jn",
					      "QXdlYi0wMS5leGFtcGxlLm9yZw==",
					      "QUJ3ZWItMDEuZXhhbXBsZS5vcmc=" };
	struct redactor redactor = { 0 };
	struct arena arena = { 0 };

	(void)state;
	redactor_add(&redactor, "web-01.example.org");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		redacts(&redactor, texts[i], "[redacted]");
	/* Of Base64 all but the characters that neighbours have a part in. */
	for (size_t i = 0; i < 3; i++) {
		const char *got = redact_text(&redactor, &arena, base64[i]);

		assert_non_null(strstr(got, "[redacted]"));
		assert_true(strlen(got) <= strlen("[redacted]") + 6);
	}
	arena_clear(&arena);
	redactor_clear(&redactor);
}

static void test_accounts_and_settings(void **state)
{
	struct redactor redactor = { 0 };
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(redact_account(&arena, "tss"), "tss");
	assert_string_equal(redact_account(&arena, "jo"), "[redacted]");
	assert_string_equal(redact_account(&arena, "12"), "12");
	assert_string_equal(redact_account(&arena, "1012"), "[redacted]");
	assert_string_equal(redact_account(&arena, ""), "[redacted]");
	assert_string_equal(redact_account(&arena, "user:jo:rw-"), "user:[redacted]:rw-");
	assert_string_equal(redact_account(&arena, "group:tss:rw-"), "group:tss:rw-");
	assert_string_equal(redact_setting(&redactor, &arena, "DEVNAME=/dev/tpm0"),
			    "DEVNAME=/dev/tpm0");
	assert_string_equal(redact_setting(&redactor, &arena, "ID_TPM2_MANUFACTURER=IFX"),
			    "ID_TPM2_MANUFACTURER=IFX");
	assert_string_equal(redact_setting(&redactor, &arena, "ID_SERIAL_SHORT=XYZ"),
			    "ID_SERIAL_SHORT=[redacted]");
	assert_string_equal(redact_setting(&redactor, &arena, "nothing"), "nothing=[redacted]");
	arena_clear(&arena);
}

static void check_decided(const struct record_type *type, const struct record_type **seen,
			  size_t *n_seen)
{
	for (size_t i = 0; i < *n_seen; i++)
		if (seen[i] == type)
			return;
	seen[(*n_seen)++] = type;
	assert_true(*n_seen < 128);
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (field->record)
			check_decided(field->record, seen, n_seen);
		else if ((field->type == FIELD_TEXT || field->type == FIELD_TEXTS) &&
			 field->sharing == SHARE_UNDECIDED)
			fail_msg("%s.%s: does a report for others tell it? See enum field_sharing",
				 type->name, field->key);
		else if (field->type != FIELD_TEXT && field->type != FIELD_TEXTS &&
			 field->sharing != SHARE_UNDECIDED && field->sharing != SHARE_NEVER &&
			 field->sharing != SHARE_WHOLE)
			fail_msg("%s.%s is no text: it is told, or not", type->name, field->key);
	}
}

static void test_every_text_decides(void **state)
{
	const struct record_type *seen[128];
	size_t n_seen = 0;

	(void)state;
	check_decided(&report_type, seen, &n_seen);
	assert_true(n_seen > 40);
}

/* Of a report in which everything is set: facts that are kept back are gone, all others are there. */
static void check_record(const struct record_type *type, const void *record, const void *before)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const char *member = field_member(field, record),
			   *old = field_member(field, before);
		const struct list_fact *list = (const struct list_fact *)member,
				       *old_list = (const struct list_fact *)old;
		const struct fact *fact = field_fact(field, record);

		if (field->type == FIELD_RECORD) {
			check_record(field->record, member, old);
		} else if (field->sharing == SHARE_NEVER) {
			assert_int_equal(fact->presence, PRESENCE_WITHHELD);
		} else if (type == &boot_event_type && !strcmp(field->key, "description")) {
			assert_int_equal(fact->presence, PRESENCE_WITHHELD);
		} else if (field->type == FIELD_RECORDS) {
			assert_int_equal(list->count, old_list->count);
			for (size_t j = 0; j < list->count; j++)
				check_record(field->record,
					     (const char *)list->items + j * field->record->size,
					     (const char *)old_list->items +
						     j * field->record->size);
		} else if (type != &report_type || strcmp(field->key, "redacted") != 0) {
			assert_int_equal(fact->presence, PRESENCE_PRESENT);
		}
	}
}

static void test_full(void **state)
{
	struct report *report = full_report(PRESENCE_PRESENT),
		      *before = full_report(PRESENCE_PRESENT);
	struct redactor redactor = { 0 };
	struct list_fact left_out;

	(void)state;
	report_redact(report, &redactor, &left_out);
	check_record(&report_type, report, before);
	assert_true(report->redacted.value);
	assert_true(left_out.count > 10);
	redactor_clear(&redactor);
	report_free(report);
	report_free(before);
}

static bool is_told(const struct list_fact *left_out, const char *text)
{
	for (size_t i = 0; i < left_out->count; i++)
		if (!strncmp(((const char *const *)left_out->items)[i], text, strlen(text)))
			return true;
	return false;
}

/* What is kept back in one place stands in no other, and the list says what went. */
static void test_known_by_the_report(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);
	struct ek_certificate *certificate =
		list_append(&report->arena, &tpm->ek_certificates, sizeof(*certificate));
	struct boot_event *events;
	struct redactor redactor = { 0 };
	struct list_fact left_out;

	(void)state;
	list_append(&report->arena, &tpm->event_log->events, sizeof(*events));
	list_append(&report->arena, &tpm->event_log->events, sizeof(*events));
	events = tpm->event_log->events.items;
	certificate->not_before = FACT_NUMBER(1700000001);
	tpm->state->reset_count = FACT_NUMBER(812);
	fact_set_text(report, &certificate->serial, "1d2e3f4a");
	fact_set_text(report, &certificate->issuer, "CN=Maker CA");
	fact_set_text(report, &certificate->match_reason, "certificate 1D2E3F4A is of another key");
	fact_set_text(report, &report->host->account.user, "jo");
	fact_set_text(report, &report->error->message,
		      "jo may not open /dev/tpm0 after 812 resets");
	report->host->account.uid = FACT_NUMBER(1012);
	fact_set_text(report, &events[0].type_name, "EV_IPL");
	fact_set_text(report, &events[0].description, "linux /vmlinuz");
	fact_set_text(report, &events[1].type_name, "EV_EFI_ACTION");
	fact_set_text(report, &events[1].description, "Calling EFI Application");
	report_redact(report, &redactor, &left_out);
	assert_int_equal(certificate->serial.fact.presence, PRESENCE_WITHHELD);
	assert_string_equal(certificate->issuer.value, "CN=Maker CA");
	assert_int_equal(certificate->not_before.value, 1700000001 / 86400 * 86400);
	assert_int_equal(tpm->state->reset_count.fact.presence, PRESENCE_WITHHELD);
	assert_string_equal(certificate->match_reason.value,
			    "certificate [redacted] is of another key");
	assert_string_equal(report->host->account.user.value, "[redacted]");
	assert_string_equal(report->error->message.value,
			    "[redacted] may not open /dev/tpm0 after [redacted] resets");
	assert_int_equal(report->host->account.uid.fact.presence, PRESENCE_WITHHELD);
	assert_int_equal(events[0].description.fact.presence, PRESENCE_WITHHELD);
	assert_string_equal(events[1].description.value, "Calling EFI Application");
	assert_true(is_told(&left_out, "ek_certificate.serial: 1 left out"));
	assert_true(is_told(&left_out, "boot_event.description: 1 left out"));
	assert_true(is_told(&left_out, "failure.message: 1 with parts left out"));
	assert_false(is_told(&left_out, "ek_certificate.issuer"));
	redactor_clear(&redactor);
	report_free(report);
}

/* A state's word is shared; one that is none of its words may be anything. */
static void test_states(void **state)
{
	struct report *report = report_new();
	struct tpm_report *ours = report_add_tpm(report), *foreign = report_add_tpm(report);
	struct redactor redactor = { 0 };
	struct list_fact left_out;

	(void)state;
	fact_set_state(&ours->kind, &tpm_kind_words, TPM_KIND_VIRTUAL);
	fact_set_text(report, &foreign->kind.text, "alice's laptop");
	report_redact(report, &redactor, &left_out);
	assert_true(state_is(&ours->kind, TPM_KIND_VIRTUAL));
	assert_int_equal(foreign->kind.fact.presence, PRESENCE_WITHHELD);
	redactor_clear(&redactor);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_accounts_and_settings),
		cmocka_unit_test(test_every_text_decides),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_known_by_the_report),
		cmocka_unit_test(test_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
