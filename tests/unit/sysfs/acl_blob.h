/* SPDX-License-Identifier: BSD-2-Clause */
/* An ACL as the kernel stores it, for the tests of sysfs/acl.c and access.c. */
#ifndef TESTS_ACL_BLOB_H
#define TESTS_ACL_BLOB_H

#include <stdint.h>

/* user::rw-, user:1000:rw-, user:1001:r--, group::r--, group:2000:rw-, mask::rw-, other::--- */
static const uint8_t blob[] = {
	2,    0, 0, 0,			       /* version */
	1,    0, 6, 0, 0xff, 0xff, 0xff, 0xff, /* user */
	2,    0, 6, 0, 0xe8, 0x03, 0,	 0,    /* user 1000 */
	2,    0, 4, 0, 0xe9, 0x03, 0,	 0,    /* user 1001 */
	4,    0, 4, 0, 0xff, 0xff, 0xff, 0xff, /* group */
	8,    0, 6, 0, 0xd0, 0x07, 0,	 0,    /* group 2000 */
	0x10, 0, 6, 0, 0xff, 0xff, 0xff, 0xff, /* mask */
	0x20, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, /* other */
};

#endif
