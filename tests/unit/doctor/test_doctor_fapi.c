/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category fapi. */
#include "doctor_cases.h"

/* Somebody uses the feature API. */
#define USED                                                                         \
	"host.settings[0].name=TSS2_FAPICONF;host.settings[0].value=/etc/fapi.json;" \
	"host.settings[0].source=environment;host.settings[0].scope=!absent;host.settings[0].fault=!absent;"

static const struct doctor_case cases[] = {
	{ "FAPI-001", "skipped", "host.fapi.srk_file=!absent", "nobody uses" },
	{ "FAPI-005", "skipped", "host.fapi.srk_file=!absent;tpms[0].objects[0].type=rsa",
	  "nobody uses" },
	{ "FAPI-008", "skipped", "host.fapi.srk_file=!absent;host.fapi.system_mode=!absent",
	  "nobody uses" },
	{ "FAPI-001", "found", USED "host.fapi.srk_file=!absent", "HS/SRK" },
	{ "FAPI-001", "skipped", "host.fapi.srk_file=!denied", "root" },
	{ "FAPI-001", "skipped", "host.fapi.config=!absent", "FAPI-009" },
	{ "FAPI-002", "found", "host.fapi.missing_keys[]=system_pcrs", "system_pcrs" },
	{ "FAPI-002", "found", "host.fapi.error=unexpected character", "unexpected" },
	{ "FAPI-002", "skipped", "host.fapi.config=!denied", "root" },
	{ "FAPI-003", "found", "host.fapi.ek_cert_less=true", "true" },
	{ "FAPI-003", "found", "host.fapi.profile_ek_cert_less=1", "only the configuration" },
	{ "FAPI-003", "ok", "host.fapi.ek_cert_less=\"Yes\"", NULL },
	{ "FAPI-003", "skipped", "host.fapi.ek_cert_less=!unasked", NULL },
	{ "FAPI-004", "found", "host.fapi.ek_fingerprint_type=string", "string" },
	{ "FAPI-004", "ok", "host.fapi.ek_fingerprint_type=object", NULL },
	{ "FAPI-004", "skipped", "host.fapi.ek_fingerprint_type=!unasked", NULL },
	{ "FAPI-005", "found", USED "host.fapi.srk_file=!absent;tpms[0].objects[0].type=rsa",
	  "rsa, noDA" },
	{ "FAPI-005", "found",
	  USED "host.fapi.srk_file=!absent;tpms[0].objects[0].attributes=0x30072", "without noDA" },
	{ "FAPI-005", "ok", USED "host.fapi.srk_file=!absent;tpms[0].objects=[]", NULL },
	{ "FAPI-005", "skipped", USED "host.fapi.srk_file=!absent;tpms[0].objects=!unasked",
	  "not collected" },
	{ "FAPI-006", "found", "host.fapi.unknown_words[]=restrictedd", "restrictedd" },
	{ "FAPI-006", "found", "host.fapi.profile=!absent", "P_ECCP256SHA256.json" },
	{ "FAPI-006", "found", "host.fapi.profile_error=it ends too early", "too early" },
	{ "FAPI-006", "skipped", "host.fapi.profile=!denied", "root" },
	{ "FAPI-007", "found", "host.fapi.pcr_banks[]=sha1", "bank sha1 is not allocated" },
	{ "FAPI-007", "skipped", "tpms[0].capabilities.pcrs=!unasked", "not collected" },
	{ "FAPI-008", "found", "host.fapi.system_mode=0755", "0755" },
	{ "FAPI-008", "found", "host.fapi.system_mode=!absent", "no such directory" },
	{ "FAPI-008", "skipped", "host.fapi.system_mode=!denied", "root" },
	{ "FAPI-009", "found", "host.fapi.config=!absent", "there is none" },
	{ "FAPI-009", "skipped", "host.fapi.config=!denied", "root" },
	{ "FAPI-002", "found",
	  "host.fapi.faults[0].line=7;host.fapi.faults[0].fatal=1;host.fapi.faults[0].key=tcti;"
	  "host.fapi.faults[0].text=null is no text",
	  "null is no text" },
	{ "FAPI-002", "ok",
	  "host.fapi.faults[0].line=7;host.fapi.faults[0].fatal=0;host.fapi.faults[0].key=tctl",
	  NULL },
	{ "FAPI-010", "found", "host.fapi.algorithms[]=sm4", "no sm4" },
	{ "FAPI-010", "skipped", "tpms[0].capabilities.algorithms=!unasked", "not collected" },
	{ "FAPI-011", "found",
	  "host.fapi.faults[0].line=7;host.fapi.faults[0].fatal=0;host.fapi.faults[0].key=tctl;"
	  "host.fapi.faults[0].text=there is no such key",
	  "fapi-config.json:7" },
	{ "FAPI-011", "ok",
	  "host.fapi.faults[0].line=7;host.fapi.faults[0].fatal=1;host.fapi.faults[0].key="
	  "ek_cert_less",
	  NULL },
	{ "FAPI-011", "skipped", "host.fapi.config=!absent", "FAPI-009" },
};

DOCTOR_CASES("fapi", cases)
