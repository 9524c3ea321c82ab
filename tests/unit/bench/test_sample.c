/* SPDX-License-Identifier: BSD-2-Clause */
/* What becomes a sample and what is counted apart; the series that keeps them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "fake_tcti.h"
#include "sample.h"

/* The answers of the operation's next runs; then success. */
static TSS2_RC answers[64];
static size_t n_answers, next_answer, runs, befores, afters, teardowns;

/* Clocks of the test's own: each reading takes a microsecond, a pause its time, all else none. */
static uint64_t clock_ns = 1;
/* What the clock that counts sleep is ahead, and from which run on. */
static uint64_t slept_ns;
static size_t sleeps_in_run;
/* The processor is lost for a second just ahead of this reading of a clock; 0: never. */
static size_t lost_at_reading, readings;

#define NS_PER_S UINT64_C(1000000000)

int __wrap_clock_gettime(clockid_t clock, struct timespec *ts);
int __wrap_nanosleep(const struct timespec *pause, struct timespec *rest);

int __wrap_clock_gettime(clockid_t clock, struct timespec *ts)
{
	uint64_t ns;

	clock_ns += 1000;
	readings++;
	if (readings == lost_at_reading)
		clock_ns += NS_PER_S;
	ns = clock_ns + (clock == CLOCK_BOOTTIME ? slept_ns : 0);
	*ts = (struct timespec){ (time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S) };
	return 0;
}

int __wrap_nanosleep(const struct timespec *pause, struct timespec *rest)
{
	(void)rest;
	clock_ns += (uint64_t)pause->tv_sec * NS_PER_S + (uint64_t)pause->tv_nsec;
	return 0;
}

