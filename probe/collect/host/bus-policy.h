/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whom dbus-daemon(1) lets call tpm2-abrmd, by the texts of its configuration files, in the order in
 * which it reads them. Pure: takes any text.
 */
#ifndef BUS_POLICY_H
#define BUS_POLICY_H

#include <stdbool.h>
#include <stddef.h>

/* In the order in which the daemon applies them. at_console="true" applies to no connection on a
 * system with logind. */
enum policy_subject {
	POLICY_DEFAULT,
	POLICY_GROUP,
	POLICY_USER,
	POLICY_NOT_AT_CONSOLE, /* everybody, too */
	POLICY_MANDATORY
};

struct policy_rule {
	enum policy_subject subject;
	char *name; /* of the group or user; "" for everybody */
	bool allow;
};

/* The rules that match the call which connects to tpm2-abrmd. Zeroed at first. */
struct bus_policy {
	struct policy_rule *rules;
	size_t count;
};

/*
 * Append the rules of a file. Returns their number; or -EBADMSG, and nothing is appended, as the
 * daemon passes over such a file: it is not well-formed, no <busconfig>, or it declares entities.
 */
int bus_policy_add(struct bus_policy *policy, const char *text, size_t size);

/* Does no other rule override rule i for those that it names? */
bool bus_policy_decides(const struct bus_policy *policy, size_t i);

void bus_policy_clear(struct bus_policy *policy);

#endif
