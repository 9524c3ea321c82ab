/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TPM 2.0's properties say of its state and its limits. */
#ifndef TPM_STATE_H
#define TPM_STATE_H

#include "fact.h"

enum self_test_state {
	SELF_TEST_SUCCESS = 1,
	SELF_TEST_TESTING,
	SELF_TEST_NEEDS_TEST,
	SELF_TEST_FAILURE,
};
extern const struct enum_words self_test_words;

struct state {
	struct number_fact owner_auth_set, endorsement_auth_set, lockout_auth_set, disable_clear,
		in_lockout, tpm_generated_eps;
	struct number_fact platform_hierarchy, storage_hierarchy, endorsement_hierarchy,
		platform_nv, orderly;
	struct number_fact lockout_counter, max_auth_fail, lockout_interval, lockout_recovery;
	struct number_fact time_ms, clock_ms, reset_count, restart_count, clock_safe;
	struct enum_fact self_test; /* enum self_test_state */
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

#endif
