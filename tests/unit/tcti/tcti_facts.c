/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the manual pages of the modules have to say, as the modules do it:
 *
 *	tcti_facts MODULE
 *
 * Prints "code 0x000a0008" for each return code of the TCTI layer that was got, "errno ENODEV" for each
 * errno with a text or a code of its own, "device TEXT" and "tpmrm TEXT" with the nodes that the module
 * of this name tries unasked, and "help TEXT", MODULE's own help.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "binding.h"
#include "error.h"
#include "inject.h"
#include "open-device.h"
#include "open-tpmrm.h"
#include "tpmsysfs.h"

/* A machine that has no TPM. */
#define ROOT "tests/data/sysroot/none"

int __real_tpmsysfs_new(const char *prefix, struct tpmsysfs **ret_ctx);
int __wrap_tpmsysfs_new(const char *prefix, struct tpmsysfs **ret_ctx);
int __real_tpmsysfs_preferred_rm(const char *prefix, char name[32]);
int __wrap_tpmsysfs_preferred_rm(const char *prefix, char name[32]);

int __wrap_tpmsysfs_new(const char *prefix, struct tpmsysfs **ret_ctx)
{
	return __real_tpmsysfs_new(prefix ? prefix : ROOT, ret_ctx);
}

int __wrap_tpmsysfs_preferred_rm(const char *prefix, char name[32])
{
	return __real_tpmsysfs_preferred_rm(prefix ? prefix : ROOT, name);
}

static void print_code(TSS2_RC rc)
{
	if (rc != TSS2_RC_SUCCESS)
		printf("code 0x%08x\n", rc);
}

static bool has_own_text(int number)
{
	static const enum tcti_io calls[] = { TCTI_IO_WRITE, TCTI_IO_POLL, TCTI_IO_READ };
	struct tcti_error error;

	tcti_error_open(&error, -number, "/no/such/node");
	if (!strstr(error.text, "cannot open: "))
		return true;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		tcti_error_io(&error, -number, "node", calls[i]);
		if (strlen(error.text) < strlen(strerror(number)) ||
		    strcmp(error.text + strlen(error.text) - strlen(strerror(number)),
			   strerror(number)) != 0)
			return true;
	}
	return false;
}

static void print_errnos(void)
{
	for (int number = 1; number < 256; number++) {
		if (!strerrorname_np(number))
			continue;
		print_code(tcti_binding_rc(-number));
		if (tcti_binding_rc(-number) != TSS2_TCTI_RC_IO_ERROR || has_own_text(number))
			printf("errno %s\n", strerrorname_np(number));
	}
}

static void print_nodes(const char *module,
			int (*open_tpm)(const struct tcti_conf *conf, struct tcti_chardev *dev))
{
	const struct tcti_conf conf = { .select = TCTI_SELECT_NONE };
	struct tcti_chardev dev;

	inject_reset();
	tcti_chardev_init(&dev);
	if (open_tpm(&conf, &dev) < 0)
		printf("%s %s\n", module, dev.error.text);
}

/* What callers do wrong, with a context of either module. */
static void print_misuse(void)
{
	static const struct tcti_policy policy = { .parse = tcti_conf_parse,
						   .open = tcti_open_tpmrm };
	static const uint8_t command[] = { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 1, 0x7c };
	TSS2_TCTI_CONTEXT_COMMON_V2 *common;
	uint8_t response[64];
	size_t size = 0, count = 0;
	TPM2_HANDLE handle = 0;
	char conf[32];
	int fds[2];

	print_code(tcti_binding_init(&policy, NULL, NULL, NULL));
	tcti_binding_init(&policy, NULL, &size, NULL);
	common = calloc(1, size);
	if (!common || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds) < 0)
		abort();
	count = 1;
	print_code(tcti_binding_init(&policy, (TSS2_TCTI_CONTEXT *)common, &count, NULL));
	snprintf(conf, sizeof(conf), "fd=%d", fds[0]);
	if (tcti_binding_init(&policy, (TSS2_TCTI_CONTEXT *)common, &size, conf) != TSS2_RC_SUCCESS)
		abort();
	print_code(common->v1.transmit(NULL, sizeof(command), command));
	print_code(common->v1.transmit((TSS2_TCTI_CONTEXT *)common, sizeof(command), NULL));
	print_code(common->v1.receive((TSS2_TCTI_CONTEXT *)common, &size, response, 0));
	print_code(common->v1.setLocality((TSS2_TCTI_CONTEXT *)common, 1));
	print_code(common->makeSticky((TSS2_TCTI_CONTEXT *)common, &handle, 1));
	if (common->v1.transmit((TSS2_TCTI_CONTEXT *)common, sizeof(command), command) ||
	    write(fds[1], command, sizeof(command)) != sizeof(command))
		abort();
	print_code(common->v1.cancel((TSS2_TCTI_CONTEXT *)common));
	size = 1;
	print_code(common->v1.receive((TSS2_TCTI_CONTEXT *)common, &size, response, -1));
	size = sizeof(response);
	common->v1.receive((TSS2_TCTI_CONTEXT *)common, &size, response, -1);
	common->v1.magic++;
	print_code(common->v1.transmit((TSS2_TCTI_CONTEXT *)common, sizeof(command), command));
	common->v1.magic--;
	common->v1.finalize((TSS2_TCTI_CONTEXT *)common);
	free(common);
}

int main(int argc, char **argv)
{
	TSS2_TCTI_INFO_FUNC get_info = NULL;
	void *module;

	if (argc != 2) {
		fprintf(stderr, "usage: tcti_facts MODULE\n");
		return 2;
	}
	module = dlopen(argv[1], RTLD_NOW);
	if (module)
		get_info = (TSS2_TCTI_INFO_FUNC)dlsym(module, TSS2_TCTI_INFO_SYMBOL);
	if (!get_info) {
		fprintf(stderr, "tcti_facts: %s\n", dlerror());
		return 1;
	}
	print_errnos();
	print_misuse();
	print_nodes("device", tcti_open_device);
	print_nodes("tpmrm", tcti_open_tpmrm);
	printf("help %s\n", get_info()->config_help);
	return 0;
}
