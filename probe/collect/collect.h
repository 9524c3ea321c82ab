/* SPDX-License-Identifier: BSD-2-Clause */
/* Collectors: they ask sysfs or a TPM and put the answers into the report. They print nothing. */
#ifndef COLLECT_H
#define COLLECT_H

#include "report.h"
#include "tpm.h"
#include "tpmsysfs.h"

/* Parts of a TPM's report that cost TPM commands. */
enum collect_part {
	COLLECT_IDENTITY =
		1 << 0, /* identity, state, limits: properties, clock, self-test result */
	COLLECT_CAPABILITIES = 1 << 1,
	COLLECT_PCRS = 1 << 2,
	COLLECT_CONTENTS = 1 << 3, /* of the capabilities only banks and what is in the TPM */
	/* With COLLECT_CONTENTS or COLLECT_CAPABILITIES, which name what there is: */
	COLLECT_OBJECTS = 1 << 4,	/* public areas of persistent objects */
	COLLECT_NV = 1 << 9,		/* public areas of NV indices */
	COLLECT_CERTIFICATES = 1 << 10, /* those in NV; with COLLECT_NV */
	COLLECT_KEYS = COLLECT_OBJECTS | COLLECT_NV | COLLECT_CERTIFICATES,
	COLLECT_BOOT_PCRS = 1 << 5, /* PCRs 0 to 7 of every bank */
	COLLECT_LATENCY = 1 << 6,   /* random bytes, timed */
	COLLECT_FEW = 1 << 7,	    /* of the keys no more than a diagnosis may cost */
	COLLECT_SERIALS = 1 << 8,   /* and serial numbers and bytes of certificates */
	COLLECT_VALIDITY = 1 << 11, /* NV handles; until when EK certificates are valid */
};

/*
 * The machine around the TPMs: accounts, settings, modules, rules files, services, logs. Only reads:
 * opens no node, starts no service. root: prefix as of tpmsysfs_new(), or NULL; below a prefix what
 * only a running system tells (D-Bus, the caller's environment) is not asked.
 * Returns 0, or -errno if root cannot be opened.
 */
int collect_host(struct report *report, const char *root);

/* Firmware tables and every TPM that sysfs and udev know: names, nodes, device, access.
 * Returns 0 or -errno. */
int collect_sysfs(struct report *report, struct tpmsysfs *ctx);

/* The PCR values that the kernel shows of one of these TPMs: no privilege, but a TPM command of the
 * kernel's for each. Returns their number, or -errno. */
int collect_sysfs_pcrs(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx);

/*
 * Ask a TPM. parts: enum collect_part. One capability page is fetched once, whatever parts want it.
 * Where tpm_limit_commands() leaves no room, facts stay unasked, and connection.left_out names the part.
 * Returns 0, or the TSS2_RC that ended the questions (then also in the facts concerned and in
 * tpm->connection).
 */
TSS2_RC collect_tpm(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm,
		    unsigned int parts);

/*
 * Read an event log: that of a TPM that sysfs knows under this name ("tpm0"), or a file. What it says goes into the TPM's
 * event_log, held against its pcr_values as far as they are known; where it cannot be had, its events
 * say why. Returns 0, or -errno: -ENOENT there is none, -EACCES, -EFBIG; damage is not an error.
 */
int collect_event_log(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx,
		      const char *name);
int collect_event_log_file(struct report *report, struct tpm_report *tpm_report, const char *path);

/* The calling user and the container alone, of all that collect_host() collects. 0 or -errno. */
int collect_caller(struct report *report);

/* What of this machine bears on a measurement, into report->benchmark. */
void collect_benchmark_host(struct report *report);

/* Decode a response code into the report. */
void collect_response_code(struct report *report, uint32_t code);

#endif
