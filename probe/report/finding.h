/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rules of doctor found: part of the report (report.h). Tables in fields-finding.c. */
#ifndef REPORT_FINDING_H
#define REPORT_FINDING_H

#include "fact.h"

/* What a rule looked at. */
struct evidence {
	struct text_fact source; /* file, property, variable, "name of field" */
	struct text_fact value;
};

enum finding_status { FINDING_OK = 1, FINDING_FOUND, FINDING_SKIPPED };
extern const struct enum_words finding_status_words;

enum readiness_status { READINESS_YES = 1, READINESS_NO, READINESS_UNKNOWN };
extern const struct enum_words readiness_status_words;

/* What came of one rule, for the machine or for one TPM. */
struct finding {
	struct text_fact id;	   /* "DA-001": stable for ever */
	struct enum_fact severity; /* enum severity */
	struct enum_fact status;   /* enum finding_status */
	struct text_fact category;
	struct text_fact tpm;	/* name of the TPM; absent: the machine */
	struct text_fact title; /* the fault that the rule looks for, in one line */
	struct list_fact evidence;
	struct text_fact reason;       /* skipped: why, and what would answer it */
	struct text_fact explained_by; /* skipped: the rule whose finding makes this one pointless */
	struct text_fact remedy;
	struct list_fact commands;   /* texts: the remedy for a shell; "# " begins a hint */
	struct text_fact why;	     /* why it matters */
	struct list_fact references; /* texts */
};

/* Can the machine do this with its TPM, and which rules stand in the way? */
struct readiness {
	struct text_fact purpose; /* "storage", "measured boot", "attestation", "FAPI" ... */
	struct text_fact tpm;
	struct enum_fact status; /* enum readiness_status */
	struct list_fact rules;	 /* texts: ids that were found (no), or skipped (unknown) */
};

#endif
