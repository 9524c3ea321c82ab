/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several contexts in one process: independent of one another, also in threads of their own; and what
 * a context leaves behind, whatever it was doing, when its module is unloaded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <tss2/tss2_tcti.h>
#include <unistd.h>

#include "entries.h"
#include "fake_tpm.h"

#define COMMANDS 300
#define CONTEXTS 8

static unsigned int threads_at_start;
static const uint8_t command[] = { 0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, 0x44 };

/* A module beside the tests, as a program loads it. */
static void *load(const TSS2_TCTI_INFO **ret_info)
{
	TSS2_TCTI_INFO_FUNC get_info;
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 64);
	void *module;

	assert_true(n > 0);
	path[n] = '\0';
	strcpy(strrchr(path, '/'), "/../libtss2-tcti-tpmrm.so.0");
	module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!module)
		fail_msg("%s", dlerror());
	get_info = (TSS2_TCTI_INFO_FUNC)dlsym(module, TSS2_TCTI_INFO_SYMBOL);
	assert_non_null(get_info);
	*ret_info = get_info();
	return module;
}

struct client {
	const TSS2_TCTI_INFO *info;
	struct fake_tpm *fake;
	struct fake_step steps[COMMANDS];
	uint8_t response[10]; /* another one for each client */
	TSS2_TCTI_CONTEXT *context;
	unsigned int wrong;
};

static struct client *client_new(const TSS2_TCTI_INFO *info, uint8_t code)
{
	struct client *c = calloc(1, sizeof(*c));
	size_t size = 0;
	char conf[32];

	c->info = info;
	memcpy(c->response, (uint8_t[]){ 0x80, 0x01, 0, 0, 0, 10, 0, 0, 0, code }, 10);
	for (size_t i = 0; i < COMMANDS; i++)
		c->steps[i] = (struct fake_step){ .reply = c->response, .reply_size = 10 };
	c->fake = fake_tpm_new(SOCK_SEQPACKET, c->steps, COMMANDS);
	snprintf(conf, sizeof(conf), "fd=%d", fake_tpm_fd(c->fake));
	assert_int_equal(info->init(NULL, &size, NULL), TSS2_RC_SUCCESS);
	c->context = malloc(size);
	assert_int_equal(info->init(c->context, &size, conf), TSS2_RC_SUCCESS);
	return c;
}

static void client_free(struct client *c)
{
	Tss2_Tcti_Finalize(c->context);
	free(c->context);
	assert_true(fake_tpm_end(c->fake) >= 0);
	free(c);
}

static void exchange(struct client *c)
{
	uint8_t buf[64];
	size_t size = sizeof(buf);

	if (Tss2_Tcti_Receive(c->context, &size, buf, TSS2_TCTI_TIMEOUT_BLOCK) != TSS2_RC_SUCCESS ||
	    size != 10 || memcmp(buf, c->response, 10) != 0)
		c->wrong++;
}

static void *drive(void *arg)
{
	struct client *c = arg;

	for (unsigned int i = 0; i < COMMANDS; i++) {
		if (Tss2_Tcti_Transmit(c->context, sizeof(command), command) != TSS2_RC_SUCCESS)
			c->wrong++;
		exchange(c);
	}
	return NULL;
}

static void test_threads(void **state)
{
	struct client *clients[CONTEXTS];
	pthread_t threads[CONTEXTS];
	const TSS2_TCTI_INFO *info;
	void *module = load(&info);

	(void)state;
	for (uint8_t i = 0; i < CONTEXTS; i++)
		clients[i] = client_new(info, i);
	for (size_t i = 0; i < CONTEXTS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, drive, clients[i]), 0);
	for (size_t i = 0; i < CONTEXTS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(clients[i]->wrong, 0);
		client_free(clients[i]);
	}
	dlclose(module);
}

/* Commands of all in flight at once, received in another order; one that fails is one that fails. */
static void test_interleaved(void **state)
{
	struct client *clients[CONTEXTS];
	const TSS2_TCTI_INFO *info;
	void *module = load(&info);

	(void)state;
	for (uint8_t i = 0; i < CONTEXTS; i++)
		clients[i] = client_new(info, i);
	for (unsigned int round = 0; round < 20; round++) {
		for (size_t i = 0; i < CONTEXTS; i++)
			assert_int_equal(Tss2_Tcti_Transmit(clients[i]->context, 10, command), 0);
		for (size_t i = CONTEXTS; i-- > 0;)
			exchange(clients[i]);
		assert_int_equal(Tss2_Tcti_Transmit(clients[round % CONTEXTS]->context, 9, command),
				 TSS2_TCTI_RC_BAD_VALUE);
	}
	for (size_t i = 0; i < CONTEXTS; i++) {
		assert_int_equal(clients[i]->wrong, 0);
		client_free(clients[i]);
	}
	dlclose(module);
}

/* Finalized with a command in flight, the module unloaded: no descriptor, no thread; and no memory,
 * where a sanitizer looks. */
static void test_nothing_left(void **state)
{
	unsigned int fds;
	const TSS2_TCTI_INFO *info;
	void *module;

	(void)state;
	/* Whatever the first time leaves in libc is there. */
	module = load(&info);
	client_free(client_new(info, 0));
	dlclose(module);
	fds = entries("/proc/self/fd");
	for (int i = 0; i < 20; i++) {
		TSS2_TCTI_POLL_HANDLE handle;
		size_t count = 1;
		struct client *c;

		module = load(&info);
		c = client_new(info, 0);
		if (i % 2) {
			assert_int_equal(Tss2_Tcti_GetPollHandles(c->context, &handle, &count), 0);
		}
		assert_int_equal(Tss2_Tcti_Transmit(c->context, 10, command), 0);
		client_free(c);
		dlclose(module);
	}
	assert_int_equal(entries("/proc/self/fd"), fds);
	wait_threads(threads_at_start);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_interleaved),
		cmocka_unit_test(test_nothing_left),
	};

	threads_at_start = threads_before();
	/* What fails is meant to. */
	setenv("TSS2_LOG", "all+none", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
