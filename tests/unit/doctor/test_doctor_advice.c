/* SPDX-License-Identifier: BSD-2-Clause */
/* What rules advise: commands that are true on the machine that the report is of. */
#include "doctor_cases.h"

/* What is printed about the lockout password is what the TPM's state allows. */
static void test_lockout_commands(void **state)
{
	static const struct {
		const char *changes, *command; /* NULL: none */
	} states[] = {
		{ "tpms[0].state.lockout_auth_set=1", "--clear-lockout --auth LOCKOUT_PASSWORD" },
		{ "tpms[0].state.lockout_auth_set=0",
		  "no password: tpm2_dictionarylockout --clear-lockout" },
		{ "tpms[0].state.lockout_auth_set=!unasked", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		struct report *report = healthy_report();
		const struct finding *finding;
		const char *command;

		apply(report, "tpms[0].state.in_lockout=1;tpms[0].state.lockout_counter=32");
		apply(report, "tpms[0].state.max_auth_fail=5;tpms[0].state.lockout_recovery=0");
		apply(report, states[i].changes);
		doctor_examine(report);
		for (size_t r = 0; r < 2; r++) {
			finding = finding_of(report, r ? "DA-005" : "DA-001");
			assert_string_equal(finding->status.value, "found");
			assert_int_equal(finding->commands.count, states[i].command != NULL);
			if (!states[i].command)
				continue;
			command = *(const char *const *)finding->commands.items;
			assert_int_equal(command[0], '#');
			assert_int_equal(strstr(command, "LOCKOUT_PASSWORD") != NULL, i == 0);
			if (!r)
				assert_non_null(strstr(command, states[i].command));
		}
		report_free(report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lockout_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
