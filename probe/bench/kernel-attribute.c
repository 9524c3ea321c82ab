/* SPDX-License-Identifier: BSD-2-Clause */
/* From functions entered and left to where the time went. */
#include "kernel-attribute.h"

/* tpm_chip_start > tpm_transmit > send is the deepest known, and before Linux 5.1 the RM's commands
 * within tpm_transmit. */
#define MAX_DEPTH 8

/* The thread that takes the samples, from begin to end. */
struct calls {
	uint64_t last; /* begin, or the last event */
	uint64_t first_enter, last_leave;
	size_t n;
	bool inside, broken;
	uint64_t user_ns, call_ns;
};

/* Where the functions are. */
struct span {
	uint64_t begin, end;
};

struct thread_state {
	const struct kernel_event *stack[MAX_DEPTH]; /* entered */
	size_t depth;
	bool sent;	    /* the TPM has a command, and nobody reads the response yet */
	unsigned int asked; /* commands that are not the kernel's own */
	struct kernel_split split;
};

static bool is_inside(const struct thread_state *state, enum kernel_role role)
{
	for (size_t i = 0; i < state->depth; i++)
		if (state->stack[i]->role == role && !state->stack[i]->idle)
			return true;
	return false;
}

/* The kernel's own commands: contexts of the RM, and tpm_vtpm_proxy's set locality. */
static bool is_asked(const struct thread_state *state)
{
	return !is_inside(state, KERNEL_RM) && !is_inside(state, KERNEL_CHIP);
}

/* Between two functions at the top it is the subsystem's glue. */
static void spend(struct thread_state *state, uint64_t ns)
{
	if (is_inside(state, KERNEL_RM))
		state->split.rm_ns += ns;
	else if (state->sent)
		state->split.tpm_ns += ns;
	else
		state->split.driver_ns += ns;
}

static void count_command(struct thread_state *state, uint32_t command)
{
	if (is_asked(state)) {
		state->asked++;
		state->split.has_contexts = command != 0;
	} else if (is_inside(state, KERNEL_RM)) {
		state->split.context_loads += command == TPM2_CC_ContextLoad;
		state->split.context_saves += command == TPM2_CC_ContextSave;
	}
}

static bool enter(struct thread_state *state, const struct kernel_event *event)
{
	if (event->role == KERNEL_TRANSMIT)
		count_command(state, event->command);
	else if (event->role == KERNEL_RECEIVE && state->sent && is_asked(state))
		state->split.has_tpm = true;
	state->sent = false;
	if (state->depth == MAX_DEPTH)
		return false;
	state->stack[state->depth++] = event;
	return true;
}

static bool leave(struct thread_state *state, const struct kernel_event *event)
{
	if (state->depth == 0 || state->stack[state->depth - 1]->role != event->role)
		return false;
	state->depth--;
	state->sent = event->role == KERNEL_SEND;
	return true;
}

static void spend_call(struct calls *calls, uint64_t to, const struct span *functions)
{
	uint64_t begin = calls->last > functions->begin ? calls->last : functions->begin;
	uint64_t end = to < functions->end ? to : functions->end;
	uint64_t ns = to - calls->last - (begin < end ? end - begin : 0);

	*(calls->inside ? &calls->call_ns : &calls->user_ns) += ns;
	calls->last = to;
}

static void pass_call(struct calls *calls, const struct kernel_event *event,
		      const struct span *functions)
{
	bool enters = event->edge == KERNEL_ENTER;

	/* Where the clock is a system call itself, begin lies within it, and so does end. */
	if (calls->n++ == 0)
		calls->inside = !enters;
	calls->broken |= calls->inside == enters;
	spend_call(calls, event->ns, functions);
	calls->inside = enters;
	if (enters && !calls->first_enter)
		calls->first_enter = event->ns;
	if (!enters)
		calls->last_leave = event->ns;
}

static void attribute_calls(const struct kernel_event *events, size_t n,
			    const struct command_times *times, const struct span *functions,
			    struct kernel_split *split)
{
	struct calls calls = { .last = times->begin };

	for (size_t i = 0; i < n; i++)
		if (events[i].role == KERNEL_CALL && events[i].edge != KERNEL_LOST &&
		    events[i].ns >= times->begin && events[i].ns <= times->end)
			pass_call(&calls, &events[i], functions);
	spend_call(&calls, times->end, functions);
	split->has_calls = calls.first_enter && !calls.broken &&
			   calls.first_enter <= functions->begin &&
			   calls.last_leave >= functions->end;
	if (split->has_calls) {
		split->user_ns = calls.user_ns;
		split->call_ns = calls.call_ns;
	}
}

bool kernel_attribute(const struct kernel_event *events, size_t n,
		      const struct command_times *times, struct kernel_split *ret_split)
{
	const struct kernel_event *last = NULL;
	struct thread_state state = { 0 };
	struct span functions = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct kernel_event *event = &events[i];

		if (event->ns < times->transmit)
			continue;
		/* What is lost behind the window may be of the window. */
		if (event->edge == KERNEL_LOST)
			return false;
		if (event->ns > times->received || event->role == KERNEL_CALL)
			continue;
		if (last && event->thread != last->thread)
			return false;
		if (last)
			spend(&state, event->ns - last->ns);
		if (!(event->edge == KERNEL_ENTER ? enter(&state, event) : leave(&state, event)))
			return false;
		if (!last)
			functions.begin = event->ns;
		functions.end = event->ns;
		last = event;
	}
	if (state.depth > 0 || state.asked != 1)
		return false;
	if (!state.split.has_tpm) {
		state.split.driver_ns += state.split.tpm_ns;
		state.split.tpm_ns = 0;
	}
	attribute_calls(events, n, times, &functions, &state.split);
	*ret_split = state.split;
	return true;
}
