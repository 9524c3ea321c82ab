/* SPDX-License-Identifier: BSD-2-Clause */
/* PCR values of sysfs. */
#ifndef SYSFS_PCRS_H
#define SYSFS_PCRS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Hexadecimal digits to bytes; white space between bytes is allowed. Returns the number of bytes,
 * -EBADMSG if text holds anything else or more than size bytes. */
ssize_t hex_parse(const char *text, uint8_t *bytes, size_t size);

#endif
