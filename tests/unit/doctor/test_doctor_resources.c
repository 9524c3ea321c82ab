/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category resources. */
#include "doctor_cases.h"

static const struct doctor_case cases[] = {
	{ "RES-001", "found", "tpms[0].limits.transient_avail=0", "TRANSIENT_AVAIL" },
	{ "RES-001", "skipped", "tpms[0].limits.transient_avail=!unasked", "not collected" },
	{ "RES-002", "found", "tpms[0].limits.loaded_avail=0", "LOADED_AVAIL" },
	{ "RES-002", "skipped", "tpms[0].limits.loaded_avail=!unasked", NULL },
	{ "RES-003", "found", "tpms[0].limits.active_avail=8", "8 of 64" },
	{ "RES-003", "ok", "tpms[0].limits.active_avail=9", NULL },
	{ "RES-003", "skipped", "tpms[0].limits.active_avail=!unasked", NULL },
	{ "RES-004", "found",
	  "host.kernel_log[]=tpm tpm0: tpm2_save_context: failed with a TPM error 0x0901",
	  "65535" },
	{ "RES-004", "skipped", "host.kernel_log=!denied", "root" },
	{ "RES-005", "found", "tpms[0].limits.persistent_avail=0", "PERSISTENT_AVAIL" },
	{ "RES-005", "skipped", "tpms[0].limits.persistent_avail=!absent", NULL },
	{ "RES-006", "found", "tpms[0].limits.nv_index_max=1664", "1664" },
	{ "RES-006", "skipped", "tpms[0].limits.nv_index_max=!unasked", NULL },
	{ "RES-007", "found", "tpms[0].limits.nv_buffer_max=768", "768" },
	{ "RES-007", "skipped", "tpms[0].limits.nv_buffer_max=!unasked", NULL },
	{ "RES-008", "found", "tpms[0].limits.nv_indices=0", "1 NV indices" },
	{ "RES-008", "skipped", "tpms[0].limits.nv_indices=!unasked", NULL },
};

DOCTOR_CASES("resources", cases)
