/* SPDX-License-Identifier: BSD-2-Clause */
/* What many machines come to. */
#ifndef FLEET_SUMMARY_H
#define FLEET_SUMMARY_H

#include "report.h"

enum {
	FLEET_FEWEST = 5,   /* TPMs of a model, below which nobody knows what is usual for it */
	FLEET_FAR = 5,	    /* standard deviations, as the MAD estimates them, from the median */
	FLEET_PERMILLE = 50 /* of the median: the least that counts as one such deviation */
};

/*
 * Fill the report's `fleet` from its `machines`, and say of each machine what latency is usual for its
 * model, and whether its own is an outlier: median and MAD over the TPMs of one manufacturer and model that
 * were measured in the same way. machines: as report_add_machine_tpm() made them.
 */
void fleet_summarise(struct report *report);

#endif
