/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/stack/: what programs get, and what is advised, on reports that tables of changes make. */
#include "doctor_cases.h"

#include "advise.h"
#include "report.h"
#include "consumers.h"
#include "emit.h"

#define TOOLS \
	"host.settings[0].name=TPM2TOOLS_TCTI;host.settings[0].source=environment;host.settings[0].scope=!absent;"

/* What tpm2-tools gets in the caller's environment. */
static const struct {
	const char *changes, *tcti, *way, *state, *reason;
} cases[] = {
	{ NULL, "tabrmd", "tpm2-abrmd", "not tried", "the bus would start it" },
	{ "host.abrmd.owned=1", "tabrmd", "tpm2-abrmd", NULL, NULL },
	{ "host.abrmd.activatable=0", "device:/dev/tpmrm0", "kernel resource manager", NULL, NULL },
	{ "host.abrmd.activatable=0;tpms[0].nodes[1].access=denied;tpms[0].nodes[0].access=ok",
	  "device:/dev/tpm0", "raw node", NULL, NULL },
	{ "host.abrmd.activatable=0;tpms[0].nodes[1].access=denied", "swtpm", "simulator", NULL,
	  NULL },
	{ "host.abrmd.activatable=0;tpms[0].nodes[1].access=denied;host.tcti_libraries=[];"
	  "host.tcti_libraries[0].name=device",
	  NULL, NULL, "fails", "none of those" },
	{ TOOLS "host.settings[0].value=", "tabrmd", "tpm2-abrmd", "not tried", "start" },
	{ TOOLS "host.settings[0].value=device:/dev/tpmrm0", "device:/dev/tpmrm0",
	  "kernel resource manager", NULL, NULL },
	{ TOOLS "host.settings[0].value=device", "device", "kernel resource manager", NULL, NULL },
	{ TOOLS "host.settings[0].value=device:/dev/tpmrm0;tpms[0].nodes[1].access=denied;"
		"tpms[0].nodes[1].remedy=join group tss",
	  "device:/dev/tpmrm0", "kernel resource manager", "fails", "permission denied" },
	{ TOOLS "host.settings[0].value=device:/dev/tpm0;tpms[0].nodes[0].access=ok;"
		"host.holders[0].node=/dev/tpm0;host.holders[0].pid=812;"
		"host.holders[0].command=tpm2-abrmd",
	  "device:/dev/tpm0", "raw node", "fails", "process 812 (tpm2-abrmd)" },
	{ TOOLS "host.settings[0].value=tabrmd:bus_name=com.intel.tss2.Tabrmd;"
		"host.abrmd.activatable=0",
	  "tabrmd:bus_name=com.intel.tss2.Tabrmd", "tpm2-abrmd", "fails", "not on the bus" },
	{ TOOLS "host.settings[0].value=tabrmd:bus_name=org.other", "tabrmd:bus_name=org.other",
	  "tpm2-abrmd", NULL, NULL },
	{ TOOLS "host.settings[0].value=tabrmd:session", "tabrmd:session", "tpm2-abrmd", "fails",
	  "no key=value" },
	{ TOOLS "host.settings[0].value=libtss2-tcti-device.so.0:/dev/tpmrm0",
	  "libtss2-tcti-device.so.0:/dev/tpmrm0", "kernel resource manager", NULL, NULL },
	{ TOOLS "host.settings[0].value=/opt/libtss2-tcti-tpmrm.so.0:tpm0,wait=5s",
	  "/opt/libtss2-tcti-tpmrm.so.0:tpm0,wait=5s", "kernel resource manager", NULL, NULL },
	{ TOOLS "host.settings[0].value=/opt/libtss2-tcti-tpmrm.so.0:tpm3",
	  "/opt/libtss2-tcti-tpmrm.so.0:tpm3", "kernel resource manager", "fails",
	  "tpm3: no such TPM here" },
	{ TOOLS "host.settings[0].value=pcap:device:/dev/tpmrm0", "pcap:device:/dev/tpmrm0",
	  "kernel resource manager", NULL, NULL },
	{ TOOLS "host.settings[0].value=:/dev/tpmrm0", ":/dev/tpmrm0", NULL, "fails",
	  "no module's name" },
	{ TOOLS "host.settings[0].value=swtpm:path=/run/swtpm", "swtpm:path=/run/swtpm",
	  "simulator", NULL, NULL },
};

