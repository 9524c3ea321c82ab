/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/collect/host/bus-policy.c: whom the configuration of the bus lets call tpm2-abrmd. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "bus-policy.h"

#define SENDS "send_destination=\"com.intel.tss2.Tabrmd\""

/* Who may call by these files, a line each, as "user NAME" or "group NAME". */
static void assert_callers(const char *expected, const char *first, const char *second)
{
	struct bus_policy policy = { 0 };
	char *found = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&found, &size);

	assert_true(bus_policy_add(&policy, first, strlen(first)) >= 0);
	if (second)
		assert_true(bus_policy_add(&policy, second, strlen(second)) >= 0);
	for (size_t i = 0; i < policy.count; i++)
		if (policy.rules[i].allow && bus_policy_decides(&policy, i))
			fprintf(out, "%s %s;",
				policy.rules[i].subject == POLICY_GROUP ? "group" : "user",
				policy.rules[i].name);
	fclose(out);
	bus_policy_clear(&policy);
	assert_string_equal(found, expected);
	free(found);
}

#define CALLERS(expected, rules) assert_callers(expected, "<busconfig>" rules "</busconfig>", NULL)
#define POLICY(who, rules)	 "<policy " who ">" rules "</policy>"
#define ALLOW			 "<allow " SENDS "/>"
#define DENY			 "<deny " SENDS "/>"

static void test_policy(void **state)
{
	(void)state;
	CALLERS("group tss;",
		POLICY("user='root'", "<allow own='com.intel.tss2.Tabrmd'/>")
			POLICY("group='tss'", ALLOW) POLICY("user='x'", DENY)
				POLICY("user='y'", "<allow send_destination='a.bc'/>"));
	/* What a comment holds is not in force; neither is what stands elsewhere. */
	CALLERS("user b;", "<!-- " POLICY("user='a'", ALLOW) " -->" POLICY("user='b'", ALLOW) ALLOW
		"<x>" POLICY("user='c'", ALLOW) "</x>"
						"<policy user='d'/>" ALLOW POLICY(
							"user='e'", "<x>" ALLOW "</x>"));
	CALLERS("user a&b;", POLICY("user='a&amp;b'", "<allow send_destination="
						      "'com.intel.tss2.&#84;abrmd'/>"));
	CALLERS("user ;", POLICY("context='default'", ALLOW));
	CALLERS("", POLICY("", ALLOW) POLICY("at_console='true'", ALLOW));
}

/* The last rule decides, and those of a later kind override those of an earlier one. */
static void test_policy_order(void **state)
{
	(void)state;
	CALLERS("", POLICY("user='a'", ALLOW DENY));
	CALLERS("user a;", POLICY("user='a'", DENY ALLOW));
	CALLERS("", POLICY("user='a'", ALLOW) POLICY("user='a'", DENY));
	CALLERS("user a;", POLICY("user='a'", ALLOW) POLICY("group='a'", DENY));
	CALLERS("user ;user a;", POLICY("context='default'", DENY ALLOW) POLICY("user='a'", ALLOW));
	CALLERS("", POLICY("context='mandatory'", DENY) POLICY("user='a'", ALLOW));
	CALLERS("user ;", POLICY("context='mandatory'", ALLOW) POLICY("at_console='false'", DENY));
	CALLERS("", POLICY("at_console='false'", DENY) POLICY("group='a'", ALLOW));
	assert_callers(
		"user b;",
		"<busconfig>" POLICY("user='a'", ALLOW) POLICY("user='b'", DENY) "</busconfig>",
		"<busconfig>" POLICY("user='a'", DENY) POLICY("user='b'", ALLOW) "</busconfig>");
}

/* Which rules match the call that connects. */
static void test_policy_attributes(void **state)
{
	static const struct {
		const char *rule;
		bool matches;
	} rows[] = {
		{ "<allow send_destination='*'/>", true },
		{ "<allow send_destination_prefix='com.intel'/>", true },
		{ "<allow send_destination_prefix='com.int'/>", false },
		{ "<allow send_destination_prefix='com.intel.tss2.Tabrmd'/>", true },
		{ "<allow " SENDS " send_interface='com.intel.tss2.TctiTabrmd'/>", true },
		{ "<allow " SENDS " send_interface='org.freedesktop.DBus.Peer'/>", false },
		{ "<allow " SENDS " send_member='Cancel'/>", false },
		{ "<allow " SENDS " send_type='signal'/>", false },
		{ "<allow send_type='method_call'/>", true },
		{ "<allow send_broadcast='true'/>", false },
		{ "<allow " SENDS " send_error='x.y'/>", false },
		{ "<allow " SENDS " min_fds='1'/>", false },
		{ "<allow " SENDS " max_fds='0'/>", true },
		{ "<allow " SENDS " eavesdrop='true'/>", true },
		{ "<deny " SENDS " eavesdrop='true'/>", false },
		{ "<deny " SENDS " send_requested_reply='true'/>", true },
		{ "<allow receive_sender='com.intel.tss2.Tabrmd'/>", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bus_policy policy = { 0 };
		char text[256];

		snprintf(text, sizeof(text), "<busconfig><policy group='g'>%s</policy></busconfig>",
			 rows[i].rule);
		if (bus_policy_add(&policy, text, strlen(text)) != rows[i].matches)
			fail_msg("%s", text);
		bus_policy_clear(&policy);
	}
}

/* A file that the daemon passes over adds nothing, whatever stands before the fault. */
static void test_policy_broken(void **state)
{
	static const char *const broken[] = {
		"",
		POLICY("user='a'", ALLOW),
		"<busconfig>" POLICY("user='a'", ALLOW),
		"<busconfig>" POLICY("user='a'", ALLOW) "</busconfig>x",
		"<!DOCTYPE busconfig [<!ENTITY u 'a'>]><busconfig>" POLICY("user='&u;'",
									   ALLOW) "</busconfig>",
		"<!DOCTYPE busconfig [<!ENTITY u SYSTEM '/etc/hostname'>]><busconfig>&u;</busconfig>",
	};
	struct bus_policy policy = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		if (bus_policy_add(&policy, broken[i], strlen(broken[i])) != -EBADMSG)
			fail_msg("%s", broken[i]);
		assert_int_equal(policy.count, 0);
	}
	bus_policy_clear(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_policy_order),
		cmocka_unit_test(test_policy_attributes),
		cmocka_unit_test(test_policy_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
