/* SPDX-License-Identifier: BSD-2-Clause */
/* Versions of the kernel, of packages and of Intel's engine, held against the list of vulnerabilities. */
#include "software-versions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "machine.h"

enum { PARTS = 4 };
struct version {
	unsigned long parts[PARTS];
	size_t count;
};

/* "1:6.1.192-3": 6, 1, 192. */
static struct version parse(const char *text)
{
	struct version version = { 0 };
	const char *colon = strchr(text, ':');
	char *end;

	text = colon ? colon + 1 : text;
	while (version.count < PARTS && *text >= '0' && *text <= '9') {
		version.parts[version.count++] = strtoul(text, &end, 10);
		text = *end == '.' ? end + 1 : "";
	}
	return version;
}

static int compare(const struct version *a, const struct version *b)
{
	for (size_t i = 0; i < PARTS; i++)
		if (a->parts[i] != b->parts[i])
			return a->parts[i] < b->parts[i] ? -1 : 1;
	return 0;
}

/* Does a version belong to the branch of a fix? 6.1.178: 6.1; 14.0.10: 14. */
static bool is_of_branch(const struct version *version, const struct version *fix)
{
	size_t n = fix->count ? fix->count - 1 : 0;

	while (n > 1 && !fix->parts[n - 1])
		n--;
	return !memcmp(version->parts, fix->parts, n * sizeof(version->parts[0]));
}

bool software_is_fixed(const char *text, const char *fixed)
{
	const struct version version = parse(text);
	struct version greatest = { 0 };
	bool result = false;

	for (const char *p = fixed; *p; p += strspn(p, " ")) {
		const struct version fix = parse(p);

		if (compare(&fix, &greatest) > 0)
			greatest = fix;
		result |= compare(&version, &fix) >= 0 && is_of_branch(&version, &fix);
		p += strcspn(p, " ");
	}
	return result || compare(&version, &greatest) >= 0;
}

static bool is_older(const char *text, const char *than)
{
	const struct version a = parse(text), b = parse(than);

	return compare(&a, &b) < 0;
}

/*
 * The stable release that a kernel is made from: of Debian's in what the kernel calls its build; of others in
 * its release, unless that ends in ".0-": then the distribution counts for itself. NULL: it cannot be seen.
 */
static const char *kernel_version(const struct report *report)
{
	const char *build = text_of(&report->host->kernel_build, "");
	const char *debian = strstr(build, " Debian ");
	const char *release = text_of(&report->kernel, "");
	const struct version version = parse(release);

	if (debian)
		return debian + strlen(" Debian ");
	return version.count >= 3 && version.parts[2] ? release : NULL;
}

/* What stays to be judged for the machine: an engine is judged with its TPM. */
static const char *version_of(const struct report *report, const char *project)
{
	const struct package *packages = report->host->packages.items;

	if (!strcmp(project, "linux"))
		return kernel_version(report);
	for (size_t i = 0; i < report->host->packages.count; i++)
		if (text_is(&packages[i].name, project))
			return text_of(&packages[i].version, NULL);
	return NULL;
}

/* "5.5.1, 5.7" */
static const char *listed(struct report *report, const char *versions)
{
	const char *text = "";

	while (*versions) {
		size_t n = strcspn(versions, " ");

		text = arena_printf(&report->arena, "%s%s%.*s", text, *text ? ", " : "", (int)n,
				    versions);
		versions += n + strspn(versions + n, " ");
	}
	return text;
}

enum vulnerability_status software_judge_engine(const struct vulnerability_issue *issue,
						struct report *report, const char **ret_evidence)
{
	const char *version = text_of(&report->host->me_firmware, "");

	for (size_t i = 0; *version && i < issue->n_software; i++) {
		const struct vulnerability_software *software = &issue->software[i];

		if (strcmp(software->project, "csme") != 0 || is_older(version, software->from))
			continue;
		*ret_evidence =
			arena_printf(&report->arena, "management engine %s: %s fixed it in %s",
				     version, software->source, software->fixed);
		return software_is_fixed(version, software->fixed) ? VULNERABILITY_FIXED
								   : VULNERABILITY_AFFECTED;
	}
	return VULNERABILITY_UNKNOWN;
}

void vulnerability_set_references(struct report *report, struct list_fact *list,
				  const char *references)
{
	list->fact.presence = PRESENCE_PRESENT;
	while (*references) {
		size_t n = strcspn(references, " ");

		if (n)
			*(const char **)list_append(&report->arena, list, sizeof(char *)) =
				arena_strndup(&report->arena, references, n);
		references += n + (references[n] == ' ');
	}
}

static void set_verdict(struct report *report, const struct vulnerability_issue *issue,
			const struct vulnerability_software *software, const char *version)
{
	struct vulnerability *record =
		list_append(&report->arena, &report->host->vulnerabilities, sizeof(*record));
	enum vulnerability_status status =
		!version				      ? VULNERABILITY_UNKNOWN
		: is_older(version, software->from)	      ? VULNERABILITY_NOT_LISTED
		: software_is_fixed(version, software->fixed) ? VULNERABILITY_FIXED
							      : VULNERABILITY_PREDATES_FIX;

	fact_set_text(report, &record->id, issue->id);
	fact_set_text(report, &record->name, issue->name);
	fact_set_text(report, &record->rule,
		      strcmp(software->project, "linux") != 0 ? "SEC-012" : "SEC-011");
	fact_set_state(&record->status, &vulnerability_status_words, status);
	fact_set_text(report, &record->evidence,
		      version ? arena_printf(&report->arena, "%s %.60s", software->project, version)
			      : arena_printf(&report->arena,
					     "%s does not show which release of the project it is",
					     text_of(&report->kernel, "the kernel")));
	fact_set_text(report, &record->fixed_in, listed(report, software->fixed));
	fact_set_text(report, &record->impact, issue->impact);
	fact_set_text(report, &record->remedy, issue->remedy);
	vulnerability_set_references(report, &record->references, issue->references);
	fact_set_text(report, &record->data_date, software->date);
}

void vulnerability_list_judge_software(const struct vulnerability_list *list, struct report *report)
{
	struct host *host = report->host;

	host->vulnerabilities = (struct list_fact){ 0 };
	if (!fact_known(&report->kernel.fact) && !fact_known(&host->packages.fact))
		return;
	host->vulnerabilities.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < list->n_issues; i++) {
		for (size_t s = 0; s < list->issues[i].n_software; s++) {
			const struct vulnerability_software *software =
				&list->issues[i].software[s];
			const char *version = version_of(report, software->project);
			bool linux_too = !strcmp(software->project, "linux") &&
					 fact_known(&report->kernel.fact);

			if (version || linux_too)
				set_verdict(report, &list->issues[i], software, version);
		}
	}
}
