/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/report/tcti-string.c and find-tpm.c: what strings and words lead to, on reports. */
#include "doctor_cases.h"

#include <errno.h>

#include "find-tpm.h"
#include "tcti-string.h"
#include "device.h"

static const struct {
	const char *value, *name, *module, *conf; /* name NULL: refused */
} strings[] = {
	{ "device:/dev/tpmrm0", "device", "device", "/dev/tpmrm0" },
	{ "tpmrm", "tpmrm", "tpmrm", "" },
	{ "libtss2-tcti-swtpm.so.0:port=2321", "swtpm", "swtpm", "port=2321" },
	{ "/opt/libtss2-tcti-tpmrm.so.0:tpm1", "/opt/libtss2-tcti-tpmrm.so.0", "tpmrm", "tpm1" },
	{ "/opt/my.so", "/opt/my.so", "my.so", "" },
	{ "pcap:device:/dev/tpm0", "pcap", "pcap", "device:/dev/tpm0" },
	{ "libtss2-tcti-", "libtss2-tcti-", "libtss2-tcti-", "" },
	{ ":/dev/tpmrm0", NULL, NULL, NULL },
	{ "", NULL, NULL, NULL },
};

static void test_parse(void **state)
{
	char long_name[300];
	struct tcti_string string;

	(void)state;
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		bool taken = tcti_string_parse(strings[i].value, &string);

		assert_int_equal(taken, strings[i].name != NULL);
		if (!taken)
			continue;
		assert_string_equal(string.name, strings[i].name);
		assert_string_equal(string.module, strings[i].module);
		assert_string_equal(string.conf, strings[i].conf);
	}
	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_false(tcti_string_parse(long_name, &string));
	assert_true(tcti_string_parse_inner("pcap:pcap:device:/dev/tpm0", &string));
	assert_string_equal(string.module, "device");
	assert_string_equal(string.conf, "/dev/tpm0");
}

/* A virtual TPM ahead of the platform's, and one behind. */
#define THREE                                                                            \
	"tpms[0].device.parent_path=!absent;tpms[1].name=tpm1;"                          \
	"tpms[1].device.parent_path=/sys/devices/x/MSFT0101:00;"                         \
	"tpms[1].device.parent=MSFT0101:00;tpms[1].device.acpi_hid=MSFT0101;"            \
	"tpms[1].nodes[0].name=tpmrm1;tpms[1].nodes[0].class_name=tpmrm;"                \
	"tpms[1].nodes[0].path=/dev/tpmrm1;tpms[1].nodes[0].access=ok;"                  \
	"tpms[1].nodes[0].links=[];tpms[1].nodes[0].links[]=/dev/secure-element;"        \
	"tpms[2].name=tpm2;tpms[2].device.acpi_hid=MSFT0101;tpms[2].nodes[0].name=tpm2;" \
	"tpms[2].nodes[0].class_name=tpm;tpms[2].nodes[0].path=/dev/tpm2;"

