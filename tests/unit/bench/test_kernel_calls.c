/* SPDX-License-Identifier: BSD-2-Clause */
/* What of a command's time is spent in system calls, and the means over many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "kernel_script.h"

/* write, poll, read of the thread that asks; what a worker does has them run on. */
static void calls(struct script *script, uint64_t write_ns, uint64_t poll_ns, uint64_t read_ns,
		  uint64_t end_ns)
{
	script->thread = OUR;
	add(script, write_ns, KERNEL_ENTER, KERNEL_CALL, 0);
	add(script, poll_ns - 10, KERNEL_LEAVE, KERNEL_CALL, 0);
	add(script, poll_ns, KERNEL_ENTER, KERNEL_CALL, 0);
	add(script, read_ns - 10, KERNEL_LEAVE, KERNEL_CALL, 0);
	add(script, read_ns, KERNEL_ENTER, KERNEL_CALL, 0);
	add(script, end_ns, KERNEL_LEAVE, KERNEL_CALL, 0);
}

static int by_time(const void *a, const void *b)
{
	const struct kernel_event *x = a, *y = b;

	return (x->ns > y->ns) - (x->ns < y->ns);
}

static void expect_calls(struct script *script, bool has_calls, uint64_t user, uint64_t call)
{
	struct kernel_split found;

	qsort(script->events, script->n, sizeof(script->events[0]), by_time);
	assert_true(split(script, &found));
	assert_int_equal(found.has_calls, has_calls);
	assert_int_equal(found.user_ns, user);
	assert_int_equal(found.call_ns, call);
	if (has_calls)
		assert_int_equal(found.user_ns + found.call_ns + found.rm_ns + found.driver_ns +
					 found.tpm_ns,
				 times.end - times.begin);
}

/* The window is 900 to 2100, the command 1100 to 1300. */
static void system_calls(void **state)
{
	struct script in_write = { .thread = OUR }, in_worker = { .thread = WORKER },
		      two = { .thread = WORKER };

	(void)state;
	whole_command(&in_write, 1100);
	calls(&in_write, 1050, 1400, 1500, 1600);
	expect_calls(&in_write, true, 150 + 10 + 10 + 500, 50 + 90 + 90 + 100);

	whole_command(&in_worker, 1100);
	calls(&in_worker, 1050, 1150, 1500, 1600);
	expect_calls(&in_worker, true, 150 + 10 + 500, 50 + 190 + 100);

	/* The clock is a call too: begin and end lie within one. */
	whole_command(&two, 1100);
	calls(&two, 1050, 1150, 1500, 1600);
	add(&two, 950, KERNEL_LEAVE, KERNEL_CALL, 0);
	add(&two, 2050, KERNEL_ENTER, KERNEL_CALL, 0);
	expect_calls(&two, true, 100 + 10 + 450, 50 + 50 + 190 + 100 + 50);
}

/* Then nothing is said of them. */
static void system_calls_that_were_not_seen(void **state)
{
	struct script none = { .thread = OUR }, missing = { .thread = OUR },
		      begin_late = { .thread = OUR }, end_early = { .thread = WORKER };

	(void)state;
	whole_command(&none, 1100);
	expect_calls(&none, false, 0, 0);

	whole_command(&missing, 1100);
	calls(&missing, 1050, 1400, 1500, 1600);
	missing.events[missing.n - 2].role = KERNEL_CHIP; /* not entered */
	missing.events[missing.n - 2].ns = 50;
	expect_calls(&missing, false, 0, 0);

	whole_command(&begin_late, 1100);
	calls(&begin_late, 1120, 1400, 1500, 1600);
	expect_calls(&begin_late, false, 0, 0);

	whole_command(&end_early, 1500);
	calls(&end_early, 1050, 1150, 1500, 1600);
	expect_calls(&end_early, false, 0, 0);
}

static void means(void **state)
{
	struct kernel_sums sums = { .samples = 4,
				    .user_ns = 6,
				    .rest_ns = 8,
				    .rm_ns = 0,
				    .driver_ns = 40,
				    .tpm_ns = 400,
				    .context_loads = 6,
				    .context_saves = 8,
				    .call_ns = 12,
				    .split = 4,
				    .called = 4,
				    .counted = 4 };
	struct bench_kernel kernel;

	(void)state;
	kernel_trace_summarise(&sums, &kernel);
	assert_int_equal(kernel.traced.value, 4);
	assert_int_equal(kernel.user_ns.value, 2); /* 1.5 */
	assert_int_equal(kernel.rest_ns.value, 2);
	assert_int_equal(kernel.system_calls_ns.value, 3);
	assert_true(fact_known(&kernel.rm_ns.fact));
	assert_int_equal(kernel.rm_ns.value, 0);
	assert_int_equal(kernel.driver_ns.value, 10);
	assert_int_equal(kernel.tpm_ns.value, 100);
	assert_true(kernel.context_loads.value > 1.49 && kernel.context_loads.value < 1.51);
	assert_true(kernel.context_saves.value > 1.99 && kernel.context_saves.value < 2.01);
}

static void no_means(void **state)
{
	struct kernel_sums sums = { .samples = 2,
				    .driver_ns = 10,
				    .call_ns = 6,
				    .rest_ns = 8,
				    .split = 1,
				    .called = 1,
				    .counted = 1 };
	struct bench_kernel kernel;

	(void)state;
	kernel_trace_summarise(&sums, &kernel);
	assert_int_equal(kernel.driver_ns.value, 5);
	assert_int_equal(kernel.tpm_ns.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(kernel.system_calls_ns.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(kernel.rest_ns.value, 7);
	assert_int_equal(kernel.context_loads.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(kernel.context_saves.fact.presence, PRESENCE_ABSENT);

	sums = (struct kernel_sums){ 0 };
	kernel_trace_summarise(&sums, &kernel);
	assert_true(fact_known(&kernel.traced.fact));
	assert_int_equal(kernel.traced.value, 0);
	assert_int_equal(kernel.rest_ns.fact.presence, PRESENCE_NOT_COLLECTED);
	assert_int_equal(kernel.tpm_ns.fact.presence, PRESENCE_NOT_COLLECTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(system_calls),
		cmocka_unit_test(system_calls_that_were_not_seen),
		cmocka_unit_test(means),
		cmocka_unit_test(no_means),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
