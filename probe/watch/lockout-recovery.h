/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When does the TPM forgive the next failed try? It tells the counter and the interval, not when the
 * interval began. That is known only where the counter was seen to change: a failed try starts the
 * interval anew, and so does one that is forgiven (an assumption about the
 * TPM: one that does otherwise forgives earlier or later than is said). Otherwise there is a bound: an interval from
 * now.
 */
#ifndef LOCKOUT_RECOVERY_H
#define LOCKOUT_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

struct lockout_recovery {
	bool asked; /* counter holds */
	bool known; /* due_ns holds: there is something to forgive, and the TPM does forgive */
	bool exact; /* false: due_ns is the latest time */
	uint64_t counter;
	uint64_t interval_s;
	uint64_t due_ns;
};

/*
 * A new sample. now_ns: any clock that goes on while the TPM does. restarted: the TPM was reset or
 * restarted since the last sample, which starts the interval anew at a time that nobody saw.
 */
void lockout_recovery_sample(struct lockout_recovery *recovery, uint64_t now_ns, uint64_t counter,
			     uint64_t interval_s, bool restarted);
/* There is no telling: the TPM is gone, or does not say. */
void lockout_recovery_forget(struct lockout_recovery *recovery);

/* Seconds left, rounded up; 0: due. Only where known. */
uint64_t lockout_recovery_left_s(const struct lockout_recovery *recovery, uint64_t now_ns);

#endif
