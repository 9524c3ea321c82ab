/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category platform. */
#include "doctor_cases.h"

static const struct doctor_case cases[] = {
	{ "T12-001", "found",
	  NO_ANSWERS "tpms[0].device.version_major=1;tpms[0].tpm12.manufacturer=IFX", "IFX" },
	{ "T12-001", "skipped", "tpms[0].device.version_major=!unasked;tpms[0].identity=!unasked",
	  NULL },
	{ "T12-002", "found",
	  NO_ANSWERS
	  "tpms[0].device.version_major=1;tpms[0].tpm12.enabled=0;tpms[0].tpm12.active=1",
	  "enabled" },
	{ "T12-002", "found",
	  NO_ANSWERS
	  "tpms[0].device.version_major=1;tpms[0].tpm12.enabled=1;tpms[0].tpm12.active=0",
	  "active" },
	{ "T12-002", "skipped", NO_ANSWERS "tpms[0].device.version_major=1", NULL },
	{ "VM-001", "found", "tpms[0].kind=virtual", "virtual" },
	{ "VM-001", "found",
	  "tpms[0].identity.manufacturer=IBM;tpms[0].identity.vendor_string=SW   TPM", "IBM" },
	{ "VM-001", "skipped", "tpms[0].identity.manufacturer=!unasked", "not collected" },
	{ "PPI-001", "found", "tpms[0].device.ppi_request=5", "5" },
	{ "PPI-001", "skipped", "tpms[0].device.ppi_request=!absent", NULL },
};

DOCTOR_CASES("platform", cases)
