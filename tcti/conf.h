/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration string of the tpmrm module: "SELECTOR" or "KEY=VALUE", parts separated by
 * commas.
 *
 *   tpm1, tpmrm1, 1    the TPM of that name or number, through its resource manager
 *   /dev/anything      this node, raw or resource manager
 *   parent=MSFT0101:00 the TPM whose parent device has this name, ACPI HID or path
 *   fd=7               a descriptor that is open already: a TPM node, or a stream or seqpacket
 *                      socket with a TPM (swtpm, a test) at its far end
 *
 * The device module has no such grammar: its string is a path, as upstream's.
 */
#ifndef CONF_H
#define CONF_H

#include <stddef.h>

#define CONF_TEXT_MAX 256

struct conf {
	char selector[CONF_TEXT_MAX]; /* "" : none; "parent=TEXT" stays whole */
	int fd;			      /* -1: none */
};

/*
 * Parse. text may be NULL (no configuration).
 * Errors: -EINVAL unknown key, bad value, two selectors; -ENAMETOOLONG. error (at least one byte)
 * then says what is wrong, in one sentence.
 */
int conf_parse(const char *text, struct conf *ret_conf, char *error, size_t error_size);

#endif