static const struct {
	const char *changes, *value;
	enum tcti_lead_kind kind;
	const char *path, *reason; /* NULL: none */
} leads[] = {
	{ "", "tpmrm", TCTI_LEADS_TO_NODE, "/dev/tpmrm1", NULL },
	{ "tpms[1].nodes[0].access=denied", "tpmrm", TCTI_LEADS_TO_NODE, "/dev/tpmrm0", NULL },
	{ "tpms[1].nodes=[]", "tpmrm", TCTI_LEADS_TO_NODE, "/dev/tpmrm0", NULL },
	{ "tpms[1].nodes=[];tpms[0].nodes=[]", "tpmrm", TCTI_LEADS_NOWHERE, NULL, "no node" },
	{ "", "tpmrm:0", TCTI_LEADS_TO_NODE, "/dev/tpmrm0", NULL },
	{ "", "tpmrm:tpm0,wait=1s", TCTI_LEADS_TO_NODE, "/dev/tpmrm0", NULL },
	{ "", "tpmrm:tpm2", TCTI_LEADS_NOWHERE, NULL, "tpm2 has no node" },
	{ "", "tpmrm:tpm7", TCTI_LEADS_NOWHERE, NULL, "no such TPM" },
	{ "", "tpmrm:parent=MSFT0101:00", TCTI_LEADS_TO_NODE, "/dev/tpmrm1", NULL },
	{ "", "tpmrm:parent=MSFT0101", TCTI_LEADS_NOWHERE, NULL, "several" },
	{ "", "tpmrm:parent=vtpm1", TCTI_LEADS_NOWHERE, NULL, "no such TPM" },
	{ "", "tpmrm:/dev/secure-element", TCTI_LEADS_TO_NODE, "/dev/secure-element", NULL },
	{ "", "tpmrm:fd=3", TCTI_LEADS_TO_FD, NULL, NULL },
	{ "", "tpmrm:wait=soon", TCTI_LEADS_NOWHERE, NULL, "not a time" },
	{ "", "device", TCTI_LEADS_TO_NODE, "/dev/tpmrm0", NULL },
	{ "tpms[0].nodes[1].access=denied;tpms[0].nodes[0].access=ok", "device", TCTI_LEADS_TO_NODE,
	  "/dev/tpm0", NULL },
	{ "", "device:/dev/tpmrm0 ", TCTI_LEADS_NOWHERE, NULL, "blank" },
	{ "", "device:/dev/tpmrm7", TCTI_LEADS_TO_PATH, "/dev/tpmrm7", NULL },
	{ "", "pcap:tpmrm:tpm1", TCTI_LEADS_TO_NODE, "/dev/tpmrm1", NULL },
	{ "", "tabrmd:", TCTI_LEADS_TO_ABRMD, NULL, NULL },
	{ "", "mssim", TCTI_LEADS_TO_SIMULATOR, NULL, NULL },
	{ "", "cmd:x", TCTI_LEADS_ELSEWHERE, NULL, NULL },
	{ "", ":x", TCTI_LEADS_NOWHERE, NULL, "no module's name" },
};

static void test_follow(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		struct report *report = healthy_report();
		struct tcti_lead lead;

		print_message("# %s: %s\n", leads[i].value, leads[i].changes);
		apply(report, THREE);
		apply(report, leads[i].changes);
		lead = tcti_string_follow(report, leads[i].value);
		assert_int_equal(lead.kind, leads[i].kind);
		assert_int_equal(lead.node != NULL, lead.kind == TCTI_LEADS_TO_NODE);
		if (leads[i].path)
			assert_string_equal(lead.path, leads[i].path);
		if (leads[i].reason)
			assert_non_null(strstr(lead.reason, leads[i].reason));
		report_free(report);
	}
}

static void test_find(void **state)
{
	struct report *report = healthy_report();
	struct tpm_report *tpm = NULL;
	const struct node *node;

	(void)state;
	apply(report, THREE "tpms[2].connection.tcti=swtpm:path=/run/s");
	assert_ptr_equal(report_preferred_tpm(report, 0), report_tpm(report, 1));
	assert_ptr_equal(report_preferred_tpm(report, 1), report_tpm(report, 0));
	assert_ptr_equal(report_preferred_tpm(report, 2), report_tpm(report, 2));
	assert_null(report_preferred_tpm(report, 3));
	assert_int_equal(report_find_tpm(report, "swtpm:path=/run/s", &tpm, &node), 0);
	assert_ptr_equal(tpm, report_tpm(report, 2));
	assert_int_equal(report_find_tpm(report, "tpmrm1", &tpm, &node), 0);
	assert_string_equal(node->path.value, "/dev/tpmrm1");
	assert_int_equal(report_find_tpm(report, "/dev/tpm2", &tpm, &node), 0);
	assert_string_equal(node->name.value, "tpm2");
	assert_int_equal(report_find_tpm(report, "3", &tpm, &node), -ENODEV);
	assert_int_equal(report_find_tpm(report, "parent=MSFT0101", &tpm, &node), -ENOTUNIQ);
	report_free(report);
}

/* What a selection leaves out is still a node. */
static void test_keep(void **state)
{
	struct report *report = healthy_report();
	struct tpm_report kept;

	(void)state;
	apply(report, THREE);
	kept = *report_tpm(report, 0);
	report_keep_tpms(report, &kept, 1);
	assert_int_equal(report_count_tpms(report), 1);
	assert_null(report_find_node(report, "/dev/tpmrm1", NULL));
	assert_true(report_has_node(report, "/dev/tpmrm1"));
	assert_true(report_has_node(report, "/dev/secure-element"));
	assert_true(report_has_node(report, "/dev/tpmrm0"));
	assert_false(report_has_node(report, "/dev/tpmrm7"));
	report_free(report);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_parse),
						   cmocka_unit_test(test_follow),
						   cmocka_unit_test(test_find),
						   cmocka_unit_test(test_keep) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
