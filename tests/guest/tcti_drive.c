/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drive one TCTI context by hand, for tests of what becomes of it when the TPM fails.
 *
 *   tcti_drive MODULE [CONF]
 *
 * Reads one order a line and answers each with one line, "0x%08x" and what is named here:
 *   init                 initialize (with CONF)
 *   transmit HEX         send a command
 *   size                 receive with a NULL buffer: the size
 *   receive TIMEOUT_MS   the response, hexadecimal
 *   command HEX          transmit, and receive without a timeout: the response
 *   handle               poll handles: "readable", "quiet" or "none"
 *   wait                 wait until the poll handle is readable
 *   finalize             finalize
 * Exit status: 0 at the end of the input; 2 usage, a bad order, or no such module.
 */
#include <dlfcn.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_tcti.h>

struct drive {
	const TSS2_TCTI_INFO *info;
	const char *conf;
	TSS2_TCTI_CONTEXT *tcti;
};

static size_t from_hex(const char *hex, uint8_t *bytes, size_t size)
{
	size_t n = 0;
	unsigned int byte;

	while (n < size && sscanf(hex, "%2x", &byte) == 1) {
		bytes[n++] = (uint8_t)byte;
		hex += 2;
	}
	return n;
}

static TSS2_RC init(struct drive *drive)
{
	size_t size = 0;
	TSS2_RC rc = drive->info->init(NULL, &size, NULL);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	free(drive->tcti);
	drive->tcti = calloc(1, size);
	if (!drive->tcti)
		abort();
	return drive->info->init(drive->tcti, &size, drive->conf);
}

static TSS2_RC transmit(struct drive *drive, const char *hex)
{
	/* One byte more than any command may have. */
	uint8_t command[4097];

	return Tss2_Tcti_Transmit(drive->tcti, from_hex(hex, command, sizeof(command)), command);
}

static void receive(struct drive *drive, int32_t timeout)
{
	uint8_t response[4096];
	size_t size = sizeof(response);
	TSS2_RC rc = Tss2_Tcti_Receive(drive->tcti, &size, response, timeout);

	printf("0x%08x", rc);
	for (size_t i = 0; rc == TSS2_RC_SUCCESS && i < size; i++)
		printf("%s%02x", i ? "" : " ", response[i]);
	putchar('\n');
}

static void show_handle(struct drive *drive, int timeout_ms)
{
	TSS2_TCTI_POLL_HANDLE handle;
	size_t n = 1;
	TSS2_RC rc = Tss2_Tcti_GetPollHandles(drive->tcti, &handle, &n);

	printf("0x%08x %s\n", rc,
	       rc != TSS2_RC_SUCCESS || n != 1	  ? "none"
	       : poll(&handle, 1, timeout_ms) > 0 ? "readable"
						  : "quiet");
}

static bool obey(struct drive *drive, char *line)
{
	char *argument = strchr(line, ' ');
	size_t size = 0;
	TSS2_RC rc;

	if (argument)
		*argument++ = '\0';
	if (!strcmp(line, "init")) {
		printf("0x%08x\n", init(drive));
	} else if (!drive->tcti) {
		return false;
	} else if (!strcmp(line, "size")) {
		rc = Tss2_Tcti_Receive(drive->tcti, &size, NULL, TSS2_TCTI_TIMEOUT_BLOCK);
		printf("0x%08x %zu\n", rc, size);
	} else if (!strcmp(line, "handle")) {
		show_handle(drive, 0);
	} else if (!strcmp(line, "wait")) {
		show_handle(drive, -1);
	} else if (!strcmp(line, "finalize")) {
		Tss2_Tcti_Finalize(drive->tcti);
		printf("0x%08x\n", TSS2_RC_SUCCESS);
	} else if (!argument) {
		return false;
	} else if (!strcmp(line, "transmit")) {
		printf("0x%08x\n", transmit(drive, argument));
	} else if (!strcmp(line, "receive")) {
		receive(drive, (int32_t)atol(argument));
	} else if (!strcmp(line, "command")) {
		rc = transmit(drive, argument);
		if (rc == TSS2_RC_SUCCESS)
			receive(drive, TSS2_TCTI_TIMEOUT_BLOCK);
		else
			printf("0x%08x\n", rc);
	} else {
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct drive drive = { .conf = argc > 2 ? argv[2] : NULL };
	TSS2_TCTI_INFO_FUNC get_info = NULL;
	char line[8400];
	void *module;

	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: tcti_drive MODULE [CONF]\n");
		return 2;
	}
	module = dlopen(argv[1], RTLD_NOW);
	if (module)
		get_info = (TSS2_TCTI_INFO_FUNC)dlsym(module, TSS2_TCTI_INFO_SYMBOL);
	if (!get_info) {
		fprintf(stderr, "tcti_drive: %s\n", dlerror());
		return 2;
	}
	drive.info = get_info();
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (!obey(&drive, line)) {
			fprintf(stderr, "tcti_drive: bad order: %.40s\n", line);
			return 2;
		}
	}
	free(drive.tcti);
	return 0;
}
