/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Metrics of a report, for Prometheus: one row of the table in openmetrics-table.c is one metric.
 *
 * A row names fields of the field table by their keys, separated by dots ("state.in_lockout"), or a
 * function where a field alone does not tell. What is not known gives no sample: 0 is a value.
 */
#ifndef OPENMETRICS_H
#define OPENMETRICS_H

#include <stdio.h>

#include "field.h"
#include "render.h"

enum metric_type {
	METRIC_GAUGE,
	METRIC_COUNTER, /* samples are called NAME_total */
	METRIC_INFO,	/* samples are called NAME_info and are 1; the labels tell */
	METRIC_SUMMARY, /* of quantiles alone */
};

struct exposition;

struct metric {
	const char *name;
	enum metric_type type;
	const char
		*unit; /* "seconds", "bytes"; the name ends with it. NULL: a count, a truth value */
	const char *help;
	bool machine;	    /* of the machine; otherwise of each TPM, whose name is the label tpm */
	bool identifies;    /* tells one machine from all others: only where it is asked for */
	const char *list;   /* key of a list of records, each of which gives a sample */
	const char *labels; /* "LABEL=KEY ..."; KEY is of the list's record, else of the TPM */
	const char *by;	    /* label that holds the word ahead of each KEY in value */
	const char *
		value; /* "KEY", or with by "WORD=KEY ..."; of a list the number of items. NULL: 1 */
	/* Instead of list and value. tpm is NULL for metrics of the machine. */
	void (*get)(struct exposition *exposition, const struct tpm_report *tpm);
};

struct metric_table {
	const struct metric *metrics;
	size_t count;
};
extern const struct metric_table metrics_all; /* openmetrics-table.c */

/* For functions of rows: labels are names and values in turn, ended by NULL; a NULL value is left out.
 * exposition_report: the whole report. */
void exposition_sample(struct exposition *exposition, const char *const *labels, uint64_t value);
const struct report *exposition_report(const struct exposition *exposition);

/*
 * The fact that a key leads to, or NULL where there is no such field. ret_field may be NULL.
 */
const struct fact *metric_find(const struct record_type *type, const void *record, const char *key,
			       size_t key_size, const struct field **ret_field);

/* The next "NAME=KEY" (or "KEY") of words, which is moved behind it. False: no more. */
struct metric_word {
	const char *name, *key;
	size_t name_size, key_size; /* name_size 0: there is none */
};
bool metric_next_word(const char **words, struct metric_word *ret_word);

/* Functions of rows, openmetrics-values.c */
void get_present(struct exposition *exposition, const struct tpm_report *tpm);
void get_accessible(struct exposition *exposition, const struct tpm_report *tpm);
void get_responds(struct exposition *exposition, const struct tpm_report *tpm);
void get_self_test(struct exposition *exposition, const struct tpm_report *tpm);
void get_bank_active(struct exposition *exposition, const struct tpm_report *tpm);
void get_empty_pcrs(struct exposition *exposition, const struct tpm_report *tpm);
void get_event_log(struct exposition *exposition, const struct tpm_report *tpm);
void get_pcr0_match(struct exposition *exposition, const struct tpm_report *tpm);
void get_different_pcrs(struct exposition *exposition, const struct tpm_report *tpm);
void get_findings(struct exposition *exposition, const struct tpm_report *tpm);
void get_rules(struct exposition *exposition, const struct tpm_report *tpm);
void get_rule(struct exposition *exposition, const struct tpm_report *tpm);
void get_truncated(struct exposition *exposition, const struct tpm_report *tpm);
void get_left_out(struct exposition *exposition, const struct tpm_report *tpm);

#endif
