/* SPDX-License-Identifier: BSD-2-Clause */
/* The software above a TPM: what each program is told, what it should be told, what was written. */
#ifndef REPORT_STACK_H
#define REPORT_STACK_H

#include "fact.h"

/* What a TCTI leads to. */
enum connection_kind {
	CONNECTION_KERNEL_RM = 1,
	CONNECTION_RAW_NODE,
	CONNECTION_ABRMD,
	CONNECTION_SIMULATOR,
	CONNECTION_OTHER,
	CONNECTION_NONE,
};
extern const struct enum_words connection_kind_words;

enum consumer_state { CONSUMER_OPENS = 1, CONSUMER_ANSWERS, CONSUMER_FAILS, CONSUMER_NOT_TRIED };
extern const struct enum_words consumer_state_words;

/* What became of a file of emit. */
enum emission_state {
	EMISSION_PRINTED = 1,
	EMISSION_WRITTEN,
	EMISSION_UNCHANGED,
	EMISSION_REMOVED,
	EMISSION_RESTORED,
	EMISSION_KEPT,
	EMISSION_NONE,
};
extern const struct enum_words emission_state_words;

/* A program (or all that are one service), and the TCTI that it gets. */
struct consumer {
	struct text_fact program;  /* "tpm2-tools" */
	struct text_fact where;	   /* "this environment", "login shells", "units", "sshd.service" */
	struct text_fact variable; /* or key of a configuration; absent: it has none */
	struct text_fact value;	   /* as it was set; absent: nothing is */
	struct text_fact source;   /* the variable, "FILE:LINE", "built in", "order of tctildr" */
	struct text_fact tcti;	 /* what it comes to, "device:/dev/tpmrm0"; absent: nothing works */
	struct text_fact module; /* file of the TCTI module; absent: none, or none is needed */
	struct text_fact node;	 /* "/dev/tpmrm0"; absent: reached otherwise */
	struct enum_fact way;	 /* enum connection_kind */
	struct enum_fact state;	 /* enum consumer_state */
	struct text_fact reason, remedy;
	struct number_fact round_trip_ns; /* of one command; test only */
	struct number_fact error;	  /* TSS2_RC */
	struct list_fact ignored;	  /* texts: settings that do not count here, and why */
	struct list_fact trail;		  /* texts: what tctildr tries, and what comes of it */
};

/* What to take for one need. */
struct advice {
	struct text_fact purpose; /* "multi-user", "boot", "fapi", "pkcs11", "bench" */
	struct enum_fact way;	  /* enum connection_kind */
	struct text_fact tcti;
	struct list_fact reasons;  /* texts */
	struct list_fact rejected; /* texts: the other ways, and why not */
};

/* A file that emit makes: what stands in it and what became of it. */
struct emission {
	struct text_fact format;
	struct text_fact path;	/* where it belongs; absent: nowhere in particular */
	struct enum_fact state; /* enum emission_state */
	struct text_fact reason;
	struct number_fact mode; /* permission bits */
	struct list_fact lines;	 /* texts */
	struct list_fact notes;	 /* texts: what else is to be done or known */
};

/* A line of FAPI's configuration that FAPI refuses or passes over. */
struct fapi_fault {
	struct number_fact line;
	struct text_fact key;
	struct number_fact fatal; /* FAPI refuses the file; else it has no effect */
	struct text_fact text;	  /* what is wrong */
	struct text_fact expected;
};

struct report;

/* Fill state, reason and remedy. remedy may be NULL. reason and remedy: the arena's, or literals. */
void consumer_conclude(struct report *report, struct consumer *consumer, enum consumer_state state,
		       const char *reason, const char *remedy);

#endif
