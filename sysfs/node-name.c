/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's names of TPM nodes. Some Chinese kernels call theirs tcm (SM2/SM3 devices). */

#include "node-name.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum tpmsysfs_class name_parse(const char *name, unsigned int *ret_number)
{
	enum tpmsysfs_class class = TPMSYSFS_CLASS_RAW;
	size_t digits = 0;

	if (strncmp(name, "tpm", 3) && strncmp(name, "tcm", 3))
		return TPMSYSFS_CLASS_NONE;
	name += 3;
	if (!strncmp(name, "rm", 2)) {
		class = TPMSYSFS_CLASS_RM;
		name += 2;
	}
	while (name[digits] >= '0' && name[digits] <= '9')
		digits++;
	if (!digits || digits > 9 || name[digits])
		return TPMSYSFS_CLASS_NONE;
	if (ret_number)
		*ret_number = (unsigned int)strtoul(name, NULL, 10);
	return class;
}

enum tpmsysfs_class subsystem_class(const char *subsystem)
{
	if (!strcmp(subsystem, "tpm") || !strcmp(subsystem, "tcm"))
		return TPMSYSFS_CLASS_RAW;
	if (!strcmp(subsystem, "tpmrm") || !strcmp(subsystem, "tcmrm"))
		return TPMSYSFS_CLASS_RM;
	return TPMSYSFS_CLASS_NONE;
}
