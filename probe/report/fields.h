/* SPDX-License-Identifier: BSD-2-Clause */
/* The record types that make up a report; each is one table in fields*.c. */
#ifndef FIELDS_H
#define FIELDS_H

#include "field.h"

extern const struct record_type node_type;
extern const struct record_type device_type;
extern const struct record_type tpm12_type;
extern const struct record_type connection_type;
extern const struct record_type identity_type;
extern const struct record_type state_type;
extern const struct record_type limits_type;
extern const struct record_type flag_type;
extern const struct record_type algorithm_type;
extern const struct record_type command_type;
extern const struct record_type property_type;
extern const struct record_type pcr_bank_type;
extern const struct record_type pcr_property_type;
extern const struct record_type named_id_type;
extern const struct record_type auth_policy_type;
extern const struct record_type capabilities_type;
extern const struct record_type pcr_value_type;
extern const struct record_type bench_code_type;
extern const struct record_type bench_job_type;
extern const struct record_type bench_stages_type;
extern const struct record_type bench_kernel_type;
extern const struct record_type bench_place_type;
extern const struct record_type bench_operation_type;
extern const struct record_type bench_target_type;
extern const struct record_type bench_cost_type;
extern const struct record_type bench_slope_type;
extern const struct record_type bench_comparison_type;
extern const struct record_type bench_choice_type;
extern const struct record_type benchmark_type;
extern const struct record_type nv_index_type;
extern const struct record_type tpm_object_type;
extern const struct record_type ek_certificate_type;
extern const struct record_type latency_type;
extern const struct record_type attest_step_type;
extern const struct record_type attestation_type;
extern const struct record_type event_digest_type;
extern const struct record_type boot_event_type;
extern const struct record_type replayed_pcr_type;
extern const struct record_type summary_row_type;
extern const struct record_type event_log_type;
extern const struct record_type boot_volume_type;
extern const struct record_type boot_type;
extern const struct record_type record_change_type;
extern const struct record_type changed_pcr_type;
extern const struct record_type verdict_type;
extern const struct record_type vulnerability_type, package_type;
extern const struct record_type machine_type;
extern const struct record_type fleet_model_type;
extern const struct record_type fleet_count_type;
extern const struct record_type fleet_latency_type;
extern const struct record_type fleet_type;
extern const struct record_type tpm_report_type;
extern const struct record_type firmware_tables_type;
extern const struct record_type setting_type;
extern const struct record_type tcti_library_type;
extern const struct record_type udev_rules_type;
extern const struct record_type account_type;
extern const struct record_type abrmd_type;
extern const struct record_type fapi_type;
extern const struct record_type holder_type;
extern const struct record_type host_type;
extern const struct record_type consumer_type;
extern const struct record_type advice_type;
extern const struct record_type emission_type;
extern const struct record_type fapi_fault_type;
extern const struct record_type source_type;
extern const struct record_type evidence_type;
extern const struct record_type finding_type;
extern const struct record_type readiness_type;
extern const struct record_type response_code_type;
extern const struct record_type probe_run_type;
extern const struct record_type failure_type;
extern const struct record_type pcr_difference_type;
extern const struct record_type volume_answer_type;
extern const struct record_type volume_leaf_type;
extern const struct record_type volume_binding_type;
extern const struct record_type volume_attempt_type;
extern const struct record_type volume_type;
extern const struct record_type report_type;

#endif
