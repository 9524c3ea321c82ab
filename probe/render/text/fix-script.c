/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * doctor's advice as a script for a shell. Each finding is a step of its own that asks on the terminal
 * before it runs; what cannot run unseen (a value to be chosen, a command that changes a TPM) is a
 * comment. Texts of the report stand in comments and in the question only, without a character that
 * means something to a shell; commands are the rules' own (rule.h).
 */
#include "fix-script.h"

#include <errno.h>
#include <string.h>

#include "field-text.h"
#include "finding.h"
#include "severity.h"
#include "text.h"

static const char head[] =
	"#!/bin/sh\n"
	"# What tpm-probe doctor advises. Run it as root, in a terminal: each step says what it is\n"
	"# about and does nothing unless it is answered with y.\n"
	"set -u\n"
	"if ! (: </dev/tty) 2>/dev/null; then\n"
	"\techo 'run this in a terminal: each step asks before it runs' >&2\n"
	"\texit 1\n"
	"fi\n"
	"ask() {\n"
	"\tprintf '\\n%s\\n' \"$1\" >/dev/tty\n"
	"\tprintf 'Run this step? [y/N] ' >/dev/tty\n"
	"\tread -r answer </dev/tty || return 1\n"
	"\tcase $answer in [yY]*) return 0 ;; esac\n"
	"\treturn 1\n"
	"}\n";

/* Text without a character that a shell knows, also if it were not in a comment. */
static void put_harmless(const char *text, FILE *out)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("\xca\xbc", out); /* U+02BC, which is an apostrophe and no quote */
		else
			fputc(strchr("\"`$\\\n\r", *text) ? ' ' : *text, out);
	}
}

/* "PRM-003 (tpm0): title" */
static void put_name(const struct finding *finding, FILE *out)
{
	put_harmless(text_of(&finding->id, "-"), out);
	if (fact_known(&finding->tpm.fact)) {
		fputs(" (", out);
		put_harmless(finding->tpm.value, out);
		fputc(')', out);
	}
	fputs(": ", out);
	put_harmless(text_of(&finding->title, "-"), out);
}

static void put_step(const struct finding *finding, FILE *out)
{
	const char *const *commands = finding->commands.items;
	bool any = false;

	fputs("\n# ", out);
	put_name(finding, out);
	fputs("\n# ", out);
	put_harmless(text_of(&finding->remedy, "-"), out);
	fputc('\n', out);
	for (size_t i = 0; i < finding->commands.count; i++) {
		if (commands[i][0] == '#')
			fprintf(out, "%s\n", commands[i]);
		any |= commands[i][0] != '#';
	}
	if (!any)
		return;
	fputs("if ask '", out);
	put_name(finding, out);
	fputs("'; then\n", out);
	any = false;
	for (size_t i = 0; i < finding->commands.count; i++) {
		if (commands[i][0] == '#')
			continue;
		fprintf(out, "%s\t%s", any ? " &&\n" : "", commands[i]);
		any = true;
	}
	fputs("\nfi\n", out);
}

int render_fix_script(const struct report *report, FILE *out)
{
	const struct finding *findings = report->findings.items;

	fputs(head, out);
	for (unsigned int severity = SEVERITY_CRITICAL; severity > SEVERITY_OK; severity--)
		for (size_t i = 0; i < report->findings.count; i++)
			if (state_is(&findings[i].status, FINDING_FOUND) &&
			    state_is(&findings[i].severity, severity))
				put_step(&findings[i], out);
	return ferror(out) ? -EIO : 0;
}
