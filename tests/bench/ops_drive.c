// SPDX-License-Identifier: BSD-2-Clause
/*
 * Runs bench's operations without its engine, and says of each what happened, how many commands a
 * run sent, how many objects were in the TPM, and whether the TPM is afterwards as it was before.
 *
 *   ops_drive [-n RUNS] [-l LOADED] [-s SLOT] [-r CC=RC]... [-R RC] [-c OFFSET] TCTI [OPERATION]...
 *
 * -l loads objects first that just lie there. -r answers a command with a response code in the TPM's
 * name; -R does so with every run, or with a code of TCTIs lets the command through and loses the
 * response. -c changes a bit in what every run returns; the offset is that of the byte among the
 * parameters, or below 0 from their end.
 */
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "ops.h"

#define HEADER_SIZE 10

/* What stands between the System API and the client's TCTI. */
static struct {
	TSS2_TCTI_TRANSMIT_FCN transmit;
	TSS2_TCTI_RECEIVE_FCN receive;
	bool in_run;
	unsigned int commands; /* in this run */
	TPM2_CC code;	       /* of the last one */
	uint32_t handles[2];   /* what follows its header */
	struct {
		TPM2_CC code;
		TSS2_RC rc;
	} refused[4];
	size_t n_refused;
	TSS2_RC run_rc; /* 0: the TPM's */
	bool is_corrupt;
	int corrupt_at;
	TSS2_RC answer; /* to the last command, in place of the TPM's */
	bool is_sent;
} between;

static uint32_t get_32(const uint8_t *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return be32toh(value);
}

static TSS2_RC transmit(TSS2_TCTI_CONTEXT *tcti, size_t size, const uint8_t *command)
{
	between.commands++;
	between.code = get_32(command + 6);
	for (size_t i = 0; i < 2; i++)
		between.handles[i] = size >= HEADER_SIZE + (i + 1) * sizeof(uint32_t)
					     ? get_32(command + HEADER_SIZE + i * sizeof(uint32_t))
					     : 0;
	between.answer = between.in_run ? between.run_rc : 0;
	for (size_t i = 0; i < between.n_refused; i++)
		if (between.code == between.refused[i].code)
			between.answer = between.refused[i].rc;
	between.is_sent =
		!between.answer || (between.answer & TSS2_RC_LAYER_MASK) == TSS2_TCTI_RC_LAYER;
	return between.is_sent ? between.transmit(tcti, size, command) : TSS2_RC_SUCCESS;
}

static void corrupt(uint8_t *response, size_t size)
{
	size_t at = HEADER_SIZE, end = size;

	/* With sessions, the size of the parameters comes ahead of them. */
	if (response[1] == (TPM2_ST_SESSIONS & 0xff)) {
		at += sizeof(uint32_t);
		end = at + get_32(response + HEADER_SIZE);
	}
	at = (between.corrupt_at < 0 ? end : at) + between.corrupt_at;
	if (at < size)
		response[at] ^= 1;
}

static TSS2_RC receive(TSS2_TCTI_CONTEXT *tcti, size_t *size, uint8_t *response, int32_t timeout)
{
	uint8_t answer[HEADER_SIZE] = { 0x80, 0x01, 0, 0, 0, HEADER_SIZE };
	uint32_t code = htobe32(between.answer);
	uint8_t lost[TPM2_MAX_RESPONSE_SIZE];
	size_t lost_size = sizeof(lost);
	TSS2_RC rc;

	if (between.answer && between.is_sent) {
		rc = between.receive(tcti, &lost_size, lost, timeout);
		return rc ? rc : between.answer;
	}
	if (between.answer) {
		memcpy(answer + 6, &code, sizeof(code));
		if (response)
			memcpy(response, answer, sizeof(answer));
		*size = sizeof(answer);
		return TSS2_RC_SUCCESS;
	}
	rc = between.receive(tcti, size, response, timeout);
	if (rc == TSS2_RC_SUCCESS && response && between.in_run && between.is_corrupt)
		corrupt(response, *size);
	return rc;
}

static void stand_between(struct bench_client *client)
{
	TSS2_TCTI_CONTEXT *tcti;

	if (Tss2_Sys_GetTctiContext(client->sys, &tcti) != TSS2_RC_SUCCESS)
		abort();
	between.transmit = TSS2_TCTI_TRANSMIT(tcti);
	between.receive = TSS2_TCTI_RECEIVE(tcti);
	TSS2_TCTI_TRANSMIT(tcti) = transmit;
	TSS2_TCTI_RECEIVE(tcti) = receive;
}

