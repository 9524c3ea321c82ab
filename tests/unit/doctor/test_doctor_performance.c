/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category performance. */
#include "doctor_cases.h"

static const struct doctor_case cases[] = {
	{ "PERF-001", "found",
	  "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=0003002a 00000005;"
	  "host.random_current=tpm-rng-0;host.random_available[]=tpm-rng-0;"
	  "host.random_available[]=ccp-1-rng",
	  "0003002a" },
	{ "PERF-004", "found",
	  "host.random_current=tpm-rng-0;host.random_available[]=tpm-rng-0;"
	  "host.random_available[]=virtio_rng.0",
	  "tpm-rng-0" },
	{ "PERF-001", "found",
	  "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=0003002a 00000005;host.random_current=tpm-rng-0",
	  "0003002a" },
	{ "PERF-001", "found",
	  "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=00060000 00180005;host.random_current=tpm-rng-0",
	  "00180006" },
	{ "PERF-001", "ok",
	  "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=00030057 00000005;host.random_current=tpm-rng-0",
	  NULL },
	{ "PERF-001", "found",
	  "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=0003002a 00000005",
	  "no effect here" },
	{ "PERF-001", "found",
	  "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=0003002a 00000005;"
	  "host.random_current=!unasked",
	  "is unknown" },
	{ "PERF-001", "skipped",
	  "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=!absent", NULL },
	{ "PERF-002", "found", "tpms[0].latency.random_median_ns=9000000", "9.00 ms" },
	{ "PERF-002", "skipped", "tpms[0].latency=!unasked", "--active" },
	{ "PERF-003", "found",
	  "benchmark.slopes[0].operation=get_random_32;benchmark.slopes[0].per_object_ns=18000000",
	  "18.0 ms" },
	{ "PERF-003", "ok",
	  "benchmark.slopes[0].operation=get_random_32;benchmark.slopes[0].per_object_ns=900",
	  NULL },
	{ "PERF-003", "skipped", "host.random_current=none", "--rm-cost" },
	{ "PERF-004", "found", "host.random_current=tpm-rng-0", "tpm-rng-0" },
	{ "PERF-004", "skipped", "host.random_current=!denied", "root" },
	{ "PERF-005", "found", "tpms[0].latency.random_median_ns=13000000", "13.0 ms" },
	{ "PERF-005", "skipped", "tpms[0].latency.random_median_ns=!rc", NULL },
};

DOCTOR_CASES("performance", cases)
