/* SPDX-License-Identifier: BSD-2-Clause */
/* The metrics: one row each, in the order in which they are written. */
#include "openmetrics-values.h"
#include "openmetrics.h"

#define GAUGE(name_, help_, ...)                              \
	{                                                     \
		.name = (name_), .help = (help_), __VA_ARGS__ \
	}
#define SECONDS(name_, help_, ...) GAUGE(name_, help_, .unit = "seconds", __VA_ARGS__)
#define BYTES(name_, help_, ...)   GAUGE(name_, help_, .unit = "bytes", __VA_ARGS__)
#define COUNTER(name_, help_, ...) GAUGE(name_, help_, .type = METRIC_COUNTER, __VA_ARGS__)
#define INFO(name_, help_, ...)	   GAUGE(name_, help_, .type = METRIC_INFO, __VA_ARGS__)

static const struct metric metrics[] = {
	/* ---- the run ---- */
	GAUGE("tpm_probe_success", "Every TPM 2.0 that was to be asked has answered.",
	      .machine = true, .value = "probe.success"),
	SECONDS("tpm_probe_duration_seconds", "How long tpm-probe looked.", .machine = true,
		.value = "probe.duration_ns"),
	SECONDS("tpm_probe_last_run_timestamp_seconds", "When tpm-probe looked, since 1970.",
		.machine = true, .value = "host.time"),
	INFO("tpm_probe_build", "Version of tpm-probe.", .machine = true,
	     .labels = "version=version"),
	GAUGE("tpm_probe_commands", "TPM commands sent in this run.",
	      .value = "connection.commands"),
	GAUGE("tpm_probe_commands_retried", "Of those, sent again because the TPM asked for it.",
	      .value = "connection.retries"),
	GAUGE("tpm_probe_truncated", "The limit of commands left something out.",
	      .get = get_truncated),
	GAUGE("tpm_probe_left_out", "What the limit of commands left out.", .get = get_left_out),
	GAUGE("tpm_probe_text_lines", "Lines of texts that the report is made of.", .machine = true,
	      .get = get_text_lines),
	SECONDS("tpm_host_uptime_seconds", "Since the kernel started, suspended or not.",
		.machine = true, .value = "host.uptime"),

	/* ---- what there is ---- */
	GAUGE("tpm_present", "The machine has a TPM.", .machine = true, .get = get_present),
	INFO("tpm", "What the TPM is.",
	     .labels = "node=connection.node family=identity.family "
		       "manufacturer=identity.manufacturer vendor=identity.vendor_string "
		       "firmware=identity.firmware driver=device.driver kind=kind "
		       "modalias=identity.modalias"),
	GAUGE("tpm_accessible", "tpm-probe's account may use the node.", .get = get_accessible),
	GAUGE("tpm_responds", "The TPM answered everything that it was asked.",
	      .get = get_responds),

	/* ---- state ---- */
	GAUGE("tpm_in_lockout", "Protected objects are refused: too many wrong passwords.",
	      .value = "state.in_lockout"),
	GAUGE("tpm_lockout_counter", "Failed tries that are not yet forgiven.",
	      .value = "state.lockout_counter"),
	GAUGE("tpm_lockout_max_tries", "Failed tries that cause a lockout.",
	      .value = "state.max_auth_fail"),
	SECONDS("tpm_lockout_interval_seconds", "Time in which one failed try is forgiven.",
		.value = "state.lockout_interval"),
	SECONDS("tpm_lockout_recovery_seconds",
		"Time for which a wrong lockout password locks the lockout hierarchy.",
		.value = "state.lockout_recovery"),
	GAUGE("tpm_auth_set", "The hierarchy has a password.", .by = "hierarchy",
	      .value = "owner=state.owner_auth_set endorsement=state.endorsement_auth_set "
		       "lockout=state.lockout_auth_set"),
	GAUGE("tpm_hierarchy_enabled", "The hierarchy is switched on.", .by = "hierarchy",
	      .value = "platform=state.platform_hierarchy owner=state.storage_hierarchy "
		       "endorsement=state.endorsement_hierarchy platform_nv=state.platform_nv"),
	GAUGE("tpm_disable_clear", "The lockout password cannot clear the TPM.",
	      .value = "state.disable_clear"),
	GAUGE("tpm_orderly", "The last shutdown was announced to the TPM.",
	      .value = "state.orderly"),
	GAUGE("tpm_generated_eps", "The TPM made its endorsement seed itself.",
	      .value = "state.tpm_generated_eps"),
	GAUGE("tpm_fips_mode", "The TPM claims FIPS 140-2.", .value = "identity.fips_140_2"),
	COUNTER("tpm_resets", "TPM Resets since the TPM was cleared.",
		.value = "state.reset_count"),
	COUNTER("tpm_restarts", "TPM Restarts and Resumes since the last TPM Reset.",
		.value = "state.restart_count"),
	SECONDS("tpm_clock_seconds", "The TPM's clock: powered time since it was cleared.",
		.value = "state.clock_ms"),
	GAUGE("tpm_clock_safe", "The clock has not gone back.", .value = "state.clock_safe"),
	SECONDS("tpm_power_on_seconds", "Since the TPM was powered on or reset.",
		.value = "state.time_ms"),
	GAUGE("tpm_selftest_status", "Result of the last self test.", .get = get_self_test),

	/* ---- limits ---- */
	GAUGE("tpm_sessions", "Sessions: in the TPM, and with those that were saved.",
	      .by = "state", .value = "loaded=limits.loaded active=limits.active"),
	GAUGE("tpm_sessions_available", "Sessions that there is room for.", .by = "state",
	      .value = "loaded=limits.loaded_avail active=limits.active_avail"),
	GAUGE("tpm_transient_available", "Transient objects that there is room for.",
	      .value = "limits.transient_avail"),
	GAUGE("tpm_persistent_objects", "Persistent objects.", .value = "limits.persistent"),
	GAUGE("tpm_persistent_available", "Persistent objects that there is room for, about.",
	      .value = "limits.persistent_avail"),
	GAUGE("tpm_nv_indices", "NV indices.", .value = "limits.nv_indices"),
	GAUGE("tpm_nv_counters", "NV indices that are counters.", .value = "limits.nv_counters"),
	GAUGE("tpm_nv_counters_available", "NV counters that there is room for.",
	      .value = "limits.nv_counters_avail"),
	BYTES("tpm_nv_index_max_bytes", "The largest NV index that can be defined.",
	      .value = "limits.nv_index_max"),
	BYTES("tpm_command_max_bytes", "The longest command.", .value = "limits.max_command_size"),
	BYTES("tpm_response_max_bytes", "The longest response.",
	      .value = "limits.max_response_size"),

	/* ---- measured boot ---- */
	GAUGE("tpm_pcr_bank_active", "PCRs are allocated in the bank.", .get = get_bank_active),
	GAUGE("tpm_pcr_empty", "Of PCR 0 to 7 those that nothing was measured into.",
	      .get = get_empty_pcrs),
	GAUGE("tpm_eventlog_present", "The kernel has a measured-boot log of the TPM.",
	      .get = get_event_log),
	GAUGE("tpm_eventlog_events", "Events of the measured-boot log.",
	      .value = "event_log.events"),
	GAUGE("tpm_eventlog_pcr0_match", "The log leads to the value of PCR 0.",
	      .get = get_pcr0_match),
	GAUGE("tpm_eventlog_pcr_different",
	      "Of PCR 0 to 7 those to whose values the log does not lead.",
	      .get = get_different_pcrs),

	GAUGE("tpm_unlock_ready",
	      "The TPM should unlock the volume at the next boot; 0: it will ask for a passphrase.",
	      .machine = true, .get = get_unlock_ready),

	/* ---- credentials ---- */
	GAUGE("tpm_ek_certificates", "Certificates of endorsement keys in the TPM.",
	      .value = "ek_certificates"),
	GAUGE("tpm_ek_certificate_present", "A certificate of an endorsement key in the TPM.",
	      .list = "ek_certificates", .labels = "index=handle type=key"),
	SECONDS("tpm_ek_certificate_not_before_timestamp_seconds",
		"Since when the certificate is valid, since 1970.", .list = "ek_certificates",
		.labels = "index=handle type=key", .value = "not_before"),
	SECONDS("tpm_ek_certificate_not_after_timestamp_seconds",
		"Until when the certificate is valid, since 1970.", .list = "ek_certificates",
		.labels = "index=handle type=key", .value = "not_after"),
	INFO("tpm_ek_certificate", "Whose the certificate is: it identifies the machine.",
	     .identifies = true, .list = "ek_certificates",
	     .labels = "index=handle type=key serial=serial subject=subject issuer=issuer"),

	/* ---- judgements ---- */
	GAUGE("tpm_vulnerability", "A known vulnerability, held against this TPM.",
	      .list = "vulnerabilities", .labels = "cve=id status=status"),
	GAUGE("tpm_doctor_findings", "Findings of tpm-probe doctor.", .machine = true,
	      .get = get_findings),
	GAUGE("tpm_doctor_rules", "Rules of tpm-probe doctor, by what came of them.",
	      .machine = true, .get = get_rules),
	GAUGE("tpm_doctor_rule", "A rule of tpm-probe doctor that found something.",
	      .machine = true, .get = get_rule),

	/* ---- measurements, where the report is one of tpm-probe bench ---- */
	SECONDS("tpm_command_duration_seconds", "How long the command takes, as bench measured.",
		.type = METRIC_SUMMARY, .list = "bench.operations",
		.labels = "command=command operation=name", .by = "quantile",
		.value = "0.5=median_ns 0.9=p90_ns 0.95=p95_ns 0.99=p99_ns"),
};

const struct metric_table metrics_all = { metrics, sizeof(metrics) / sizeof(metrics[0]) };