static TSS2_RC before(struct bench_client *client)
{
	(void)client;
	befores++;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC run(struct bench_client *client)
{
	client->times.transmit = client->times.transmitted = client->times.received =
		client->times.begin;
	runs++;
	if (runs == sleeps_in_run)
		slept_ns += 3600 * NS_PER_S;
	return next_answer < n_answers ? answers[next_answer++] : TSS2_RC_SUCCESS;
}

static TSS2_RC after(struct bench_client *client)
{
	(void)client;
	afters++;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC teardown(struct bench_client *client)
{
	(void)client;
	teardowns++;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC setup_skips(struct bench_client *client)
{
	client->skip_reason = "there is nothing";
	return CLIENT_SKIPPED;
}

static TSS2_RC setup_locked(struct bench_client *client)
{
	(void)client;
	return TPM2_RC_LOCKOUT;
}

static const struct bench_op op = { .name = "op",
				    .tier = TIER_SAFE,
				    .before = before,
				    .run = run,
				    .after = after,
				    .teardown = teardown };

static TSS2_RC no_answer(void *arg, const uint8_t *command, size_t command_size,
			 uint8_t response[FAKE_TCTI_MAX], size_t *ret_size)
{
	(void)arg;
	(void)command;
	(void)command_size;
	*ret_size = fake_response(response, 0, NULL, 0);
	return TSS2_RC_SUCCESS;
}

static struct fake_tcti fake = { .answer = no_answer };
static struct sampler sampler;

static int begin(void **state)
{
	struct bench_client *client;

	(void)state;
	n_answers = next_answer = runs = befores = afters = teardowns = sleeps_in_run = 0;
	slept_ns = 0;
	fake_tcti_use(&fake);
	assert_int_equal(client_open("fake", -1, &client), TSS2_RC_SUCCESS);
	assert_true(sampler_begin(&sampler, client, &op, NULL, 10, false));
	return 0;
}

static int end(void **state)
{
	(void)state;
	sampler_end(&sampler);
	sample_buffer_free(&sampler.series);
	client_close(sampler.client);
	return 0;
}

static void answer(TSS2_RC rc, size_t times)
{
	for (size_t i = 0; i < times; i++)
		answers[n_answers++] = rc;
}

static void test_samples(void **state)
{
	(void)state;
	assert_true(sampler_take(&sampler, 0, true));
	for (size_t i = 0; i < 5; i++)
		assert_true(sampler_take(&sampler, 0, false));
	assert_int_equal(sampler.series.n, 5);
	assert_int_equal(sampler.series.warmup, 1);
	assert_int_equal(befores, 6);
	assert_int_equal(afters, 6);
	assert_int_equal(sampler.status, 0);
}

/* Sent again, counted apart, and the time of the tries in vain is in no sample. */
static void test_retry(void **state)
{
	(void)state;
	answer(TPM2_RC_RETRY, 2);
	answer(TSS2_RESMGR_TPM_RC_LAYER | TPM2_RC_YIELDED, 1);
	assert_true(sampler_take(&sampler, 0, false));
	assert_int_equal(sampler.series.n, 1);
	assert_int_equal(sampler.series.retries, 3);
	assert_int_equal(sampler.series.errors, 0);
	assert_int_equal(runs, 4);
	assert_int_equal(befores, 4);
	assert_true(sampler.series.samples[0] < 1000000);
}

static void test_codes(void **state)
{
	(void)state;
	answer(TPM2_RC_LOCKOUT, 2);
	answer(TSS2_RC_SUCCESS, 1);
	answer(TPM2_RC_NV_RATE, 1);
	for (size_t i = 0; i < 5; i++)
		assert_true(sampler_take(&sampler, 0, false));
	assert_int_equal(sampler.series.n, 2);
	assert_int_equal(sampler.series.errors, 3);
	assert_int_equal(sampler.series.n_codes, 2);
	assert_int_equal(sampler.series.codes[0].rc, TPM2_RC_LOCKOUT);
	assert_int_equal(sampler.series.codes[0].count, 2);
	assert_int_equal(sampler.series.codes[1].rc, TPM2_RC_NV_RATE);
	assert_int_equal(afters, 2);
}

static void test_gives_up(void **state)
{
	size_t i = 0;

	(void)state;
	answer(TPM2_RC_LOCKOUT, 30);
	while (sampler_take(&sampler, 0, false))
		i++;
	assert_int_equal(i, 9);
	assert_int_equal(sampler.status, BENCH_FAILED);
	assert_int_equal(sampler.rc, TPM2_RC_LOCKOUT);
}

static void test_unsupported(void **state)
{
	(void)state;
	answer(TPM2_RC_COMMAND_CODE, 1);
	assert_false(sampler_take(&sampler, 0, true));
	assert_int_equal(sampler.status, BENCH_UNSUPPORTED);
}

static void test_transport(void **state)
{
	(void)state;
	answer(TSS2_RC_SUCCESS, 1);
	answer(TSS2_TCTI_RC_NO_CONNECTION, 1);
	assert_true(sampler_take(&sampler, 0, false));
	assert_false(sampler_take(&sampler, 0, false));
	assert_int_equal(sampler.status, BENCH_FAILED);
	assert_true(is_transport_error(sampler.rc));
	assert_false(is_transport_error(TPM2_RC_LOCKOUT));
	assert_false(is_transport_error(TSS2_RESMGR_TPM_RC_LAYER | TPM2_RC_COMMAND_CODE));
	assert_int_equal(sampler.series.n, 1);
}

/* The machine slept while a command was on its way. */
static void test_suspend(void **state)
{
	(void)state;
	sleeps_in_run = 2;
	for (size_t i = 0; i < 4; i++)
		assert_true(sampler_take(&sampler, 0, false));
	assert_int_equal(sampler.series.n, 3);
	assert_int_equal(sampler.series.suspended, 1);
}

/* To lose the processor is not to sleep, between whichever two readings it is. */
static void test_preempted(void **state)
{
	(void)state;
	for (lost_at_reading = 1; lost_at_reading <= 8; lost_at_reading++) {
		readings = 0;
		assert_true(sampler_take(&sampler, 0, false));
	}
	lost_at_reading = 0;
	assert_int_equal(sampler.series.suspended, 0);
	assert_int_equal(sampler.series.n, 8);
}

static void test_setup(void **state)
{
	struct bench_op other = op;
	struct sampler skipped;

	(void)state;
	other.setup = setup_skips;
	assert_false(sampler_begin(&skipped, sampler.client, &other, NULL, 10, false));
	assert_int_equal(skipped.status, BENCH_SKIPPED);
	assert_string_equal(sampler.client->skip_reason, "there is nothing");
	sampler_end(&skipped);
	sample_buffer_free(&skipped.series);
	other.setup = setup_locked;
	assert_false(sampler_begin(&skipped, sampler.client, &other, NULL, 10, false));
	assert_int_equal(skipped.status, BENCH_FAILED);
	sampler_end(&skipped);
	sample_buffer_free(&skipped.series);
	assert_int_equal(teardowns, 2);
}

/* A command that was due earlier counts from there. */
static void test_scheduled(void **state)
{
	struct command_times times = { 1000, 1010, 1030, 1100, 1150 };
	struct sample_buffer series;

	(void)state;
	assert_int_equal(sample_buffer_init(&series, 1, true), 0);
	assert_int_equal(sample_buffer_add(&series, &times, 400), 0);
	assert_int_equal(series.samples[0], 750);
	assert_int_equal(series.service[0], 150);
	assert_int_equal(series.marshal_ns, 10);
	assert_int_equal(series.transmit_ns, 20);
	assert_int_equal(series.wait_ns, 70);
	assert_int_equal(series.receive_ns, 50);
	sample_buffer_free(&series);
}

static void test_series_grows(void **state)
{
	struct sample_buffer series, other;

	(void)state;
	assert_int_equal(sample_buffer_init(&series, 1, false), 0);
	assert_int_equal(sample_buffer_init(&other, 1, false), 0);
	for (uint64_t i = 0; i < 100000; i++) {
		struct command_times times = { i, i, i, i, 2 * i };

		assert_int_equal(sample_buffer_add(i % 2 ? &series : &other, &times, 0), 0);
	}
	sample_buffer_add_code(&series, TPM2_RC_LOCKOUT);
	sample_buffer_add_code(&other, TPM2_RC_LOCKOUT);
	sample_buffer_add_code(&other, TPM2_RC_NV_RATE);
	assert_int_equal(sample_buffer_join(&series, &other), 0);
	assert_int_equal(series.n, 100000);
	for (uint64_t i = 0; i < 50000; i++) {
		assert_int_equal(series.samples[i], 2 * i + 1);
		assert_int_equal(series.samples[50000 + i], 2 * i);
	}
	assert_int_equal(series.n_codes, 2);
	assert_int_equal(series.codes[0].count, 2);
	assert_int_equal(series.first_begin, 0);
	assert_int_equal(series.last_end, 2 * 99999);
	sample_buffer_free(&series);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_samples, begin, end),
		cmocka_unit_test_setup_teardown(test_retry, begin, end),
		cmocka_unit_test_setup_teardown(test_codes, begin, end),
		cmocka_unit_test_setup_teardown(test_gives_up, begin, end),
		cmocka_unit_test_setup_teardown(test_unsupported, begin, end),
		cmocka_unit_test_setup_teardown(test_transport, begin, end),
		cmocka_unit_test_setup_teardown(test_suspend, begin, end),
		cmocka_unit_test_setup_teardown(test_preempted, begin, end),
		cmocka_unit_test_setup_teardown(test_setup, begin, end),
		cmocka_unit_test(test_scheduled),
		cmocka_unit_test(test_series_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
