/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one question that the udev helper asks a TPM, its answer, and what udev is told. Pure; every
 * byte of an answer is untrusted.
 */
#ifndef UDEV_PROPERTIES_H
#define UDEV_PROPERTIES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "vendor.h"

#define PROPERTIES_COMMAND_SIZE 22

/* TPM2_GetCapability for the properties from first to VENDOR_LAST. */
void properties_command(uint32_t first, uint8_t ret_command[PROPERTIES_COMMAND_SIZE]);

/*
 * Take what an answer with code 0 holds: size bytes of parameters, which follow the header.
 * first: what the command asked for. Returns the property to ask on from, 0 if that was all (a TPM
 * may tell fewer than it is asked for, and says so).
 * Errors: -EBADMSG: cut off, or not the answer to this command.
 */
int properties_take(struct vendor *vendor, uint32_t first, const uint8_t *parameters, size_t size);

/*
 * Lines for IMPORT{program}: ID_TPM2_MANUFACTURER=, ID_TPM2_VENDOR_STRING= (left out where the TPM
 * has none), ID_TPM2_MODALIAS=.
 * Errors: -ENODATA: the TPM told nothing of itself; nothing is printed.
 */
int properties_print(const struct vendor *vendor, FILE *out);

#endif