/* The System API takes no further command once a TCTI has failed. */
static void begin_anew(struct bench_client *client)
{
	TSS2_ABI_VERSION abi = TSS2_ABI_VERSION_CURRENT;
	TSS2_TCTI_CONTEXT *tcti;

	if (Tss2_Sys_GetTctiContext(client->sys, &tcti) != TSS2_RC_SUCCESS)
		abort();
	Tss2_Sys_Finalize(client->sys);
	if (Tss2_Sys_Initialize(client->sys, Tss2_Sys_GetContextSize(0), tcti, &abi) !=
	    TSS2_RC_SUCCESS)
		abort();
}

/* ---- The TPM's state -------------------------------------------------------------------------- */
static void must(TSS2_RC rc, const char *what)
{
	if (rc == TSS2_RC_SUCCESS)
		return;
	fprintf(stderr, "ops_drive: %s: 0x%08" PRIx32 "\n", what, rc);
	exit(2);
}

static TPML_HANDLE handles(struct bench_client *client, TPM2_HANDLE first)
{
	TPMS_CAPABILITY_DATA data = { 0 };
	TPMI_YES_NO more;

	must(Tss2_Sys_GetCapability(client->sys, NULL, TPM2_CAP_HANDLES, first,
				    TPM2_MAX_CAP_HANDLES, &more, &data, NULL),
	     "handles");
	return data.data.handles;
}

static unsigned int count_objects(struct bench_client *client)
{
	return handles(client, (TPM2_HANDLE)TPM2_HT_TRANSIENT << TPM2_HR_SHIFT).count;
}

struct state {
	unsigned int objects, sessions;
	TPML_HANDLE nv;
	TPML_DIGEST pcr16;
};

static void read_state(struct bench_client *client, struct state *ret_state)
{
	TPML_PCR_SELECTION all = { .count = 4 };

	memset(ret_state, 0, sizeof(*ret_state));
	ret_state->objects = count_objects(client);
	ret_state->sessions = handles(client, TPM2_LOADED_SESSION_FIRST).count;
	ret_state->nv = handles(client, TPM2_NV_INDEX_FIRST);
	for (size_t i = 0; i < all.count; i++) {
		static const TPMI_ALG_HASH banks[] = { TPM2_ALG_SHA1, TPM2_ALG_SHA256,
						       TPM2_ALG_SHA384, TPM2_ALG_SHA512 };

		all.pcrSelections[i] = (TPMS_PCR_SELECTION){ .hash = banks[i],
							     .sizeofSelect = 3,
							     .pcrSelect = { 0, 0, 1 } };
	}
	must(Tss2_Sys_PCR_Read(client->sys, NULL, &all, NULL, NULL, &ret_state->pcr16, NULL),
	     "PCR 16");
}

static const char *difference(const struct state *a, const struct state *b)
{
	if (a->objects != b->objects)
		return "objects";
	if (a->sessions != b->sessions)
		return "sessions";
	if (memcmp(&a->nv, &b->nv, sizeof(a->nv)) != 0)
		return "nv";
	return memcmp(&a->pcr16, &b->pcr16, sizeof(a->pcr16)) != 0 ? "pcr16" : "nothing";
}

/* ---- One operation ---------------------------------------------------------------------------- */
struct result {
	const char *stage; /* that failed; NULL: none */
	TSS2_RC rc;
	unsigned int runs, most_commands;
	TPM2_CC code; /* that a run sent */
	uint32_t handles[2];
	unsigned int rest, peak;
};

static TSS2_RC call(TSS2_RC (*function)(struct bench_client *client), struct bench_client *client,
		    const char *stage, struct result *result)
{
	TSS2_RC rc = function ? function(client) : TSS2_RC_SUCCESS;

	if (rc != TSS2_RC_SUCCESS && !result->stage) {
		result->stage = stage;
		result->rc = rc;
	}
	return rc;
}

