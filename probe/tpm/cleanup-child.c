/* SPDX-License-Identifier: BSD-2-Clause */
/* A child that outlives us knows by a pipe's end that we are gone, and by shared memory what is left. */
#include "cleanup-child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capability.h"
#include "client.h"

/* A TPM that hangs must not keep the process for ever. */
#define TIMEOUT_MS 60000
#define MAX_BEFORE 64

/* Of one target. */
struct before {
	volatile bool is_known;
	volatile size_t n;
	TPM2_HANDLE handles[MAX_BEFORE];
};

/* Of one connection. */
struct slot {
	volatile TPM2_HANDLE nv_index; /* 0: none */
	volatile bool pcr16;
};

struct shared {
	_Alignas(max_align_t) volatile bool is_clean;
	volatile bool is_stopped; /* by cleanup_child_stop(), which waits for us */
};

struct cleanup_child {
	const struct cleanup_target *targets;
	size_t n, jobs;
	/* Shared with the child. */
	struct shared *shared;
	size_t shared_size;
	int life; /* our end of the pipe */
	pid_t child;
};

/* Behind one another in the shared memory. */
static struct before *before_of(const struct cleanup_child *undo, size_t target)
{
	return (struct before *)(undo->shared + 1) + target;
}

static struct slot *slot_of(const struct cleanup_child *undo, size_t slot)
{
	return (struct slot *)before_of(undo, undo->n) + slot;
}

static bool was_there(const struct before *before, TPM2_HANDLE handle)
{
	for (size_t i = 0; i < before->n; i++)
		if (before->handles[i] == handle)
			return true;
	return false;
}

static void flush_new(struct bench_client *client, const struct before *before, TPM2_HANDLE first,
		      TPM2_HANDLE end)
{
	TPM2_HANDLE *handles;
	void *data = NULL;
	size_t n = 0;

	if (tpm_capability(client->tpm, TPM2_CAP_HANDLES, first, end, &data, &n) != TSS2_RC_SUCCESS)
		return;
	handles = data;
	for (size_t i = 0; i < n; i++)
		if (!was_there(before, handles[i]))
			client_flush(client, handles[i]);
	free(data);
}

static void take_back(const struct cleanup_child *undo, size_t target)
{
	const TSS2L_SYS_AUTH_COMMAND auth = { .count = 1,
					      .auths = { { .sessionHandle = TPM2_RS_PW } } };
	const struct before *before = before_of(undo, target);
	struct bench_client *client;

	if (client_open(undo->targets[target].tcti, TIMEOUT_MS, &client) != TSS2_RC_SUCCESS)
		return;
	if (!undo->targets[target].has_rm && before->is_known) {
		flush_new(client, before, CLIENT_TRANSIENT_FIRST, CLIENT_TRANSIENT_LAST);
		flush_new(client, before, TPM2_LOADED_SESSION_FIRST, TPM2_LOADED_SESSION_LAST);
	}
	for (size_t i = target * undo->jobs; i < (target + 1) * undo->jobs; i++) {
		if (slot_of(undo, i)->nv_index)
			Tss2_Sys_NV_UndefineSpace(client->sys, TPM2_RH_OWNER,
						  slot_of(undo, i)->nv_index, &auth, NULL);
		if (slot_of(undo, i)->pcr16)
			Tss2_Sys_PCR_Reset(client->sys, 16, &auth, NULL);
	}
	client_close(client);
}

/* The end of the pipe may be closed before the raw node is, which opens once: a process that is a
 * zombie has closed everything. */
static void wait_for_end(int process)
{
	struct pollfd end = { .fd = process, .events = POLLIN };

	while (process >= 0 && poll(&end, 1, TIMEOUT_MS) < 0 && errno == EINTR)
		;
}

