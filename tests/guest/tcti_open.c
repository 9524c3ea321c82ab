/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Initialize a TCTI through tctildr, finalize it and do nothing in between, for tests that watch
 * what that alone does (strace) or what it refuses:
 *
 *   tcti_open NAME:CONF
 *
 * Prints the response code of the initialisation; exit status 0 if it is success.
 */
#include <stdio.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>

int main(int argc, char **argv)
{
	TSS2_TCTI_CONTEXT *tcti = NULL;
	TSS2_RC rc;

	if (argc != 2) {
		fprintf(stderr, "usage: tcti_open NAME:CONF\n");
		return 2;
	}
	rc = Tss2_TctiLdr_Initialize(argv[1], &tcti);
	printf("0x%08x %s\n", rc, Tss2_RC_Decode(rc));
	if (rc != TSS2_RC_SUCCESS)
		return 1;
	Tss2_TctiLdr_Finalize(&tcti);
	return 0;
}
