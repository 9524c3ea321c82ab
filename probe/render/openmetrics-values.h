/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OPENMETRICS_VALUES_H
#define OPENMETRICS_VALUES_H

#include "report.h"

struct exposition;

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
void get_unlock_ready(struct exposition *exposition, const struct tpm_report *tpm);
void get_truncated(struct exposition *exposition, const struct tpm_report *tpm);
void get_left_out(struct exposition *exposition, const struct tpm_report *tpm);
void get_text_lines(struct exposition *exposition, const struct tpm_report *tpm);

#endif
