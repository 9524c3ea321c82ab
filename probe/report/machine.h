/* SPDX-License-Identifier: BSD-2-Clause */
/* Known vulnerabilities of a TPM, and many machines with one line each: parts of the report. */
#ifndef REPORT_MACHINE_H
#define REPORT_MACHINE_H

#include "report.h"

enum vulnerability_status {
	VULNERABILITY_AFFECTED = 1,
	VULNERABILITY_FIXED,
	VULNERABILITY_NOT_LISTED, /* which is not "safe" */
	VULNERABILITY_UNKNOWN,
	VULNERABILITY_PREDATES_FIX, /* of software */
};
extern const struct enum_words vulnerability_status_words;

/* Against the other TPMs of a model. */
enum latency_outlier { LATENCY_SLOW = 1, LATENCY_FAST };
extern const struct enum_words latency_outlier_words;

/* One known vulnerability, held against one TPM. */
struct vulnerability {
	struct text_fact id;	 /* "CVE-2017-15361", or the manufacturer's own number */
	struct text_fact name;	 /* "ROCA" */
	struct text_fact rule;	 /* of doctor: "SEC-001" */
	struct enum_fact status; /* enum vulnerability_status */
	struct text_fact evidence;
	struct text_fact fixed_in; /* the versions with the fix */
	struct text_fact impact, remedy;
	struct list_fact references; /* texts */
	struct text_fact data_date;  /* of what says so, ISO 8601 */
};

/* One TPM of many machines (--from a directory of machines). */
struct machine {
	struct text_fact name;	/* of the file or directory */
	struct text_fact error; /* why there is nothing, or not all */
	struct text_fact tpm;	/* "tpm0" */
	struct list_fact
		sources; /* texts: the kinds of text that it is made of; else not collected */
	struct text_fact family, manufacturer, vendor_string, firmware_raw, firmware;
	struct number_fact revision, in_lockout, lockout_counter, max_auth_fail;
	struct list_fact banks;		     /* texts: those with PCRs */
	struct list_fact affected, unclear;  /* texts: vulnerabilities by status */
	struct list_fact findings;	     /* texts: rules of doctor that found something */
	struct enum_fact gravest;	     /* enum severity: of these, or SEVERITY_OK */
	struct number_fact latency_ns;	     /* median of TPM2_GetRandom of 32 bytes */
	struct text_fact latency_source;     /* "doctor --active", "bench get_random_32" */
	struct number_fact latency_usual_ns; /* the model's; absent: too few of it to tell */
	struct enum_fact latency_outlier;    /* absent: as usual, or not to be told */
};

/* Append a machine of which only the name is known yet, or one with what the report of its TPM (NULL:
 * it has none) says. The address holds until the next is appended. */
struct machine *report_add_machine(struct report *report, const char *name);
struct machine *report_add_machine_tpm(struct report *report, const char *name,
				       const struct report *from, const struct tpm_report *tpm);

#endif
