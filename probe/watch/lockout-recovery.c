/* SPDX-License-Identifier: BSD-2-Clause */
/* The time to the next forgiveness, from what the samples showed. */
#include "lockout-recovery.h"

#include "clock.h"

void lockout_recovery_forget(struct lockout_recovery *forgiveness)
{
	*forgiveness = (struct lockout_recovery){ 0 };
}

void lockout_recovery_sample(struct lockout_recovery *forgiveness, uint64_t now_ns,
			     uint64_t counter, uint64_t interval_s, bool restarted)
{
	bool changed = forgiveness->asked && counter != forgiveness->counter;
	bool anew = !forgiveness->known || changed || restarted ||
		    interval_s != forgiveness->interval_s;

	forgiveness->asked = true;
	forgiveness->counter = counter;
	forgiveness->interval_s = interval_s;
	forgiveness->known = counter && interval_s;
	if (!forgiveness->known || !anew)
		return;
	forgiveness->exact = changed && !restarted;
	forgiveness->due_ns = now_ns + interval_s * NS_PER_S;
}

uint64_t lockout_recovery_left_s(const struct lockout_recovery *forgiveness, uint64_t now_ns)
{
	if (now_ns >= forgiveness->due_ns)
		return 0;
	return (forgiveness->due_ns - now_ns + NS_PER_S - 1) / NS_PER_S;
}
