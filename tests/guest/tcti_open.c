/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Initialize a TCTI module, finalize it and do nothing in between, for tests that watch what that
 * alone does (strace) or what it refuses. The module is loaded directly, because tctildr reports a
 * code of its own when a module refuses.
 *
 *   tcti_open MODULE [CONF]
 *
 * Prints the response code of the initialisation and its text. Exit status: 0 success, 1 the module
 * refused, 2 usage or the module could not be loaded.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tcti.h>

static TSS2_RC open_and_close(const TSS2_TCTI_INFO *info, const char *conf)
{
	TSS2_TCTI_CONTEXT *tcti;
	size_t size = 0;
	TSS2_RC rc;

	rc = info->init(NULL, &size, NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	tcti = calloc(1, size);
	if (!tcti)
		return TSS2_TCTI_RC_MEMORY;
	rc = info->init(tcti, &size, conf);
	if (rc == TSS2_RC_SUCCESS)
		Tss2_Tcti_Finalize(tcti);
	free(tcti);
	return rc;
}

int main(int argc, char **argv)
{
	TSS2_TCTI_INFO_FUNC get_info = NULL;
	void *module;
	TSS2_RC rc;

	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: tcti_open MODULE [CONF]\n");
		return 2;
	}
	module = dlopen(argv[1], RTLD_NOW);
	if (module)
		get_info = (TSS2_TCTI_INFO_FUNC)dlsym(module, TSS2_TCTI_INFO_SYMBOL);
	if (!get_info) {
		fprintf(stderr, "tcti_open: %s\n", dlerror());
		return 2;
	}
	rc = open_and_close(get_info(), argv[2]);
	printf("0x%08x %s\n", rc, Tss2_RC_Decode(rc));
	return rc != TSS2_RC_SUCCESS;
}
