/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading boots: files of boots save, records that systemd-pcrlock cel prints, systemd's own log. */
#ifndef SAVED_BOOT_READ_H
#define SAVED_BOOT_READ_H

#include "saved-boot.h"

enum { SAVED_BOOT_READ_MAX = 16 << 20 }; /* bytes of a file that is read */

/*
 * Read what boots save wrote, or an array of records of a canonical event log (CEL-JSON). Keys that are not
 * known are passed over. text: size bytes and a NUL behind them.
 * Returns 0; -EBADMSG with ret_error, malloc'd, which says what is wrong; -ENOMEM.
 */
int saved_boot_parse(const char *text, size_t size, struct saved_boot **ret_boot, char **ret_error);

/*
 * Add the records of /run/log/systemd/tpm2-measure.log (RFC 7464). Those that make no sense are passed
 * over: systemd may have died while it wrote one. Returns the number of those.
 */
size_t saved_boot_add_measure_log(struct saved_boot *boot, const char *text, size_t size);

#endif
