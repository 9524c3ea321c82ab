/* SPDX-License-Identifier: BSD-2-Clause */
/* A scripted TPM at the far end of a socketpair. */
#include "fake_tpm.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

struct fake_tpm {
	int type;
	int near, far;
	const struct fake_step *steps;
	size_t n_steps;
	pthread_t thread;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	unsigned int released;
	bool ending;
	int result; /* as fake_tpm_end() returns it */
};

static void must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fake TPM: %s: %s\n", what, strerror(errno));
	abort();
}

/* Returns the size of the next command, 0 at the end. */
static size_t next_command(struct fake_tpm *fake, uint8_t *buf)
{
	struct tcti_header header;
	size_t done = 0;
	ssize_t n;

	do {
		n = recv(fake->far, buf + done, TCTI_MESSAGE_SIZE - done, 0);
		if (n <= 0)
			return 0;
		done += (size_t)n;
	} while (fake->type == SOCK_STREAM &&
		 (tcti_header_parse(buf, done, &header) != 0 || header.size > done));
	return done;
}

/* Returns false when the fake is to end. */
static bool wait_release(struct fake_tpm *fake)
{
	bool go_on;

	pthread_mutex_lock(&fake->lock);
	while (!fake->released && !fake->ending)
		pthread_cond_wait(&fake->changed, &fake->lock);
	go_on = !fake->ending;
	if (fake->released)
		fake->released--;
	pthread_mutex_unlock(&fake->lock);
	return go_on;
}

/* Returns false when the fake is to end. */
static bool reply(struct fake_tpm *fake, const struct fake_step *step)
{
	if (step->part)
		send(fake->far, step->reply, step->part, MSG_NOSIGNAL);
	if (step->action == FAKE_HOLD && !wait_release(fake))
		return false;
	if (step->reply)
		send(fake->far, step->reply + step->part, step->reply_size - step->part,
		     MSG_NOSIGNAL);
	return true;
}

static void *run(void *arg)
{
	struct fake_tpm *fake = arg;
	uint8_t command[TCTI_MESSAGE_SIZE];
	bool all_expected = true;
	int n_commands = 0;

	for (size_t i = 0; i < fake->n_steps; i++) {
		const struct fake_step *step = &fake->steps[i];
		size_t size = next_command(fake, command);

		if (!size)
			break;
		n_commands++;
		if (step->expect &&
		    (size != step->expect_size || memcmp(step->expect, command, size) != 0))
			all_expected = false;
		if (!reply(fake, step))
			break;
		if (step->action == FAKE_CLOSE)
			break;
	}
	shutdown(fake->far, SHUT_RDWR);
	fake->result = all_expected ? n_commands : -1;
	return NULL;
}

struct fake_tpm *fake_tpm_new(int type, const struct fake_step *steps, size_t n_steps)
{
	struct fake_tpm *fake = calloc(1, sizeof(*fake));
	int fds[2];

	must(fake, "calloc");
	must(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds) == 0, "socketpair");
	fake->type = type;
	fake->near = fds[0];
	fake->far = fds[1];
	fake->steps = steps;
	fake->n_steps = n_steps;
	pthread_mutex_init(&fake->lock, NULL);
	pthread_cond_init(&fake->changed, NULL);
	errno = pthread_create(&fake->thread, NULL, run, fake);
	must(errno == 0, "pthread_create");
	return fake;
}

int fake_tpm_fd(const struct fake_tpm *fake)
{
	return fake->near;
}

void fake_tpm_release(struct fake_tpm *fake)
{
	pthread_mutex_lock(&fake->lock);
	fake->released++;
	pthread_cond_broadcast(&fake->changed);
	pthread_mutex_unlock(&fake->lock);
}

int fake_tpm_end(struct fake_tpm *fake)
{
	int result;

	if (!fake)
		return 0;
	pthread_mutex_lock(&fake->lock);
	fake->ending = true;
	pthread_cond_broadcast(&fake->changed);
	pthread_mutex_unlock(&fake->lock);
	shutdown(fake->near, SHUT_RDWR);
	pthread_join(fake->thread, NULL);
	result = fake->result;
	close(fake->near);
	close(fake->far);
	pthread_cond_destroy(&fake->changed);
	pthread_mutex_destroy(&fake->lock);
	free(fake);
	return result;
}
