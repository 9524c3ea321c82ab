/* SPDX-License-Identifier: BSD-2-Clause */
/* The time to the next recovery, from what the samples showed. */
#include "lockout-recovery.h"

#include "clock.h"

void lockout_recovery_forget(struct lockout_recovery *recovery)
{
	*recovery = (struct lockout_recovery){ 0 };
}

void lockout_recovery_sample(struct lockout_recovery *recovery, uint64_t now_ns, uint64_t counter,
			     uint64_t interval_s, bool restarted)
{
	bool changed = recovery->asked && counter != recovery->counter;
	bool anew = !recovery->known || changed || restarted || interval_s != recovery->interval_s;

	recovery->asked = true;
	recovery->counter = counter;
	recovery->interval_s = interval_s;
	recovery->known = counter && interval_s;
	if (!recovery->known || !anew)
		return;
	recovery->exact = changed && !restarted;
	recovery->due_ns = now_ns + interval_s * NS_PER_S;
}

uint64_t lockout_recovery_left_s(const struct lockout_recovery *recovery, uint64_t now_ns)
{
	if (now_ns >= recovery->due_ns)
		return 0;
	return (recovery->due_ns - now_ns + NS_PER_S - 1) / NS_PER_S;
}