static void assert_text(const struct text_fact *fact, const char *want)
{
	assert_string_equal(text_of(fact, "(none)"), want ? want : "(none)");
}

static void test_tools(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report *report = healthy_report();
		const struct consumer *tools;

		apply(report, cases[i].changes);
		consumers_find(report, true);
		tools = report->consumers.items;
		print_message("# %s\n", cases[i].changes ? cases[i].changes : "nothing set");
		assert_text(&tools->program, "tpm2-tools");
		assert_text(&tools->tcti, cases[i].tcti);
		assert_text(&tools->way.text, cases[i].way);
		assert_text(&tools->state.text, cases[i].state);
		if (cases[i].reason)
			assert_non_null(strstr(text_of(&tools->reason, ""), cases[i].reason));
		report_free(report);
	}
}

static const struct consumer *find(const struct report *report, const char *program)
{
	const struct consumer *items = report->consumers.items;

	for (size_t i = 0; i < report->consumers.count; i++)
		if (text_is(&items[i].program, program))
			return &items[i];
	fail_msg("no %s", program);
	return NULL;
}

static void test_others(void **state)
{
	struct report *report = healthy_report();

	(void)state;
	apply(report,
	      "host.settings[0].name=TPM_INTERFACE_TYPE;host.settings[0].value=dev;"
	      "host.settings[0].source=environment;host.settings[0].scope=!absent;host.settings[1].name=TPM_DEVICE;"
	      "host.settings[1].value=/dev/tpmrm0;host.settings[1].source=environment;host.settings[1].scope=!absent");
	consumers_find(report, true);
	assert_text(&find(report, "IBM TSS")->node, "/dev/tpmrm0");
	assert_text(&find(report, "IBM TSS")->state.text, NULL);
	assert_text(&find(report, "systemd")->tcti, "device:/dev/tpmrm0");
	assert_text(&find(report, "systemd")->source, "built in");
	assert_text(&find(report, "keylime")->where, "keylime_agent.service");
	assert_text(&find(report, "tpm2-pytss")->source, "order of tctildr");
	apply(report, "host.fapi.config=!absent");
	consumers_find(report, true);
	assert_text(&find(report, "tss2 (FAPI)")->state.text, "fails");
	report_free(report);
}

/* Every setting of nothing: no fact is taken for granted. */
static void test_bare(void **state)
{
	struct report *report = report_new();

	(void)state;
	consumers_find(report, false);
	assert_true(report->consumers.count >= 9);
	for (size_t i = 0; advise_needs[i]; i++)
		advise(report, advise_needs[i]);
	assert_int_equal(report->advice.count, 5);
	report_free(report);
}

static const struct {
	const char *need, *changes, *way, *tcti;
} advices[] = {
	{ "multi-user", NULL, "kernel resource manager", "device:/dev/tpmrm0" },
	{ "multi-user",
	  "host.abrmd.owned=1;host.holders[0].node=/dev/tpm0;host.holders[0].pid=1;"
	  "host.holders[0].command=tpm2-abrmd",
	  "tpm2-abrmd", "tabrmd:bus_name=com.intel.tss2.Tabrmd" },
	{ "multi-user", "host.abrmd.owned=1", "kernel resource manager", "device:/dev/tpmrm0" },
	{ "boot",
	  "host.abrmd.owned=1;host.holders[0].node=/dev/tpm0;host.holders[0].pid=1;"
	  "host.holders[0].command=tpm2-abrmd",
	  "kernel resource manager", "device:/dev/tpmrm0" },
	{ "bench", NULL, "kernel resource manager", "device:/dev/tpmrm0" },
	{ "bench", "tpms[0].nodes[0].access=ok", "raw node", "device:/dev/tpm0" },
	{ "bench",
	  "tpms[0].nodes[0].access=ok;host.holders[0].node=/dev/tpm0;host.holders[0].pid=9",
	  "kernel resource manager", "device:/dev/tpmrm0" },
	{ "fapi", NULL, "kernel resource manager", "device:/dev/tpmrm0" },
	{ "pkcs11", "tpms[0].nodes=[]", "none", NULL },
	{ "multi-user", "tpms[0].device.version_major=1", "none", NULL },
};

