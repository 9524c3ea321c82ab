/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which TPMs a run is about, and how each is reached. For every command the first of these decides:
 *
 *   an operand (`info tpm1`) or --device, --tcti, --simulator, --from
 *   $TPM_PROBE_TCTI, then $TPM2TOOLS_TCTI (an empty one is none)
 *   discovery: the preferred TPM, or all of them
 *
 * Of the first line only one may be given, but --device (or the operand) picks a TPM of the report that
 * --from names. Below --sysroot there is nothing to open, and the variables are not for that machine.
 */
#ifndef SELECT_H
#define SELECT_H

#include "run.h"
#include "simulator.h"
#include "target.h"

struct selection {
	struct target *targets; /* the report's, and one for each of its TPMs */
	size_t count;		/* 0: discovery found none */
	bool follows_sysfs;	/* they are those that sysfs knows, whatever their number */
	struct tpmsysfs *ctx;	/* NULL: sysfs was not looked at */
	struct simulator *simulator;
};

enum select_flags {
	SELECT_ALL =
		1 << 0, /* every TPM that discovery finds, and be it none; else the preferred one */
	/* For a diagnosis, which opens no raw node: a TPM of this machine is asked through its resource
	 * manager's node, whatever node was named. */
	SELECT_NO_RAW = 1 << 1,
};

/* Is every option that says which TPM is meant one that can be honoured beside the others? Returns an
 * exit status, said. operand: an operand that names a TPM as --device does, or NULL. */
int select_check(struct run *run, const char *operand);

/*
 * Decide, for a run without --from, and put the TPMs into the report: nothing is opened but the
 * simulator. Returns an exit status; on failure it has said why. To be cleared in every case.
 */
int select_targets(struct run *run, const char *operand, unsigned int flags,
		   struct selection *ret_selection);
void selection_clear(struct selection *selection);

/*
 * The part of discovery, silent, and for a list of TPMs that changes: what sysfs has now goes into the
 * run's report, and of it what --device (device, or NULL) or nothing selects. A node that sysfs does not
 * know is taken as it is. Returns 0, or -errno as tpmsysfs_find().
 */
int select_discovered(struct run *run, const char *device, unsigned int flags,
		      struct selection *selection);

/* What sysfs knows goes into the report, opening nothing. ret_ctx: tpmsysfs_free(). Returns an exit
 * status, said. */
int select_open_sysfs(struct run *run, struct tpmsysfs **ret_ctx);

/* Only the TPM of --device, or an operand, stays in the report, if one is named. Returns an exit status,
 * said: a report that was read lacks it, or this machine does (ctx: its sysfs). */
int select_keep(struct run *run, struct tpmsysfs *ctx, const char *device);

/* Is a TPM named, or does this machine have one? What can do without one may go on. */
bool select_finds_any(const struct run *run);

/* No TPM was found: say so, and what to do. */
int select_none(struct run *run);

#endif
