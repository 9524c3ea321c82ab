/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/watch/worker.c: rounds at their time, and an end whatever the TPM does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "fake_tcti.h"
#include "worker.h"

#define MS UINT64_C(1000000)

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

/* A TPM in failure mode takes one command a round. */
static TSS2_RC answer(void *arg, const uint8_t *command, size_t size, uint8_t *response,
		      size_t *ret_size)
{
	(void)arg;
	(void)command;
	(void)size;
	*ret_size = fake_response(response, TPM2_RC_FAILURE, NULL, 0);
	return TSS2_RC_SUCCESS;
}

static void wait_woken(int fd)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };
	eventfd_t count;

	assert_int_equal(poll(&pollfd, 1, -1), 1);
	assert_int_equal(eventfd_read(fd, &count), 0);
}

static void test_rounds(void **state)
{
	struct fake_tcti fake = { .answer = answer };
	int fd = eventfd(0, EFD_CLOEXEC);
	uint64_t start = now_ns();
	struct watch_sample sample;
	struct worker *worker;

	(void)state;
	fake_tcti_use(&fake);
	worker = worker_new("fake", 50 * MS, 4, fd);
	for (int i = 0; i < 4; i++) {
		assert_false(worker_is_done(worker));
		wait_woken(fd);
		assert_true(now_ns() - start >= (unsigned int)i * 50 * MS);
		assert_true(worker_take(worker, &sample));
		assert_int_equal(sample.availability, WATCH_FAILURE);
		assert_int_equal(sample.commands, 1);
		watch_sample_clear(&sample);
		assert_false(worker_take(worker, &sample));
	}
	assert_true(worker_is_done(worker));
	worker_free(worker);
	assert_int_equal(fake.transmitted, 4);
	close(fd);
}

/* Whoever does not take the samples gets no more of them, and the TPM no more commands. */
static void test_not_taken(void **state)
{
	struct fake_tcti fake = { .answer = answer };
	int fd = eventfd(0, EFD_CLOEXEC);
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };
	struct worker *worker;

	(void)state;
	fake_tcti_use(&fake);
	worker = worker_new("fake", 1 * MS, 0, fd);
	wait_woken(fd);
	assert_int_equal(poll(&pollfd, 1, 100), 0);
	worker_free(worker);
	assert_int_equal(fake.transmitted, 1);
	close(fd);
}

/* A pause of an hour does not hold up the end: this test is longer than any suite may take if it does. */
static void test_end_in_pause(void **state)
{
	struct fake_tcti fake = { .answer = answer };
	int fd = eventfd(0, EFD_CLOEXEC);
	struct watch_sample sample;
	struct worker *worker;

	(void)state;
	fake_tcti_use(&fake);
	worker = worker_new("fake", 3600000 * MS, 0, fd);
	wait_woken(fd);
	assert_true(worker_take(worker, &sample));
	watch_sample_clear(&sample);
	worker_free(worker);
	assert_int_equal(fake.finalized, 1);
	close(fd);
}

/* A TPM that answers when the test says so. */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool asked, open;
};

static void wait_at_gate(void *arg)
{
	struct gate *gate = arg;

	pthread_mutex_lock(&gate->lock);
	gate->asked = true;
	pthread_cond_broadcast(&gate->changed);
	while (!gate->open)
		pthread_cond_wait(&gate->changed, &gate->lock);
	pthread_mutex_unlock(&gate->lock);
}

static void wait_asked(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	while (!gate->asked)
		pthread_cond_wait(&gate->changed, &gate->lock);
	pthread_mutex_unlock(&gate->lock);
}

static void open_gate(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	gate->open = true;
	pthread_cond_broadcast(&gate->changed);
	pthread_mutex_unlock(&gate->lock);
}

static bool was_finalized(const struct fake_tcti *fake)
{
	return __atomic_load_n(&fake->finalized, __ATOMIC_ACQUIRE) != 0;
}

/* It can be left while the TPM still has the command; then it ends by itself. */
static void test_left_waiting(void **state)
{
	static struct gate gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false,
				    false };
	static struct fake_tcti fake = { .answer = answer,
					 .before_receive = wait_at_gate,
					 .before_receive_arg = &gate };
	int fd = eventfd(0, EFD_CLOEXEC);
	struct watch_sample sample;
	struct worker *worker;

	(void)state;
	fake_tcti_use(&fake);
	worker = worker_new("fake", 50 * MS, 0, fd);
	wait_asked(&gate);
	assert_true(worker_asking_since_ns(worker) > 0);
	assert_true(worker_asking_since_ns(worker) <= now_ns());
	assert_false(worker_take(worker, &sample));
	worker_free(worker);
	close(fd);
	assert_false(was_finalized(&fake));
	open_gate(&gate);
	while (!was_finalized(&fake))
		poll(NULL, 0, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_not_taken),
		cmocka_unit_test(test_end_in_pause),
		cmocka_unit_test(test_left_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
