/* SPDX-License-Identifier: BSD-2-Clause */
/* What many machines have in common, and which of them stand out: part of the report. */
#ifndef REPORT_FLEET_H
#define REPORT_FLEET_H

#include "fact.h"

/* All TPMs of one manufacturer, model and firmware. */
struct fleet_model {
	struct text_fact manufacturer, vendor_string, firmware, firmware_raw;
	struct number_fact tpms, affected, in_lockout;
};

/* How many TPMs have something. */
struct fleet_count {
	struct text_fact id; /* of a vulnerability, or of a rule of doctor */
	struct text_fact title;
	struct enum_fact severity; /* enum severity */
	struct number_fact tpms;
};

/* Latencies of one model that were measured in the same way. */
struct fleet_latency {
	struct text_fact manufacturer, vendor_string, source; /* source: as struct machine's */
	struct number_fact tpms, median_ns, mad_ns, outliers;
};

struct fleet {
	struct number_fact tpms,
		broken; /* broken: files or directories that are unread, wholly or in part */
	struct number_fact affected, in_lockout, with_findings, outliers; /* TPMs */
	struct list_fact models;					  /* struct fleet_model */
	struct list_fact latencies;					  /* struct fleet_latency */
	struct list_fact vulnerabilities,
		findings; /* struct fleet_count, the most frequent first */
};

#endif
