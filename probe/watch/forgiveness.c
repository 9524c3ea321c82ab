/* SPDX-License-Identifier: BSD-2-Clause */
/* The time to the next forgiveness, from what the samples showed. */
#include "forgiveness.h"

#define NS_PER_S 1000000000U

void forgiveness_forget(struct forgiveness *forgiveness)
{
	*forgiveness = (struct forgiveness){ 0 };
}

void forgiveness_sample(struct forgiveness *forgiveness, uint64_t now_ns, uint64_t counter,
			uint64_t interval_s, bool restarted)
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

uint64_t forgiveness_left_s(const struct forgiveness *forgiveness, uint64_t now_ns)
{
	if (now_ns >= forgiveness->due_ns)
		return 0;
	return (forgiveness->due_ns - now_ns + NS_PER_S - 1) / NS_PER_S;
}
