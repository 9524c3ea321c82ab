/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about known vulnerabilities and about the bus. */
#include "doctor_cases.h"

#define LISTED(rule_, status_)                                   \
	"tpms[0].vulnerabilities[0].id=CVE-1;"                   \
	"tpms[0].vulnerabilities[0].rule=" rule_ ";"             \
	"tpms[0].vulnerabilities[0].status=" status_ ";"         \
	"tpms[0].vulnerabilities[0].evidence=what was compared;" \
	"tpms[0].vulnerabilities[0].remedy=update"
#define SECOND(rule_, status_)                                \
	";tpms[0].vulnerabilities[1].id=CVE-2;"               \
	"tpms[0].vulnerabilities[1].rule=" rule_ ";"          \
	"tpms[0].vulnerabilities[1].status=" status_ ";"      \
	"tpms[0].vulnerabilities[1].evidence=something else;" \
	"tpms[0].vulnerabilities[1].remedy=wait"

#define CASES(rule)                                                                           \
	{ rule, "found", LISTED(rule, "affected"), "what was compared" },                     \
		{ rule, "ok", LISTED(rule, "fixed"), NULL },                                  \
		{ rule, "ok", LISTED(rule, "not-listed"), NULL },                             \
		{ rule, "skipped", LISTED(rule, "unknown"), "cannot be decided" },            \
		{ rule, "skipped", LISTED("SEC-999", "affected"), "names nothing" },          \
		{ rule, "found", LISTED(rule, "affected") SECOND(rule, "unknown"), "CVE-2" }, \
		{ rule, "found", LISTED(rule, "fixed") SECOND(rule, "affected"),              \
		  "something else" },                                                         \
		{ rule, "skipped", LISTED(rule, "fixed") SECOND(rule, "unknown"),             \
		  "cannot be decided" },                                                      \
	{                                                                                     \
		rule, "skipped", "tpms[0].vulnerabilities=!unasked", "not"                    \
	}

static const struct doctor_case cases[] = {
	CASES("SEC-001"),
	CASES("SEC-002"),
	CASES("SEC-003"),
	CASES("SEC-004"),
	CASES("SEC-005"),
	CASES("SEC-008"),
	CASES("SEC-009"),
	CASES("SEC-010"),
	/* ROCA and the fault of the NPCT75x are in TPMs 1.2 too. */
	{ "SEC-001", "found",
	  NO_ANSWERS "tpms[0].device.version_major=1;" LISTED("SEC-001", "affected"),
	  "what was compared" },
	{ "SEC-009", "found",
	  NO_ANSWERS "tpms[0].device.version_major=1;" LISTED("SEC-009", "affected"),
	  "what was compared" },
	{ "SEC-002", "skipped", NO_ANSWERS "tpms[0].device.version_major=1", "1.2" },
	{ "SEC-006", "found", "host.bios_date=12/31/2017", "12/31/2017" },
	{ "SEC-006", "found", "host.bios_date=1/1/1999;host.sleep_modes=[];host.sleep_modes[]=deep",
	  "deep" },
	{ "SEC-006", "ok",
	  "host.bios_date=12/31/2017;host.sleep_modes=[];host.sleep_modes[]=s2idle", NULL },
	{ "SEC-006", "ok", "host.bios_date=12/31/2017;host.sleep_modes=!absent", NULL },
	{ "SEC-006", "ok", "host.bios_date=12/31/2017;tpms[0].kind=virtual", NULL },
	{ "SEC-006", "ok",
	  "host.bios_date=12/31/2017;tpms[0].identity.manufacturer=IBM;"
	  "tpms[0].identity.vendor_string=SW   TPM",
	  NULL },
	{ "SEC-006", "skipped", "host.bios_date=12/31/2017;tpms[0].identity.vendor_string=!failed",
	  "" },
	{ "SEC-006", "skipped", "host.bios_date=01/01/2018", "list of changes" },
	{ "SEC-006", "skipped", "host.bios_date=31.12.2017", "date" },
	{ "SEC-006", "skipped", "host.bios_date=12/31/17", "date" },
	{ "SEC-006", "skipped", "host.bios_date=12/31/201x", "date" },
	{ "SEC-006", "skipped", "host.bios_date=!absent", "does not tell" },
	{ "SEC-006", "skipped", "host.sleep_modes=!denied", "this user" },
	{ "SEC-007", "found", "tpms[0].kind=discrete;tpms[0].device.bus=spi", "spi" },
	/* The kernel's encrypted sessions are not those of programs. */
	{ "SEC-007", "found", "tpms[0].kind=discrete;tpms[0].device.null_name=00",
	  "not a program's" },
	{ "SEC-007", "ok", "tpms[0].device.null_name=!absent", NULL },
	{ "SEC-007", "skipped", "tpms[0].kind=!unasked", "not" },
#define SOFTWARE(rule_, status_)                        \
	"host.vulnerabilities[0].id=CVE-1;"             \
	"host.vulnerabilities[0].rule=" rule_ ";"       \
	"host.vulnerabilities[0].evidence=linux 6.1.1;" \
	"host.vulnerabilities[0].fixed_in=6.1.178 7.2;" \
	"host.vulnerabilities[0].status=" status_
	{ "SEC-011", "found", SOFTWARE("SEC-011", "predates-fix"),
	  "linux 6.1.1; the project fixed it in 6.1.178 7.2" },
	{ "SEC-011", "ok", SOFTWARE("SEC-011", "fixed"), NULL },
	{ "SEC-011", "ok", SOFTWARE("SEC-011", "not-listed"), NULL },
	{ "SEC-011", "skipped", SOFTWARE("SEC-011", "unknown"), "changelog" },
	{ "SEC-011", "skipped", "host.vulnerabilities=[]", "changelog" },
	{ "SEC-011", "skipped", "host.vulnerabilities=!unasked", "not collected" },
	{ "SEC-012", "found", SOFTWARE("SEC-012", "predates-fix"), "the project fixed it in" },
	{ "SEC-012", "ok", SOFTWARE("SEC-012", "fixed"), NULL },
	{ "SEC-012", "skipped", "host.packages=!absent", "does not tell" },
	CASES("SEC-013"),
#define AMD_FIRMWARE(raw) "tpms[0].identity.manufacturer=AMD;tpms[0].identity.firmware_raw=" raw
	{ "SEC-014", "found", AMD_FIRMWARE("0003005d 00000006"), "3.*.0.*" },
	{ "SEC-014", "ok", AMD_FIRMWARE("0003005d 00020006"), NULL },
	{ "SEC-014", "ok", AMD_FIRMWARE("00060000 00000006"), NULL },
	{ "SEC-014", "skipped", AMD_FIRMWARE("0003005d"), "hexadecimal" },
	{ "SEC-014", "skipped", "tpms[0].identity.manufacturer=!unasked", "not collected" },
	{ "SEC-015", "found", "tpms[0].kind=discrete;host.me_firmware=16.1.25.1917", "Intel" },
	{ "SEC-015", "ok", "tpms[0].kind=discrete", NULL },
	{ "SEC-015", "ok", "host.me_firmware=16.1.25.1917", NULL },
	{ "SEC-015", "skipped", "tpms[0].kind=discrete;host.me_firmware=!denied", "this user" },
};

DOCTOR_CASES("security", cases)
