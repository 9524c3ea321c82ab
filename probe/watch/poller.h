/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One round of questions to one TPM. Nothing here authorises, writes, or makes anything.
 *
 * A round is two commands: TPM2_GetCapability of the variable properties and TPM2_ReadClock, whose
 * time is the latency; the first of a connection, and the first after a reset of the TPM, begins with
 * one more, TPM2_GetCapability of the fixed properties. If one fails the round ends.
 */
#ifndef POLLER_H
#define POLLER_H

#include "report.h"
#include "watch.h"

/*
 * A round may take so many commands an interval. A TPM that has to be asked again (RETRY, YIELDED,
 * TESTING) takes more; what is too many is made up for by a longer pause, see watch_pause().
 */
enum { WATCH_COMMANDS = 3 };

struct watch_sample {
	/* One TPM: identity, state, limits as far as it answered, and connection. */
	struct report *report;
	enum watch_availability availability;
	const char *message; /* the report's; NULL where it answers */
	uint64_t latency_ns; /* of TPM2_ReadClock; 0: not answered */
	unsigned int commands;
};
void watch_sample_clear(struct watch_sample *sample);

struct poller;

/* tcti: copied. Opens nothing yet. Never NULL. */
struct poller *poller_new(const char *tcti);
void poller_free(struct poller *poller);

/*
 * Ask. Opens the TCTI where it is not open, and closes it when the transport failed, so that the
 * next round tries anew. Takes as long as the TPM does.
 */
void poller_poll(struct poller *poller, struct watch_sample *ret_sample);

/* Intervals from the beginning of a round with so many commands to the next: 1 or more. */
unsigned int watch_pause(unsigned int commands);

#endif