static void run_child(const struct cleanup_child *undo, int life, pid_t parent)
{
	int process = (int)syscall(SYS_pidfd_open, parent, 0);
	sigset_t all;
	char byte;

	/* Only our end ends it: neither a terminal's signals nor its closing. */
	setsid();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	life = fcntl(life, F_DUPFD_CLOEXEC, STDERR_FILENO + 3);
	process = fcntl(process, F_DUPFD_CLOEXEC, STDERR_FILENO + 3);
	dup3(life, STDERR_FILENO + 1, O_CLOEXEC);
	life = STDERR_FILENO + 1;
	if (process >= 0) {
		dup3(process, STDERR_FILENO + 2, O_CLOEXEC);
		process = STDERR_FILENO + 2;
	}
	close_range(0, STDERR_FILENO, 0);
	close_range(STDERR_FILENO + 1 + (process < 0 ? 1 : 2), ~0U, 0);
	for (int fd = open("/dev/null", O_RDWR); fd >= 0 && fd < STDERR_FILENO;)
		fd = dup(fd);
	while (read(life, &byte, 1) < 0 && errno == EINTR)
		;
	if (!undo->shared->is_stopped)
		wait_for_end(process);
	for (size_t i = 0; i < undo->n && !undo->shared->is_clean; i++)
		take_back(undo, i);
	_exit(0);
}

static int share(struct cleanup_child *undo)
{
	undo->shared_size = sizeof(struct shared) + undo->n * sizeof(struct before) +
			    undo->n * undo->jobs * sizeof(struct slot);
	undo->shared = mmap(NULL, undo->shared_size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (undo->shared == MAP_FAILED)
		return -errno;
	return 0;
}

int cleanup_child_start(const struct cleanup_target *targets, size_t n, size_t jobs,
			struct cleanup_child **ret_undo)
{
	struct cleanup_child *undo;
	int pipe_fds[2], r;
	pid_t parent = getpid();

	undo = calloc(1, sizeof(*undo));
	if (!undo)
		return -ENOMEM;
	*undo = (struct cleanup_child){ .targets = targets, .n = n, .jobs = jobs };
	r = share(undo);
	if (r < 0)
		goto free_undo;
	if (pipe2(pipe_fds, O_CLOEXEC) < 0) {
		r = -errno;
		goto unmap;
	}
	undo->child = fork();
	if (undo->child < 0) {
		r = -errno;
		close(pipe_fds[0]);
		close(pipe_fds[1]);
		goto unmap;
	}
	if (undo->child == 0)
		run_child(undo, pipe_fds[0], parent);
	close(pipe_fds[0]);
	undo->life = pipe_fds[1];
	*ret_undo = undo;
	return 0;

unmap:
	munmap(undo->shared, undo->shared_size);
free_undo:
	free(undo);
	return r;
}

void cleanup_child_stop(struct cleanup_child *undo, bool is_clean)
{
	if (!undo)
		return;
	undo->shared->is_clean = is_clean;
	undo->shared->is_stopped = true;
	close(undo->life);
	while (waitpid(undo->child, NULL, 0) < 0 && errno == EINTR)
		;
	munmap(undo->shared, undo->shared_size);
	free(undo);
}

void cleanup_child_loaded_before(struct cleanup_child *undo, size_t target,
				 const TPM2_HANDLE *handles, size_t n)
{
	struct before *before;

	if (!undo)
		return;
	before = before_of(undo, target);
	before->is_known = n <= MAX_BEFORE;
	before->n = before->is_known ? n : 0;
	for (size_t i = 0; i < before->n; i++)
		before->handles[i] = handles[i];
}

void cleanup_child_nv(struct cleanup_child *undo, unsigned int slot, TPM2_HANDLE index,
		      bool defined)
{
	if (undo)
		slot_of(undo, slot)->nv_index = defined ? index : 0;
}

void cleanup_child_pcr16(struct cleanup_child *undo, unsigned int slot, bool extended)
{
	if (undo)
		slot_of(undo, slot)->pcr16 = extended;
}
