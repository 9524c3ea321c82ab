/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report: everything that tpm-probe knows of a machine's TPMs, as plain structures.
 *
 * Collectors fill it, rules read it, renderers show it. Each structure has its field table in
 * fields.c: a member without a row is not shown anywhere. Schema name and version: REPORT_SCHEMA.
 */
#ifndef REPORT_H
#define REPORT_H

#include "arena.h"
#include "bench.h"
#include "event-log.h"
#include "fact.h"
#include "field.h"
#include "fields.h"
#include "finding.h"
#include "fleet.h"
#include "host.h"
#include "keys.h"
#include "machine.h"
#include "stack.h"

#define REPORT_SCHEMA "tpm-probe/1"

/* The kernel itself has room for 65536; a report from elsewhere is not believed beyond this. */
#define REPORT_MAX_TPMS 256

/* A character device of the kernel's: /dev/tpm0, /dev/tpmrm0. */
struct node {
	struct text_fact name, class_name, path, sysfs_path;
	struct number_fact major, minor, mode;
	struct text_fact owner, group;
	struct list_fact acl, links, tags, properties; /* texts */
	struct number_fact readable, writable;
	struct text_fact access, remedy; /* "ok", "no node", "denied", "denied by LSM or cgroup" */
};

/* What sysfs tells of the device. */
struct device {
	struct number_fact version_major;
	struct text_fact driver, bus, parent, parent_path, modalias, acpi_hid, acpi_path,
		description, of_node, null_name;
	struct text_fact ppi_version, ppi_request, ppi_response, ppi_transition_action;
	struct text_fact event_log;
	struct number_fact event_log_readable;
};

/* TPM 1.2 only. */
struct tpm12 {
	struct number_fact enabled, active, owned, temp_deactivated;
	struct text_fact manufacturer, specification, firmware;
	struct list_fact durations_us, timeouts_us; /* numbers */
};

/* How the TPM was reached. */
struct connection {
	struct text_fact tcti, chosen_by, node;
	struct number_fact kernel_rm, commands, retries, open_ns, error;
	struct text_fact error_text, remedy;
	struct list_fact left_out; /* texts: what the limit of commands left no room for */
};

struct identity {
	struct text_fact family, manufacturer, manufacturer_name, vendor_string;
	struct number_fact level, revision, errata_day, errata_year, tpm_type, manufacturer_id;
	struct text_fact firmware_raw, firmware, firmware_systemd, modalias;
	struct number_fact fips_140_2;
};

struct state {
	struct number_fact owner_auth_set, endorsement_auth_set, lockout_auth_set, disable_clear,
		in_lockout, tpm_generated_eps;
	struct number_fact platform_hierarchy, storage_hierarchy, endorsement_hierarchy,
		platform_nv, orderly;
	struct number_fact lockout_counter, max_auth_fail, lockout_interval, lockout_recovery;
	struct number_fact time_ms, clock_ms, reset_count, restart_count, clock_safe;
	struct text_fact self_test;
	struct number_fact self_test_result;
};

struct limits {
	struct number_fact input_buffer, max_command_size, max_response_size, max_digest,
		max_object_context, max_session_context, context_gap, nv_buffer_max, nv_index_max,
		nv_counters_max, pcr_count, pcr_select_min, total_commands;
	struct number_fact transient_min, persistent_min, loaded_min, active_sessions_max;
	struct number_fact nv_indices, loaded, loaded_avail, active, active_avail, transient_avail,
		persistent, persistent_avail, nv_counters, nv_counters_avail;
};

struct algorithm {
	struct text_fact name;
	struct number_fact id, attributes, asymmetric, symmetric, hash, object, reserved, signing,
		encrypting, method;
};

struct command {
	struct text_fact name;
	struct number_fact value, command_index, reserved1, nv, extensive, flushed, c_handles,
		r_handle, v, res;
};

struct flag {
	struct text_fact name;
	struct number_fact value;
};

struct property {
	struct text_fact name;
	struct number_fact property, raw;
	struct text_fact text;	/* where the value is text or a decimal fraction */
	struct list_fact flags; /* struct flag, where the value is a set of bits */
};

struct pcr_bank {
	struct text_fact name;
	struct number_fact id;
	struct list_fact selected; /* numbers */
};

/* A PCR property (TPM_PT_PCR): which PCRs have it. */
struct pcr_property {
	struct text_fact name;
	struct number_fact tag;
	struct list_fact selected; /* numbers */
};

struct named_id {
	struct text_fact name;
	struct number_fact id;
};

