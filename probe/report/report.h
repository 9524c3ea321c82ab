/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report: everything that tpm-probe knows of a machine's TPMs, as plain structures.
 *
 * Collectors fill it, rules read it, renderers show it. Each structure has its field table in
 * fields-*.c: a member without a row is not shown anywhere. Schema name and version: REPORT_SCHEMA.
 *
 * What a report is made of is defined in the header of its name, so that a change of one part rebuilds
 * only who uses it: report_new() and report_add_tpm() make every part, and none is ever NULL.
 */
#ifndef REPORT_H
#define REPORT_H

#include "arena.h"
#include "fact.h"

#define REPORT_SCHEMA "tpm-probe/1"

/* The kernel itself has room for 65536; a report from elsewhere is not believed beyond this. */
#define REPORT_MAX_TPMS 256

enum tpm_kind {
	TPM_KIND_DISCRETE = 1,
	TPM_KIND_FIRMWARE,
	TPM_KIND_VIRTUAL,
	TPM_KIND_SIMULATOR,
	TPM_KIND_UNKNOWN, /* the driver serves several, and nothing else tells */
};
extern const struct enum_words tpm_kind_words;

struct tpm_report {
	struct text_fact name;
	struct number_fact simulator;
	struct enum_fact kind; /* enum tpm_kind */
	struct list_fact nodes;
	struct device *device;
	struct tpm12 *tpm12;
	struct connection *connection;
	struct identity *identity;
	struct state *state;
	struct limits *limits;
	struct capabilities *capabilities;
	struct list_fact pcr_values;
	struct event_log *event_log;
	struct list_fact nv_indices, objects, ek_certificates; /* keys.h */
	struct list_fact other_certificates; /* struct ek_certificate: chain, platform */
	struct latency *latency;
	struct attestation *attestation;
	struct list_fact verdicts;	  /* struct verdict: what doctor finds, in short */
	struct list_fact vulnerabilities; /* struct vulnerability */
	struct bench_target *bench;
};

struct report {
	struct arena arena;
	struct text_fact schema, version, kernel;
	struct number_fact simulator;
	struct number_fact redacted; /* what tells whose it is was taken out (redact.h) */
	struct firmware_tables *firmware;
	struct host *host;
	struct list_fact tpms;
	struct list_fact volumes;		       /* struct volume: volume.h */
	struct list_fact findings, readiness;	       /* finding.h */
	struct list_fact verdicts;		       /* struct verdict: of the machine */
	struct list_fact consumers, advice, emissions; /* stack.h */
	struct list_fact boots, pcrs; /* boots.h: struct boot, struct changed_pcr */
	struct list_fact differences; /* texts: of two boots, beside their PCRs */
	struct benchmark *benchmark;
	struct list_fact response_codes;
	struct list_fact machines; /* struct machine */
	struct fleet *fleet;	   /* what they come to */
	struct list_fact problems; /* texts: what of the files of --from could not be read */
	struct list_fact sources; /* struct source: what the report is made of, where it is texts */
	struct list_fact notes;	  /* texts: lines that were not understood, and what is cut */
	struct probe_run *probe;
	struct failure *error;
};

struct report *report_new(void);
void report_free(struct report *report);

/* Append an empty TPM. Owned by the report; its address stays. NULL beyond REPORT_MAX_TPMS. */
struct tpm_report *report_add_tpm(struct report *report);
struct tpm_report *report_tpm(const struct report *report, size_t i);
size_t report_count_tpms(const struct report *report);

/* Make an empty TPM of memory, or one of which the same is known as of another of the report's. */
void tpm_report_init(struct report *report, struct tpm_report *tpm, const struct tpm_report *from);

/* The node of that class ("tpm", "tpmrm") or NULL. */
const struct node *tpm_report_node(const struct tpm_report *tpm, const char *class_name);

/* Set a text, cleaned: nothing gets into a report that must not get onto a terminal. */
void fact_set_text(struct report *report, struct text_fact *fact,
		   const char *text); /* NULL: absent */
void fact_set_bytes(struct report *report, struct text_fact *fact, const void *bytes, size_t size);
/* What a program is configured with: white space at its end counts, and is kept as blanks. */
void fact_set_value(struct report *report, struct text_fact *fact, const char *value, size_t size);

#endif