static bool run_once(struct bench_client *client, const struct bench_op *op, struct result *result)
{
	unsigned int objects;
	TSS2_RC rc;

	if (call(op->before, client, "before", result) != TSS2_RC_SUCCESS)
		return false;
	between.commands = 0;
	between.in_run = true;
	rc = call(op->run, client, "run", result);
	between.in_run = false;
	result->code = between.code;
	memcpy(result->handles, between.handles, sizeof(result->handles));
	if (between.commands > result->most_commands)
		result->most_commands = between.commands;
	if ((rc & TSS2_RC_LAYER_MASK) == TSS2_TCTI_RC_LAYER)
		begin_anew(client);
	if (rc != TSS2_RC_SUCCESS)
		return true; /* as the engine goes on */
	objects = count_objects(client);
	if (objects > result->peak)
		result->peak = objects;
	if (call(op->after, client, "after", result) != TSS2_RC_SUCCESS)
		return true;
	result->runs++;
	return true;
}

static void drive(struct bench_client *client, const struct bench_op *op, unsigned int runs)
{
	struct state before, after;
	struct result result = { 0 };

	read_state(client, &before);
	if (call(op->setup, client, "setup", &result) == TSS2_RC_SUCCESS) {
		result.rest = count_objects(client);
		for (unsigned int i = 0; i < runs; i++)
			if (!run_once(client, op, &result))
				break;
	}
	call(op->teardown, client, "teardown", &result);
	must(client_flush_all(client), "flush");
	read_state(client, &after);
	printf("%s tier=%s ", op->name, bench_tier_words.words[op->tier]);
	if (!result.stage)
		printf("ok");
	else if (result.rc == CLIENT_SKIPPED)
		printf("skipped");
	else if (bench_is_unsupported(result.rc))
		printf("unsupported");
	else
		printf("failed");
	printf(" runs=%u commands=%u rest=%u peak=%u left=%s", result.runs, result.most_commands,
	       result.rest, result.peak, difference(&before, &after));
	if (result.most_commands)
		printf(" sent=0x%" PRIx32 " said=0x%" PRIx32 " handles=0x%08" PRIx32
		       ",0x%08" PRIx32,
		       result.code, bench_op_command(op, client), result.handles[0],
		       result.handles[1]);
	if (result.stage)
		printf(" stage=%s rc=0x%" PRIx32, result.stage, result.rc);
	if (result.rc == CLIENT_SKIPPED)
		printf(" reason=%s", client->skip_reason);
	putchar('\n');
}

static void usage(void)
{
	fputs("usage: ops_drive [-n RUNS] [-l LOADED] [-s SLOT] [-r CC=RC]... [-R RC] [-c OFFSET]"
	      " TCTI [OPERATION]...\n",
	      stderr);
	exit(2);
}

static void refuse(const char *text)
{
	char *end;

	if (between.n_refused == sizeof(between.refused) / sizeof(between.refused[0]))
		usage();
	between.refused[between.n_refused].code = (TPM2_CC)strtoul(text, &end, 0);
	if (*end != '=')
		usage();
	between.refused[between.n_refused++].rc = (TSS2_RC)strtoul(end + 1, NULL, 0);
}

int main(int argc, char **argv)
{
	unsigned int runs = 3, loaded = 0, slot = 0;
	struct bench_client *client;
	int option;

	while ((option = getopt(argc, argv, "n:l:s:r:R:c:")) != -1) {
		if (option == 'n') {
			runs = (unsigned int)atoi(optarg);
		} else if (option == 'l') {
			loaded = (unsigned int)atoi(optarg);
		} else if (option == 's') {
			slot = (unsigned int)atoi(optarg);
		} else if (option == 'r') {
			refuse(optarg);
		} else if (option == 'R') {
			between.run_rc = (TSS2_RC)strtoul(optarg, NULL, 0);
		} else if (option == 'c') {
			between.is_corrupt = true;
			between.corrupt_at = atoi(optarg);
		} else {
			usage();
		}
	}
	if (optind == argc)
		usage();
	must(bench_client_open(argv[optind], -1, &client), "open");
	client->undo_slot = slot;
	stand_between(client);
	for (unsigned int i = 0; i < loaded; i++)
		must(bench_add_extra_object(client), "ballast");
	for (size_t i = 0; i < bench_op_count() && optind + 1 == argc; i++)
		drive(client, bench_op(i), runs);
	for (int i = optind + 1; i < argc; i++) {
		if (!bench_op_find(argv[i]))
			usage();
		drive(client, bench_op_find(argv[i]), runs);
	}
	must(client_drop_extra_objects(client), "ballast");
	client_close(client);
	return 0;
}