static void test_advice(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(advices) / sizeof(advices[0]); i++) {
		struct report *report = healthy_report();
		const struct advice *advice;

		apply(report, advices[i].changes);
		advise(report, advices[i].need);
		advice = report->advice.items;
		assert_text(&advice->way.text, advices[i].way);
		assert_text(&advice->tcti, advices[i].tcti);
		assert_true(advice->reasons.count > 0);
		report_free(report);
	}
}

/* Nothing that a shell, systemd, Nix or JSON would read otherwise gets into a file. */
static void test_refused(void **state)
{
	static const char *const bad[] = { "",	   "/dev/tpm 0", "/dev/'x", "/dev/$(x)", "/a\nb",
					   "/a\"", "/a%b",	 "tpm0",    "/a;b",	 "/a\\" };
	struct report *report = healthy_report();
	struct emission *emission;

	(void)state;
	for (size_t f = 0; emit_formats[f]; f++) {
		struct emit_request request = { .format = emit_formats[f] };

		assert_null(emit_make(report, &request, &emission));
		assert_true(emission->lines.count > 0);
		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			request.device_conf = bad[i];
			assert_non_null(emit_make(report, &request, &emission));
		}
		request.device_conf = NULL;
		request.profile_name = "../x";
		assert_non_null(emit_make(report, &request, &emission));
		request.profile_name = NULL;
		request.unit = "a/b.service";
		assert_non_null(emit_make(report, &request, &emission));
	}
	report_free(report);
}

static bool has_line(const struct emission *emission, const char *text)
{
	for (size_t i = 0; i < emission->lines.count; i++)
		if (strstr(((const char *const *)emission->lines.items)[i], text))
			return true;
	return false;
}

/* ek_cert_less by what the TPM has, in the form that FAPI takes. */
static void test_cert_less(void **state)
{
	static const struct {
		const char *changes, *profile, *line;
	} rows[] = {
		{ "tpms[0].ek_certificates=[]", NULL, "\"ek_cert_less\": \"yes\"" },
		{ "tpms[0].ek_certificates=[];tpms[0].ek_certificates[0].key=ecc p256;"
		  "tpms[0].ek_certificates[0].error=!absent",
		  NULL, "\"ek_cert_less\": \"no\"" },
		{ "tpms[0].ek_certificates=[];tpms[0].ek_certificates[0].key=ecc p256;"
		  "tpms[0].ek_certificates[0].error=it is none",
		  NULL, "\"ek_cert_less\": \"yes\"" },
		{ "tpms[0].ek_certificates=[];tpms[0].ek_certificates[0].key=rsa 2048;"
		  "tpms[0].ek_certificates[0].error=!absent",
		  NULL, "\"ek_cert_less\": \"yes\"" },
		{ "tpms[0].ek_certificates=[];tpms[0].ek_certificates[0].key=rsa 2048;"
		  "tpms[0].ek_certificates[0].error=!absent",
		  "P_RSA2048SHA256-low-range", "\"ek_cert_less\": \"no\"" },
		{ "tpms[0].ek_certificates=!unasked", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report *report = healthy_report();
		struct emit_request request = { .format = "fapi", .profile_name = rows[i].profile };
		struct emission *emission;

		apply(report, rows[i].changes);
		assert_null(emit_make(report, &request, &emission));
		assert_int_equal(has_line(emission, "ek_cert_less"), rows[i].line != NULL);
		if (rows[i].line)
			assert_true(has_line(emission, rows[i].line));
		request.ek_cert_less = "no";
		assert_null(emit_make(report, &request, &emission));
		assert_true(has_line(emission, "\"ek_cert_less\": \"no\""));
		report_free(report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tools),	cmocka_unit_test(test_others),
		cmocka_unit_test(test_bare),	cmocka_unit_test(test_advice),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_cert_less),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
