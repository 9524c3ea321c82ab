/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/report/scrub.c and redact.c: what goes, what stays, and that every text of the table decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "full_report.h"
#include "redact.h"

static void scrubs(const struct redactor *scrub, const char *text, const char *want)
{
	struct arena arena = { 0 };
	const char *got = redact_text(scrub, &arena, text);

	assert_string_equal(got, want);
	if (!strcmp(text, want))
		assert_ptr_equal(got, text);
	/* Nothing of what was put in its place is taken for anything. */
	assert_string_equal(redact_text(scrub, &arena, got), want);
	arena_clear(&arena);
}

static void test_words(void **state)
{
	struct redactor scrub = { 0 };

	(void)state;
	redactor_add(&scrub, " Web1\n");
	redactor_add(&scrub, "web1.example.org");
	redactor_add(&scrub, "jo");
	redactor_add(&scrub, "0123456789abcdef0");
	redactor_add(&scrub, "None");
	redactor_add(&scrub, "x");
	redactor_add(&scrub, "00:00");
	redactor_add(&scrub, NULL);
	assert_int_equal(scrub.words.count, 4);
	scrubs(&scrub, "web1", "[redacted]");
	scrubs(&scrub, "WEB1 is web1.example.org.", "[redacted] is [redacted].");
	scrubs(&scrub, "web10 and myweb1", "web10 and myweb1");
	scrubs(&scrub, "jo: /srv/jo_backup, join, major",
	       "[redacted]: /srv/[redacted]_backup, join, major");
	/* What is long is no part of another word by chance. */
	scrubs(&scrub, "x0123456789ABCDEF0y", "x[redacted]y");
	scrubs(&scrub, "None \xc3\xa9jo", "None \xc3\xa9jo");
	scrubs(&scrub, "", "");
	redactor_clear(&scrub);
	redactor_clear(&scrub);
}

static void test_patterns(void **state)
{
	struct redactor scrub = { 0 };

	(void)state;
	scrubs(&scrub, "root=UUID=0b5d3c5e-1111-4222-8333-123456789abc ro",
	       "root=UUID=[redacted] ro");
	scrubs(&scrub, "HD(1,GPT,0b5d3c5e-1111-4222-8333-123456789abc,0x800)",
	       "HD(1,GPT,[redacted],0x800)");
	scrubs(&scrub, "MAC(52:54:00:12:34:56,0)", "MAC([redacted],0)");
	scrubs(&scrub, "NVMe(0x1,00-25-38-5B-71-B0-0B-2C)", "NVMe(0x1,[redacted])");
	scrubs(&scrub, "eui.0025385b71b00b2c", "eui.[redacted]");
	scrubs(&scrub, "S/N:WD-123, Serial No= \"A B\"",
	       "S/N:[redacted], Serial No= \"[redacted] B\"");
	scrubs(&scrub, "serial port, serial: 7", "serial port, serial: [redacted]");
	scrubs(&scrub, "/home/jo/x:/run/user/1000/y", "/home/[redacted]/x:/run/user/[redacted]/y");
	scrubs(&scrub, "swtpm:host=tpm.example.org,port=2321", "swtpm:host=[redacted],port=2321");
	scrubs(&scrub, "swtpm:host=127.0.0.1,port=2321", "swtpm:host=127.0.0.1,port=2321");
	scrubs(&scrub, "mail Jo.Doe@example.org.", "mail [redacted].");
	/* Neither addresses in memory, firmware, times nor units tell whose machine it is. */
	scrubs(&scrub, "[mem 0x00000000fed40000-0x00000000fed44fff]",
	       "[mem 0x00000000fed40000-0x00000000fed44fff]");
	scrubs(&scrub, "0x0003005700000005", "0x0003005700000005");
	scrubs(&scrub, "3.57.0.5, 00030057 00000005, 12:34:56",
	       "3.57.0.5, 00030057 00000005, 12:34:56");
	scrubs(&scrub, "getty@tty1.service root@pts/0", "getty@tty1.service root@pts/0");
	scrubs(&scrub, "a:", "a:");
	scrubs(&scrub, "00-", "00-");
	scrubs(&scrub, "host=", "host=");
}

