/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes of sysfs and of a file's attributes: ACPI tables, device-tree properties, ACLs. */
#include <stdlib.h>

#include "acl.h"
#include "devicetree.h"
#include "firmware.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const gid_t groups[] = { 4, 2000 };
	struct caller caller = { .uid = 1000, .gid = 110, .groups = groups, .n_groups = 2 };
	uint32_t start_method;
	uint16_t class;
	struct acl acl;

	acpi_tpm2_parse(data, size, &start_method, &class);
	acpi_tcpa_parse(data, size, &class);
	devicetree_match((const char *)data, size);
	if (acl_parse(data, size, &acl) == 0) {
		if (acl.count > ACL_MAX || acl_grant(&acl, 0660, 0, 110, &caller) & ~6u ||
		    acl_group_perm(&acl, 0660) & ~6u)
			abort();
		caller.overrides = true;
		if (acl_grant(&acl, 0, 0, 0, &caller) != 6)
			abort();
	}
	return 0;
}
