/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category boot. */
#include "doctor_cases.h"

static const struct doctor_case cases[] = {
	{ "PCR-002", "skipped",
	  "tpms[0].nodes=!absent;tpms[0].identity.manufacturer=IBM;tpms[0].identity.vendor_string=SW   TPM;tpms[0].pcr_values[0].digest=00",
	  "no boot" },
	{ "PCR-002", "found",
	  "tpms[0].identity.manufacturer=IBM;tpms[0].identity.vendor_string=SW   TPM;tpms[0].pcr_values[0].digest=00",
	  "PCR 0" },
	{ "PCR-001", "found", "tpms[0].capabilities.pcrs[0].name=sha1", "allocated: sha1" },
	{ "PCR-001", "found", "tpms[0].capabilities.pcrs[0].name=sha1;tpms[0].kind=virtual",
	  "allocated: sha1" },
	{ "PCR-001", "found", "tpms[0].capabilities.pcrs[0].selected=[]", "none" },
	{ "PCR-001", "skipped", "tpms[0].capabilities.pcrs=!unasked", "not collected" },
	{ "PCR-002", "found", "tpms[0].pcr_values[1].digest=0000", "PCR 7" },
	{ "PCR-002", "ok",
	  "tpms[0].capabilities.pcrs[0].selected=[];tpms[0].pcr_values[1].digest=0000", NULL },
	{ "PCR-002", "skipped", "tpms[0].pcr_values=!rc", "tpm-probe rc" },
	{ "PCR-003", "found", "tpms[0].device.event_log=!absent", "binary_bios_measurements" },
	{ "PCR-003", "found", "tpms[0].device.event_log=!absent;host.securityfs=0", "not mounted" },
	{ "PCR-003", "skipped", "tpms[0].device.event_log=!denied", "root" },
	{ "PCR-004", "found", "tpms[0].device.event_log_readable=0", "not readable" },
	{ "PCR-004", "ok",
	  "tpms[0].device.event_log=!absent;tpms[0].device.event_log_readable=!unasked", NULL },
	{ "PCR-004", "skipped", "tpms[0].device.event_log=!unasked", NULL },
	{ "PCR-005", "found",
	  "tpms[0].event_log.pcrs[0].status=different;"
	  "tpms[0].event_log.pcrs[0].explanation=event 23 explains it",
	  "PCR 0: event 23" },
	{ "PCR-005", "ok",
	  "tpms[0].event_log.pcrs[0].status=different;tpms[0].event_log.pcrs[0].index=10", NULL },
	{ "PCR-005", "ok", "tpms[0].device.event_log=!absent;tpms[0].event_log.pcrs=!unasked",
	  NULL },
	{ "PCR-005", "skipped", "tpms[0].event_log.pcrs=!denied", "root" },
	{ "PCR-006", "found", "tpms[0].capabilities.pcrs[0].name=sha1", "sha1" },
	{ "PCR-006", "found", "host.fapi.pcr_banks=[];host.fapi.pcr_banks[]=sha1",
	  "pcr_selection" },
	{ "PCR-006", "skipped", "tpms[0].capabilities.pcrs=!unasked", NULL },
	{ "PCR-007", "found", "host.kernel_log[]=ima: No TPM chip found, activating TPM-bypass!",
	  "bypass" },
	{ "PCR-007", "skipped", "host.kernel_log=!denied", "root" },
};

DOCTOR_CASES("boot", cases)