static void test_accounts_and_settings(void **state)
{
	struct redactor scrub = { 0 };
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(redact_account(&arena, "tss"), "tss");
	assert_string_equal(redact_account(&arena, "jo"), "[redacted]");
	assert_string_equal(redact_account(&arena, "12"), "12");
	assert_string_equal(redact_account(&arena, "1012"), "[redacted]");
	assert_string_equal(redact_account(&arena, ""), "[redacted]");
	assert_string_equal(redact_account(&arena, "user:jo:rw-"), "user:[redacted]:rw-");
	assert_string_equal(redact_account(&arena, "group:tss:rw-"), "group:tss:rw-");
	assert_string_equal(redact_setting(&scrub, &arena, "DEVNAME=/dev/tpm0"),
			    "DEVNAME=/dev/tpm0");
	assert_string_equal(redact_setting(&scrub, &arena, "ID_TPM2_MANUFACTURER=IFX"),
			    "ID_TPM2_MANUFACTURER=IFX");
	assert_string_equal(redact_setting(&scrub, &arena, "ID_SERIAL_SHORT=XYZ"),
			    "ID_SERIAL_SHORT=[redacted]");
	assert_string_equal(redact_setting(&scrub, &arena, "nothing"), "nothing=[redacted]");
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
		const char *member = (const char *)record + field->offset,
			   *old = (const char *)before + field->offset;
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
	struct redactor scrub = { 0 };
	struct list_fact left_out;

	(void)state;
	report_redact(report, &scrub, &left_out);
	check_record(&report_type, report, before);
	assert_true(report->redacted.value);
	assert_true(left_out.count > 10);
	redactor_clear(&scrub);
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
	struct redactor scrub = { 0 };
	struct list_fact left_out;

	(void)state;
	list_append(&report->arena, &tpm->event_log.events, sizeof(*events));
	list_append(&report->arena, &tpm->event_log.events, sizeof(*events));
	events = tpm->event_log.events.items;
	fact_set_text(report, &certificate->serial, "1d2e3f4a");
	fact_set_text(report, &certificate->issuer, "CN=Maker CA");
	fact_set_text(report, &certificate->match_reason, "certificate 1D2E3F4A is of another key");
	fact_set_text(report, &report->host.account.user, "jo");
	fact_set_text(report, &report->error.message, "jo may not open /dev/tpm0");
	report->host.account.uid = FACT_NUMBER(1012);
	fact_set_text(report, &events[0].type_name, "EV_IPL");
	fact_set_text(report, &events[0].description, "linux /vmlinuz");
	fact_set_text(report, &events[1].type_name, "EV_EFI_ACTION");
	fact_set_text(report, &events[1].description, "Calling EFI Application");
	report_redact(report, &scrub, &left_out);
	assert_int_equal(certificate->serial.fact.presence, PRESENCE_WITHHELD);
	assert_string_equal(certificate->issuer.value, "CN=Maker CA");
	assert_string_equal(certificate->match_reason.value,
			    "certificate [redacted] is of another key");
	assert_string_equal(report->host.account.user.value, "[redacted]");
	assert_string_equal(report->error.message.value, "[redacted] may not open /dev/tpm0");
	assert_int_equal(report->host.account.uid.fact.presence, PRESENCE_WITHHELD);
	assert_int_equal(events[0].description.fact.presence, PRESENCE_WITHHELD);
	assert_string_equal(events[1].description.value, "Calling EFI Application");
	assert_true(is_told(&left_out, "ek_certificate.serial: 1 left out"));
	assert_true(is_told(&left_out, "boot_event.description: 1 left out"));
	assert_true(is_told(&left_out, "failure.message: 1 with parts left out"));
	assert_false(is_told(&left_out, "ek_certificate.issuer"));
	redactor_clear(&scrub);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_accounts_and_settings),
		cmocka_unit_test(test_every_text_decides),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_known_by_the_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
