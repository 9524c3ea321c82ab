/* SPDX-License-Identifier: BSD-2-Clause */
/* The <allow> and <deny> elements of dbus-daemon(1) that say who may call tpm2-abrmd. */
#include "bus-policy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "library-expat.h"

/* The method call of a connection. Attributes that only choose among other messages match it, too. */
static const struct {
	const char *attribute, *value;
} call[] = {
	{ "send_destination", "com.intel.tss2.Tabrmd" },
	{ "send_interface", "com.intel.tss2.TctiTabrmd" },
	{ "send_member", "CreateConnection" },
	{ "send_path", "/com/intel/tss2/Tabrmd/Tcti" },
	{ "send_type", "method_call" },
	{ "send_broadcast", "false" },
	{ "send_error", "" },
};

struct policy_parser {
	XML_Parser expat;
	struct bus_policy *policy;
	unsigned int depth;
	bool in_busconfig, in_policy, failed;
	struct policy_rule rule; /* of the open <policy>; without a name of its own */
};

static const char *attribute(const char **pairs, const char *name)
{
	for (; *pairs; pairs += 2)
		if (!strcmp(pairs[0], name))
			return pairs[1];
	return NULL;
}

static bool has_prefix(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);

	return !strncmp(name, prefix, n) && (!name[n] || name[n] == '.');
}

static bool matches(const char **pairs, bool allow)
{
	const char *prefix = attribute(pairs, "send_destination_prefix");
	const char *min_fds = attribute(pairs, "min_fds");
	const char *eavesdrop = attribute(pairs, "eavesdrop");
	bool sends = prefix != NULL;

	if ((prefix && !has_prefix(call[0].value, prefix)) || (min_fds && atoi(min_fds) > 0) ||
	    (!allow && eavesdrop && !strcmp(eavesdrop, "true")))
		return false;
	for (size_t i = 0; i < sizeof(call) / sizeof(call[0]); i++) {
		const char *value = attribute(pairs, call[i].attribute);

		if (value && strcmp(value, "*") != 0 && strcmp(value, call[i].value) != 0)
			return false;
		sends |= value != NULL;
	}
	return sends;
}

static void open_policy(struct policy_parser *parser, const char **pairs)
{
	static const struct {
		const char *attribute, *value; /* NULL: a name */
		enum policy_subject subject;
	} kinds[] = {
		{ "context", "default", POLICY_DEFAULT },
		{ "context", "mandatory", POLICY_MANDATORY },
		{ "at_console", "false", POLICY_NOT_AT_CONSOLE },
		{ "user", NULL, POLICY_USER },
		{ "group", NULL, POLICY_GROUP },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *value = attribute(pairs, kinds[i].attribute);

		if (!value || (kinds[i].value && strcmp(value, kinds[i].value) != 0))
			continue;
		free(parser->rule.name);
		parser->rule.name = strdup(kinds[i].value ? "" : value);
		parser->rule.subject = kinds[i].subject;
		parser->in_policy = parser->rule.name != NULL;
	}
}

static void add_rule(struct policy_parser *parser, bool allow)
{
	struct bus_policy *policy = parser->policy;
	struct policy_rule *rules =
		reallocarray(policy->rules, policy->count + 1, sizeof(*policy->rules));
	char *name = strdup(parser->rule.name);

	if (rules)
		policy->rules = rules;
	if (!rules || !name) {
		free(name);
		return;
	}
	rules[policy->count].subject = parser->rule.subject;
	rules[policy->count].name = name;
	rules[policy->count++].allow = allow;
}

static void XMLCALL begin(void *data, const char *name, const char **pairs)
{
	struct policy_parser *parser = data;
	bool allow = !strcmp(name, "allow");

	parser->depth++;
	if (parser->depth == 1)
		parser->in_busconfig = !strcmp(name, "busconfig");
	else if (parser->depth == 2 && !strcmp(name, "policy"))
		open_policy(parser, pairs);
	else if (parser->depth == 3 && parser->in_policy && (allow || !strcmp(name, "deny")) &&
		 matches(pairs, allow))
		add_rule(parser, allow);
}

static void XMLCALL end(void *data, const char *name)
{
	struct policy_parser *parser = data;

	(void)name;
	parser->in_policy &= parser->depth != 2;
	parser->depth--;
}

/* No configuration of the bus needs entities; what they expand to has no bound. */
static void XMLCALL refuse_entity(void *data, const char *name, int is_parameter, const char *value,
				  int size, const char *base, const char *system_id,
				  const char *public_id, const char *notation)
{
	struct policy_parser *parser = data;

	(void)name, (void)is_parameter, (void)value, (void)size, (void)base, (void)system_id;
	(void)public_id, (void)notation;
	XML_StopParser(parser->expat, XML_FALSE);
}

int bus_policy_add(struct bus_policy *policy, const char *text, size_t size)
{
	struct policy_parser parser = { .policy = policy };
	size_t before = policy->count;
	bool ok;

	if (!library_load(&library_expat))
		return -ENOPKG;
	parser.expat = XML_ParserCreate(NULL);
	if (!parser.expat)
		return -ENOMEM;
	XML_SetUserData(parser.expat, &parser);
	XML_SetElementHandler(parser.expat, begin, end);
	XML_SetParamEntityParsing(parser.expat, XML_PARAM_ENTITY_PARSING_NEVER);
	XML_SetEntityDeclHandler(parser.expat, refuse_entity);
	ok = XML_Parse(parser.expat, text, (int)size, XML_TRUE) == XML_STATUS_OK &&
	     parser.in_busconfig;
	XML_ParserFree(parser.expat);
	free(parser.rule.name);
	while (!ok && policy->count > before)
		free(policy->rules[--policy->count].name);
	return ok ? (int)(policy->count - before) : -EBADMSG;
}

bool bus_policy_decides(const struct bus_policy *policy, size_t i)
{
	const struct policy_rule *rule = &policy->rules[i];

	for (size_t j = 0; j < policy->count; j++) {
		const struct policy_rule *other = &policy->rules[j];

		if ((other->subject >= POLICY_NOT_AT_CONSOLE && other->subject > rule->subject) ||
		    (j > i && other->subject == rule->subject && !strcmp(other->name, rule->name)))
			return false;
	}
	return true;
}

void bus_policy_clear(struct bus_policy *policy)
{
	for (size_t i = 0; i < policy->count; i++)
		free(policy->rules[i].name);
	free(policy->rules);
	*policy = (struct bus_policy){ 0 };
}
