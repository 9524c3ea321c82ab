/* SPDX-License-Identifier: BSD-2-Clause */
/* Part of the report: saved boots, and how two of them differ. */
#ifndef BOOTS_H
#define BOOTS_H

#include "fact.h"

/* What became of a volume's unlock in one boot. */
struct boot_volume {
	struct text_fact name, outcome;
};

struct boot {
	struct text_fact boot_id,
		source; /* source: the file or directory that was named; absent: none was */
	struct number_fact running;  /* it is the boot that runs now */
	struct number_fact saved_at; /* seconds since 1970 */
	struct text_fact kernel, firmware;
	struct number_fact secure_boot;
	struct text_fact tpm_manufacturer, tpm_firmware;
	struct number_fact clock_ms, reset_count, restart_count;
	struct text_fact
		changed; /* in a few words, since the boot that was saved before; "nothing" */
	struct text_fact unlocked; /* "yes", "no", "in part"; absent: not known */
	struct list_fact volumes;  /* struct boot_volume */
};

/* One record of a PCR that is not what it was. */
struct record_change {
	struct text_fact kind;	/* "added", "removed", "changed", "moved", "unlogged" */
	struct text_fact event; /* its type and name */
	struct text_fact text, why;
};

/* A PCR that has another value. */
struct changed_pcr {
	struct number_fact pcr;
	struct text_fact bank, then, now;
	struct list_fact changes; /* struct record_change */
};

#endif
