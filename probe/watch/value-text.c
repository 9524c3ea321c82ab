/* SPDX-License-Identifier: BSD-2-Clause */
/* Values as words. */
#include "value-text.h"

#include <inttypes.h>

#include "quantity.h"
#include "tpm-state.h"

const char *value_text_clock(struct arena *arena, const struct timespec *when)
{
	char text[16];
	struct tm tm;

	if (!localtime_r(&when->tv_sec, &tm) || !strftime(text, sizeof(text), "%H:%M:%S", &tm))
		return "-";
	return arena_strdup(arena, text);
}

const char *value_text_recovery(struct arena *arena, const struct watch_tpm *tpm,
				const struct watch_now *now)
{
	const struct lockout_recovery *recovery = &tpm->recovery;
	uint64_t left;

	if (!recovery->known)
		return recovery->asked && recovery->counter && !recovery->interval_s
			       ? "none is forgiven by time"
			       : NULL;
	left = lockout_recovery_left_s(recovery, now->ns);
	if (!left)
		return "one is due to be forgiven";
	return arena_printf(arena, "one forgiven %s %s", recovery->exact ? "in" : "within",
			    duration_s(arena, left));
}

const char *value_text_failed_auth(struct arena *arena, const struct state *state)
{
	bool locked = is_set(&state->in_lockout);
	uint64_t counter = state->lockout_counter.value, most = state->max_auth_fail.value;

	if (!fact_known(&state->lockout_counter.fact) || !fact_known(&state->max_auth_fail.fact))
		return locked ? "LOCKED" : NULL;
	return arena_printf(arena, "%s%" PRIu64 " of %" PRIu64 " failed tries",
			    locked ? "LOCKED: " : "", counter, most);
}

const char *value_text_number(struct arena *arena, const char *what, const struct number_fact *fact)
{
	return fact_known(&fact->fact) ? arena_printf(arena, "%s %" PRIu64, what, fact->value)
				       : NULL;
}

const char *value_text_tpm_clock(struct arena *arena, const struct state *state)
{
	bool unsafe = is_clear(&state->clock_safe);

	if (!fact_known(&state->clock_ms.fact))
		return NULL;
	/* Whole minutes: a number that changes with each sample would draw the eye. */
	return arena_printf(arena, "clock %s%s",
			    duration_s(arena, state->clock_ms.value / 60000 * 60),
			    unsafe ? " (not safe)" : "");
}

const char *value_text_sessions(struct arena *arena, const struct limits *limits)
{
	if (!fact_known(&limits->loaded.fact) || !fact_known(&limits->active.fact))
		return NULL;
	if (!fact_known(&limits->active_sessions_max.fact))
		return arena_printf(arena, "sessions %" PRIu64 " loaded, %" PRIu64 " active",
				    limits->loaded.value, limits->active.value);
	return arena_printf(arena, "sessions %" PRIu64 " loaded, %" PRIu64 " of %" PRIu64 " active",
			    limits->loaded.value, limits->active.value,
			    limits->active_sessions_max.value);
}

const char *value_text_objects(struct arena *arena, const struct limits *limits)
{
	const char *persistent =
		fact_known(&limits->persistent.fact)
			? arena_printf(arena, "%" PRIu64 " persistent", limits->persistent.value)
			: NULL;
	const char *slots = fact_known(&limits->transient_avail.fact)
				    ? arena_printf(arena, "%" PRIu64 " slots free",
						   limits->transient_avail.value)
				    : NULL;

	if (!persistent && !slots)
		return NULL;
	return arena_printf(arena, "objects %s%s%s", persistent ? persistent : "",
			    persistent && slots ? ", " : "", slots ? slots : "");
}
