/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category permissions. */
#include "doctor_cases.h"

static const struct doctor_case cases[] = {
	{ "PRM-001", "found", "tpms[0].nodes[1].access=denied;host.account.database_groups=[]",
	  "alice" },
	{ "PRM-001", "found",
	  "tpms[0].nodes[1].access=denied;host.account.database_groups=[];tpms[0].nodes[1].group=a b', x",
	  "group" },
	{ "PRM-001", "ok", "tpms[0].nodes[1].access=denied", NULL },
	{ "PRM-001", "skipped", "tpms[0].nodes[1].access=!unasked", "tpm-probe doctor -o json" },
	{ "PRM-002", "found", "tpms[0].nodes[1].access=denied;host.account.groups=[]",
	  "does not carry group tss" },
	{ "PRM-002", "skipped", "tpms[0].nodes[1].access=denied;host.account.groups=!unasked",
	  NULL },
	{ "PRM-003", "found",
	  "tpms[0].nodes[1].group=root;tpms[0].nodes[1].mode=0600;tpms[0].nodes[1].access=denied",
	  "has rules for tpmrm" },
	{ "PRM-003", "found",
	  "tpms[0].nodes[1].group=root;tpms[0].nodes[1].mode=0600;host.udev_rules=[]",
	  "no file has rules" },
	{ "PRM-003", "ok",
	  "tpms[0].nodes[1].group=root;tpms[0].nodes[1].mode=0600;tpms[0].nodes[1].acl[]=user:alice:rw-",
	  NULL },
	{ "PRM-003", "skipped", "tpms[0].nodes[1].group=root;host.udev_rules=!failed", NULL },
	{ "PRM-004", "found", "tpms[0].nodes[0].group=tss", "0660" },
	{ "PRM-004", "skipped", "tpms[0].nodes[0].mode=!unasked", NULL },
	{ "PRM-005", "found", "tpms[0].nodes[1].access=denied by LSM or cgroup", "refuses" },
	{ "PRM-005", "skipped", "tpms[0].nodes[1].access=!unasked", NULL },
	{ "PRM-008", "found",
	  "host.audit_log[]=type=AVC msg=audit(1.2:3): avc:  denied  { open } for pid=9 "
	  "comm=\"charon\" path=\"/dev/tpmrm0\" dev=\"devtmpfs\"",
	  "charon" },
	{ "PRM-008", "found",
	  "host.kernel_log[]=audit: type=1400 apparmor=\"DENIED\" operation=\"open\" "
	  "profile=\"swanctl\" name=\"/dev/tpmrm0\" comm=\"swanctl\"",
	  "swanctl" },
	{ "PRM-008", "skipped", "host.audit_log=!denied", "root" },
	{ "PRM-006", "found", "tpms[0].nodes[1].mode=0666", "0666" },
	{ "PRM-006", "skipped", "tpms[0].nodes[1].mode=!denied", "root" },
	{ "PRM-007", "found", "tpms[0].nodes[1].tags=[]", "no udev tag" },
	{ "PRM-007", "skipped", "tpms[0].nodes[1].tags=!absent", "does not tell" },
	{ "PRM-007", "ok", "tpms[0].nodes[1].tags=[];host.container=lxc", NULL },
};

DOCTOR_CASES("permissions", cases)
