/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM a run is about, and how it is reached. */
#ifndef SELECT_H
#define SELECT_H

#include "run.h"

/*
 * Fill the run's report: from a file, or from sysfs and, with parts (enum collect_part) other than
 * 0, from the TPMs. What the options name is taken; else $TPM_PROBE_TCTI, then $TPM2TOOLS_TCTI;
 * else every TPM that udev knows (all), or the first of them: the platform's own ahead of virtual
 * ones, then by number.
 * device: an operand that names a TPM as --device does, or NULL.
 * Returns an exit status; on failure it has said why.
 */
int target_collect(struct run *run, const char *device, unsigned int parts, bool all);

/* Only sysfs and udev, or the file of --from: opens no node. */
int target_list(struct run *run);

/*
 * The parts of target_collect(), for those who keep their connection.
 *
 * target_open_sysfs: what sysfs knows goes into the report; exit status, said. ret_ctx: tpmsysfs_free().
 * target_find: the report's TPM that the user's word means, and whether it means the raw node; -errno
 * as tpmsysfs_find(), which target_not_found() explains.
 * target_first: the platform's own ahead of virtual ones; NULL where there is none, which
 * target_none() explains.
 * target_variable: the environment variable that names a TCTI, or NULL.
 */
int target_open_sysfs(struct run *run, struct tpmsysfs **ret_ctx);
int target_find(struct run *run, struct tpmsysfs *ctx, const char *device,
		struct tpm_report **ret_tpm, bool *ret_raw);
int target_not_found(struct run *run, const char *device, int r);
struct tpm_report *target_first(const struct report *report);
int target_none(struct run *run);
const char *target_variable(const char **ret_tcti);

/*
 * Everything that can be had, for a diagnosis: a TPM that is not there or does not answer is no
 * failure but a fact. Never opens a raw node. parts: enum collect_part.
 * Returns an exit status; on failure it has said why.
 */
int target_examine(struct run *run, unsigned int parts);

#endif
