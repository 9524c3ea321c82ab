/* SPDX-License-Identifier: BSD-2-Clause */
/* A child that outlives us knows by a pipe's end that we are gone, and by shared memory what is left. */
#include "undo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

/* A TPM that hangs must not keep the process for ever. */
#define TIMEOUT_MS 60000

struct slot {
	volatile TPM2_HANDLE handles[CLIENT_MAX_OWNED]; /* 0: none; PCR 0 is no handle of ours */
	volatile TPM2_HANDLE nv_index;
	volatile bool pcr16;
};

struct undo {
	struct slot *slots;
	size_t n_slots;
	const struct undo_target *targets; /* the child's copy of memory keeps them */
	size_t jobs;
	int life; /* our end of the pipe */
	pid_t child;
};

static bool is_clean(const struct slot *slot, bool has_rm)
{
	for (size_t i = 0; i < CLIENT_MAX_OWNED; i++)
		if (slot->handles[i] && !has_rm)
			return false;
	return !slot->nv_index && !slot->pcr16;
}

static void take_back(const struct undo *undo, size_t i)
{
	const TSS2L_SYS_AUTH_COMMAND auth = { .count = 1,
					      .auths = { { .sessionHandle = TPM2_RS_PW } } };
	const struct undo_target *target = &undo->targets[i / undo->jobs];
	const struct slot *slot = &undo->slots[i];
	struct bench_client *client;

	if (is_clean(slot, target->has_rm) ||
	    client_open(target->tcti, TIMEOUT_MS, &client) != TSS2_RC_SUCCESS)
		return;
	for (size_t n = 0; n < CLIENT_MAX_OWNED && !target->has_rm; n++)
		if (slot->handles[n])
			client_flush(client, slot->handles[n]);
	if (slot->nv_index)
		Tss2_Sys_NV_UndefineSpace(client->sys, TPM2_RH_OWNER, slot->nv_index, &auth, NULL);
	if (slot->pcr16)
		Tss2_Sys_PCR_Reset(client->sys, 16, &auth, NULL);
	client_close(client);
}

static void run_child(const struct undo *undo, int life)
{
	sigset_t all;
	char byte;

	/* Only our end ends it: neither a terminal's signals nor its closing. */
	setsid();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	if (life != STDERR_FILENO + 1) {
		dup3(life, STDERR_FILENO + 1, O_CLOEXEC);
		life = STDERR_FILENO + 1;
	}
	close_range(0, STDERR_FILENO, 0);
	close_range(STDERR_FILENO + 2, ~0U, 0);
	for (int fd = open("/dev/null", O_RDWR); fd >= 0 && fd < STDERR_FILENO;)
		fd = dup(fd);
	while (read(life, &byte, 1) < 0 && errno == EINTR)
		;
	for (size_t i = 0; i < undo->n_slots; i++)
		take_back(undo, i);
	_exit(0);
}

int undo_start(const struct undo_target *targets, size_t n, size_t jobs, struct undo **ret_undo)
{
	struct undo *undo;
	int pipe_fds[2], r;

	undo = calloc(1, sizeof(*undo));
	if (!undo)
		return -ENOMEM;
	*undo = (struct undo){ .n_slots = n * jobs, .targets = targets, .jobs = jobs };
	undo->slots = mmap(NULL, undo->n_slots * sizeof(*undo->slots), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (undo->slots == MAP_FAILED || pipe2(pipe_fds, O_CLOEXEC) < 0) {
		r = -errno;
		goto free_undo;
	}
	undo->child = fork();
	if (undo->child < 0) {
		r = -errno;
		close(pipe_fds[0]);
		close(pipe_fds[1]);
		goto free_undo;
	}
	if (undo->child == 0)
		run_child(undo, pipe_fds[0]);
	close(pipe_fds[0]);
	undo->life = pipe_fds[1];
	*ret_undo = undo;
	return 0;

free_undo:
	if (undo->slots != MAP_FAILED)
		munmap(undo->slots, undo->n_slots * sizeof(*undo->slots));
	free(undo);
	return r;
}

void undo_stop(struct undo *undo)
{
	if (!undo)
		return;
	close(undo->life);
	while (waitpid(undo->child, NULL, 0) < 0 && errno == EINTR)
		;
	munmap(undo->slots, undo->n_slots * sizeof(*undo->slots));
	free(undo);
}

void undo_handle(struct undo *undo, unsigned int slot, TPM2_HANDLE handle, bool loaded)
{
	if (!undo)
		return;
	for (size_t i = 0; i < CLIENT_MAX_OWNED; i++) {
		volatile TPM2_HANDLE *place = &undo->slots[slot].handles[i];

		if (*place == (loaded ? 0 : handle)) {
			*place = loaded ? handle : 0;
			return;
		}
	}
}

void undo_nv(struct undo *undo, unsigned int slot, TPM2_HANDLE index, bool defined)
{
	if (undo)
		undo->slots[slot].nv_index = defined ? index : 0;
}

void undo_pcr16(struct undo *undo, unsigned int slot, bool extended)
{
	if (undo)
		undo->slots[slot].pcr16 = extended;
}
