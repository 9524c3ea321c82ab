/* SPDX-License-Identifier: BSD-2-Clause */
/* Which of several settings of a variable counts, for whom. */
#include "host.h"
#include "report.h"
#include "consumers.h"
#include "tcti-string.h"

static const struct setting *settings_of(const struct report *report)
{
	return report->host->settings.items;
}

/* DefaultEnvironment= is for every unit. */
static bool applies(const struct setting *setting, const char *where)
{
	const char *scope = text_of(&setting->scope, "");

	if (!strcmp(where, HERE))
		return setting_is_callers(setting);
	if (setting_is_callers(setting))
		return false;
	return !strcmp(scope, where) || (!strcmp(scope, "units") && strstr(where, ".service"));
}

/* A report from elsewhere may leave out what it did not know. */
static bool is_of(const struct setting *setting, const char *variable)
{
	return text_is(&setting->name, variable) && fact_known(&setting->value.fact);
}

/* What is exported only if nothing is there yet. */
static const char *default_of(const char *value, const char *variable)
{
	size_t n = strlen(variable);

	if (strncmp(value, "${", 2) != 0 || strncmp(value + 2, variable, n) != 0)
		return NULL;
	value += 2 + n;
	value += *value == ':';
	return *value == '-' || *value == '=' ? value + 1 : NULL;
}

const struct setting *setting_in(const struct report *report, const char *variable,
				 const char *where)
{
	const struct setting *settings = settings_of(report), *found = NULL;

	for (size_t i = 0; i < report->host->settings.count; i++) {
		if (!is_of(&settings[i], variable) || fact_known(&settings[i].fault.fact) ||
		    !applies(&settings[i], where))
			continue;
		if (!found || !default_of(settings[i].value.value, variable))
			found = &settings[i];
	}
	return found;
}

const char *setting_value(struct report *report, const struct setting *setting)
{
	const char *value = setting->value.value, *otherwise;
	size_t n;

	otherwise = default_of(value, text_of(&setting->name, ""));
	if (!otherwise)
		return value;
	n = strlen(otherwise);
	return arena_clean(&report->arena, otherwise, n && otherwise[n - 1] == '}' ? n - 1 : n);
}

static const char *why_not(struct report *report, const struct setting *setting, const char *where,
			   const struct setting *counts)
{
	const char *scope = text_of(&setting->scope, "the caller's environment");

	if (fact_known(&setting->fault.fact))
		return setting->fault.value;
	if (applies(setting, where))
		return arena_printf(&report->arena, "%s prevails",
				    counts ? text_of(&counts->source, "another") : "another");
	if (!strcmp(where, HERE) && !strcmp(scope, "login shells"))
		return "not in this environment: it comes with the next login";
	return arena_printf(&report->arena, "only for %s", scope);
}

void settings_tell_ignored(struct report *report, const char *variable, const char *where,
			   const struct setting *counts, struct list_fact *ignored)
{
	const struct setting *settings = settings_of(report);

	for (size_t i = 0; i < report->host->settings.count; i++) {
		const struct setting *setting = &settings[i];

		if (!is_of(setting, variable) || setting == counts ||
		    (setting_is_callers(setting) && strcmp(where, HERE) != 0))
			continue;
		/* What is for others has a line of its own, and matters here where nothing counts. */
		if (counts && !fact_known(&setting->fault.fact) && !applies(setting, where) &&
		    (strcmp(where, HERE) != 0 || !text_is(&setting->scope, "login shells")))
			continue;
		/* What sets the same in a login shell is where the environment has it from. */
		if (counts && !strcmp(where, HERE) && !fact_known(&setting->fault.fact) &&
		    text_is(&setting->scope, "login shells") &&
		    !strcmp(setting->value.value, counts->value.value))
			continue;
		*(const char **)list_append(&report->arena, ignored, sizeof(char *)) =
			arena_printf(&report->arena, "%s: %s=%s: %s",
				     text_of(&setting->source, "?"), variable, setting->value.value,
				     why_not(report, setting, where, counts));
	}
}

const char *setting_place(const struct report *report, const char *variable, const char *where,
			  size_t n)
{
	const struct setting *settings = settings_of(report);

	for (size_t i = 0; i < report->host->settings.count; i++) {
		const char *scope = text_of(&settings[i].scope, "");
		bool seen = false;

		if (!*scope || !is_of(&settings[i], variable) ||
		    fact_known(&settings[i].fault.fact) || !strcmp(scope, where) ||
		    !strcmp(scope, "login shells"))
			continue;
		for (size_t k = 0; k < i; k++)
			seen |= is_of(&settings[k], variable) &&
				!fact_known(&settings[k].fault.fact) &&
				text_is(&settings[k].scope, scope);
		if (!seen && !n--)
			return scope;
	}
	return NULL;
}
