/* SPDX-License-Identifier: BSD-2-Clause */
/* An ephemeral swtpm for machines without a TPM: private state directory, one connection. */
#ifndef SIMULATOR_H
#define SIMULATOR_H

struct simulator;

/*
 * Start swtpm on a socketpair. It ends, and its directory goes, with simulator_stop() or as soon
 * as this process is gone, whatever ends it.
 * The directory is made in XDG_RUNTIME_DIR if that is the caller's alone, as it is not with sudo -E, and
 * else in /tmp.
 * Errors: -ENOENT swtpm is not installed; -errno.
 */
int simulator_start(struct simulator **ret_simulator);
void simulator_stop(struct simulator *simulator);

/* Our end of the socketpair, for the TCTI "<tpmrm module>:fd=N". Owned by the simulator. */
int simulator_fd(const struct simulator *simulator);

#endif