struct auth_policy {
	struct number_fact handle, hash_id;
	struct text_fact hash, digest;
};

struct capabilities {
	struct list_fact algorithms, commands, pp_commands, audit_commands, pcrs, properties_fixed,
		properties_variable, pcr_properties, ecc_curves, handles_transient,
		handles_persistent, handles_permanent, handles_pcr, handles_nv_index,
		handles_loaded_session, handles_saved_session, auth_policies;
	struct text_fact vendor; /* hexadecimal */
};

struct pcr_value {
	struct text_fact bank;
	struct number_fact index;
	struct text_fact name, digest;
};

/* One sentence of judgement. */
struct verdict {
	struct text_fact level; /* "ok", or the severity of a finding */
	struct text_fact rule;	/* of doctor's; absent: a fact that needs no rule */
	struct text_fact text, remedy;
};

struct tpm_report {
	struct text_fact name;
	struct number_fact simulator;
	struct text_fact kind; /* "discrete", "firmware", "virtual", "simulator", "unknown" */
	struct list_fact nodes;
	struct device device;
	struct tpm12 tpm12;
	struct connection connection;
	struct identity identity;
	struct state state;
	struct limits limits;
	struct capabilities capabilities;
	struct list_fact pcr_values;
	struct event_log event_log;
	struct list_fact nv_indices, objects, ek_certificates; /* keys.h */
	struct list_fact other_certificates; /* struct ek_certificate: chain, platform */
	struct latency latency;
	struct attestation attestation;
	struct list_fact verdicts;	  /* struct verdict: what doctor finds, in short */
	struct list_fact vulnerabilities; /* struct vulnerability */
	struct bench_target bench;
};

struct firmware_tables {
	struct text_fact acpi_tpm2, acpi_tcpa; /* "present", "unreadable", "malformed" */
	struct number_fact start_method;
	struct text_fact of_path, of_compatible;
};

struct response_code {
	struct number_fact code;
	struct text_fact hex, layer, name, text, meaning, remedy;
	struct number_fact parameter, handle, session;
};

/* How a run of metrics went; when it was is host.time. */
struct probe_run {
	struct number_fact success; /* every TPM 2.0 that was to be asked has answered */
	struct number_fact duration_ns;
};

struct failure {
	struct number_fact exit_status, code;
	struct text_fact message, remedy;
};

struct report {
	struct arena arena;
	struct text_fact schema, version, kernel;
	struct number_fact simulator;
	struct number_fact redacted; /* what tells whose it is was taken out (redact.h) */
	struct firmware_tables firmware;
	struct host host;
	struct list_fact tpms;
	struct list_fact findings, readiness;	       /* finding.h */
	struct list_fact verdicts;		       /* struct verdict: of the machine */
	struct list_fact consumers, advice, emissions; /* stack.h */
	struct benchmark benchmark;
	struct list_fact response_codes;
	struct list_fact machines; /* struct machine */
	struct fleet fleet;	   /* what they come to */
	struct list_fact problems; /* texts: what of the files of --from could not be read */
	struct probe_run probe;
	struct failure error;
};

struct report *report_new(void);
void report_free(struct report *report);

/* Append an empty TPM. Owned by the report; its address stays. NULL beyond REPORT_MAX_TPMS. */
struct tpm_report *report_add_tpm(struct report *report);
struct tpm_report *report_tpm(const struct report *report, size_t i);
size_t report_count_tpms(const struct report *report);

/* The node of that class ("tpm", "tpmrm") or NULL. */
const struct node *tpm_report_node(const struct tpm_report *tpm, const char *class_name);

/* Append to a list of verdicts. rule, remedy: NULL: none. */
void report_add_verdict(struct report *report, struct list_fact *list, const char *level,
			const char *rule, const char *text, const char *remedy);

/* Append a machine of which only the name is known yet, or one with what the report of its TPM (NULL:
 * it has none) says. The address holds until the next is appended. */
struct machine *report_add_machine(struct report *report, const char *name);
struct machine *report_add_machine_tpm(struct report *report, const char *name,
				       const struct report *from, const struct tpm_report *tpm);

/* Set a text, cleaned: nothing gets into a report that must not get onto a terminal. */
void fact_set_text(struct report *report, struct text_fact *fact,
		   const char *text); /* NULL: absent */
void fact_set_bytes(struct report *report, struct text_fact *fact, const void *bytes, size_t size);
/* What a program is configured with: white space at its end counts, and is kept as blanks. */
void fact_set_value(struct report *report, struct text_fact *fact, const char *value, size_t size);

#endif
