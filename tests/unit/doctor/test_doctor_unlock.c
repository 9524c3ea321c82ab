/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category unlock. */
#include "doctor_cases.h"

#define VOLUME	"volumes[0]."
#define BINDING "volumes[0].bindings[0]."
/* A volume that nothing binds to a TPM. */
#define UNBOUND                                                                                   \
	VOLUME "verdict=will_not_unlock;" VOLUME "causes=[];" VOLUME "causes[]=no_token;" BINDING \
	       "kind=none;" BINDING "pcrs=[];" BINDING "keyslots=[];"

static const struct doctor_case cases[] = {
	{ "UNL-001", "found",
	  VOLUME "verdict=will_not_unlock;" VOLUME "causes=[];" VOLUME
		 "causes[]=pcr_changed;" VOLUME
		 "summary=the TPM will not unlock it, because Secure Boot's settings changed",
	  "Secure Boot's settings changed" },
	{ "UNL-001", "found", UNBOUND VOLUME "summary=nothing of it is bound to the TPM",
	  "nothing of it is bound" },
	{ "UNL-001", "skipped", UNBOUND VOLUME "wanted=0", "no volume of this machine is bound" },
	{ "UNL-001", "skipped", VOLUME "verdict=unknown", "tpm-probe unlock shows why" },
	{ "UNL-001", "skipped", "volumes=[]", "no volume of this machine is bound" },
	{ "UNL-001", "skipped", "volumes=!unasked", "not collected" },
	{ "UNL-002", "found", VOLUME "wanted=0;" VOLUME "options=luks,discard", "luks,discard" },
	{ "UNL-002", "ok", VOLUME "wanted=0;" VOLUME "options=!absent", NULL },
	{ "UNL-002", "ok", VOLUME "wanted=0;" BINDING "kind=clevis-tpm2", NULL },
	{ "UNL-002", "skipped", "volumes=!unasked", NULL },
	{ "UNL-003", "found", BINDING "bank=!absent", "token 0" },
	{ "UNL-003", "ok", BINDING "bank=!absent;" BINDING "pcrs=[]", NULL },
	{ "UNL-003", "skipped", "volumes=!unasked", NULL },
	{ "UNL-004", "found", BINDING "pcrs[]=9", "PCR 9" },
	{ "UNL-004", "ok", BINDING "pcrs[]=11", NULL },
	{ "UNL-004", "skipped", "volumes=!unasked", NULL },
	{ "UNL-005", "found", VOLUME "keyslots_used=1", "1 keyslot" },
	{ "UNL-005", "ok", VOLUME "keyslots_used=1;" BINDING "keyslots=[]", NULL },
	{ "UNL-005", "skipped", "volumes=!unasked", NULL },
	{ "UNL-006", "found", BINDING "counts_failures=1", "noDA" },
	{ "UNL-006", "ok", BINDING "counts_failures=1;" BINDING "pin=1", NULL },
	{ "UNL-006", "skipped", "volumes=!unasked", NULL },
	{ "UNL-007", "found", BINDING "causes=[];" BINDING "causes[]=token_without_keyslot",
	  "no keyslot" },
	{ "UNL-007", "skipped", "volumes=!unasked", NULL },
	{ "UNL-008", "found", BINDING "causes=[];" BINDING "causes[]=signature_other_key",
	  "another key" },
	{ "UNL-008", "skipped", "volumes=!unasked", NULL },
	{ "UNL-009", "found",
	  "tpms[1].name=tpm1;tpms[1].nodes[0].path=/dev/tpmrm1;"
	  "tpms[1].nodes[0].class_name=tpmrm;tpms[1].nodes[0].access=ok;"
	  "tpms[1].nodes[0].links=[];",
	  "2 TPMs" },
	{ "UNL-009", "skipped", "volumes=!unasked", NULL },
};

DOCTOR_CASES("unlock", cases)
