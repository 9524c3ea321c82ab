/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category keys. */
#include "doctor_cases.h"

static const struct doctor_case cases[] = {
	{ "EK-001", "skipped", "host.fapi.srk_file=!absent;tpms[0].ek_certificates=[]",
	  "nobody uses" },
	{ "EK-001", "found", "tpms[0].ek_certificates[0].key=rsa 2048",
	  "a certificate for rsa 2048" },
	{ "EK-001", "found", "tpms[0].ek_certificates=[]", "no certificate" },
	{ "EK-001", "ok", "tpms[0].ek_certificates=[];host.fapi.ek_cert_less=\"yes\"", NULL },
	{ "EK-001", "ok", "tpms[0].ek_certificates=[];tpms[0].identity.manufacturer=INTC", NULL },
	{ "EK-001", "skipped", "tpms[0].ek_certificates=!unasked", "not collected" },
	{ "EK-002", "found", "tpms[0].ek_certificates=[]", "nine indices" },
	{ "EK-002", "found", "tpms[0].ek_certificates=[];tpms[0].identity.manufacturer=AMD",
	  "ftpm.amd.com" },
	{ "EK-002", "skipped", "tpms[0].ek_certificates=!rc", NULL },
	{ "EK-003", "found",
	  "tpms[0].ek_certificates[0].public_key=c1c2d1d3;tpms[0].state.tpm_generated_eps=1",
	  "tpmGeneratedEPS" },
	{ "EK-003", "skipped", "tpms[0].objects=[]", "tpm-probe ek" },
	{ "EK-004", "found", "tpms[0].ek_certificates[0].self_signed=1", "self-signed" },
	{ "EK-004", "found", "tpms[0].ek_certificates[0].crl_urls[]=ldap://ca/crl", "ldap" },
	{ "EK-004", "skipped", "tpms[0].ek_certificates[0].self_signed=!rc", NULL },
	{ "EK-005", "found", "tpms[0].ek_certificates[0].not_after=1700000000", "expired" },
	{ "EK-005", "found", "tpms[0].ek_certificates[0].trailing=17", "17 bytes" },
	{ "EK-005", "found", "tpms[0].ek_certificates[0].error=not an X.509 certificate",
	  "not an X.509" },
	{ "EK-005", "skipped", "host.time=!unasked", NULL },
	{ "KEY-001", "found", "tpms[0].objects[0].public_key=0000", "another key" },
	{ "KEY-001", "found", "tpms[0].objects=[]", "there is none" },
	{ "KEY-001", "ok", "host.systemd_srk=!absent", NULL },
	{ "KEY-001", "skipped", "host.systemd_srk=!denied", "root" },
	{ "KEY-002", "found", "tpms[0].objects[0].attributes=0x20472", "0x10000" },
	{ "KEY-002", "skipped", "tpms[0].objects[0].attributes=!rc", NULL },
	{ "KEY-003", "found", "tpms[0].objects[0].attributes=0x30072", "noDA" },
	{ "KEY-003", "skipped", "tpms[0].objects=!unasked", "not collected" },
	{ "KEY-004", "found", "tpms[0].capabilities.handles_persistent=[]", "0x81000001" },
	{ "KEY-004", "skipped", "tpms[0].capabilities.handles_persistent=!unasked", NULL },
};

DOCTOR_CASES("keys", cases)
