/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef NAMES_COMMAND_H
#define NAMES_COMMAND_H

#include <stdint.h>

const char *name_command(uint32_t code); /* "TPM2_CC_GetRandom" */

#endif
