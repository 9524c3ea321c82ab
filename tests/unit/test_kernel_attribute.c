/* SPDX-License-Identifier: BSD-2-Clause */
/* Which part of a command's time is whose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "kernel-attribute.h"
#include "kernel.h"

#define OUR	7 /* threads */
#define WORKER	42
#define FOREIGN 99

/* The window of every test. */
static const struct moments moments = {
	.begin = 900, .transmit = 1000, .transmitted = 2000, .received = 2000, .end = 2100
};

struct script {
	struct kernel_event events[64];
	size_t n;
	int32_t thread;
};

static void add(struct script *script, uint64_t ns, enum kernel_edge edge, enum kernel_role role,
		uint32_t command)
{
	script->events[script->n++] = (struct kernel_event){
		.ns = ns, .thread = script->thread, .edge = edge, .role = role, .command = command
	};
}

static void enter(struct script *script, uint64_t ns, enum kernel_role role)
{
	add(script, ns, KERNEL_ENTER, role, role == KERNEL_TRANSMIT ? TPM2_CC_GetRandom : 0);
}

static void leave(struct script *script, uint64_t ns, enum kernel_role role)
{
	add(script, ns, KERNEL_LEAVE, role, 0);
}

/* tpm_transmit of 100 ns: 10 until sent, 70 of the TPM, 20 until it is read. */
static void transmit(struct script *script, uint64_t ns, uint32_t command)
{
	add(script, ns, KERNEL_ENTER, KERNEL_TRANSMIT, command);
	enter(script, ns + 5, KERNEL_SEND);
	leave(script, ns + 10, KERNEL_SEND);
	enter(script, ns + 80, KERNEL_RECEIVE);
	leave(script, ns + 95, KERNEL_RECEIVE);
	leave(script, ns + 100, KERNEL_TRANSMIT);
}

/* The raw node: chip started, one command, chip stopped; 200 ns. */
static void whole_command(struct script *script, uint64_t ns)
{
	enter(script, ns, KERNEL_CHIP);
	leave(script, ns + 40, KERNEL_CHIP);
	transmit(script, ns + 50, TPM2_CC_GetRandom);
	enter(script, ns + 160, KERNEL_CHIP);
	leave(script, ns + 200, KERNEL_CHIP);
}

static bool split(const struct script *script, struct kernel_split *ret_split)
{
	return kernel_attribute(script->events, script->n, &moments, ret_split);
}

static void expect_split(const struct script *script, uint64_t rm, uint64_t driver, uint64_t tpm)
{
	struct kernel_split found;

	assert_true(split(script, &found));
	assert_int_equal(found.rm_ns, rm);
	assert_int_equal(found.driver_ns, driver);
	assert_int_equal(found.tpm_ns, tpm);
}

static void expect_nothing(const struct script *script)
{
	struct kernel_split found = { .rm_ns = 123 };

	assert_false(split(script, &found));
	assert_int_equal(found.rm_ns, 123);
}

static void raw_node(void **state)
{
	struct script script = { .thread = OUR };
	struct kernel_split found;

	(void)state;
	whole_command(&script, 1100);
	expect_split(&script, 0, 130, 70);
	assert_true(split(&script, &found));
	assert_true(found.has_tpm);
	assert_true(found.has_contexts);
	assert_int_equal(found.context_loads, 0);
	assert_int_equal(found.context_saves, 0);
}

static void non_blocking_runs_in_a_worker(void **state)
{
	struct script script = { .thread = WORKER };

	(void)state;
	whole_command(&script, 1100);
	expect_split(&script, 0, 130, 70);
}

/* Two objects: loaded ahead, saved and flushed behind. What the TPM does for the RM is the RM's. */
static void resource_manager(void **state)
{
	struct script script = { .thread = OUR };
	struct kernel_split found;

	(void)state;
	enter(&script, 1000, KERNEL_RM);
	transmit(&script, 1010, TPM2_CC_ContextLoad);
	transmit(&script, 1110, TPM2_CC_ContextLoad);
	leave(&script, 1220, KERNEL_RM);
	transmit(&script, 1230, TPM2_CC_GetRandom);
	enter(&script, 1340, KERNEL_RM);
	transmit(&script, 1350, TPM2_CC_ContextSave);
	transmit(&script, 1450, TPM2_CC_FlushContext);
	transmit(&script, 1550, TPM2_CC_ContextSave);
	transmit(&script, 1650, TPM2_CC_FlushContext);
	leave(&script, 2000, KERNEL_RM);
	expect_split(&script, 220 + 660, 10 + 30 + 10, 70);
	assert_true(split(&script, &found));
	assert_int_equal(found.context_loads, 2);
	assert_int_equal(found.context_saves, 2);
}

static void raw_node_passes_through_the_rm(void **state)
{
	struct script script = { .thread = OUR };

	(void)state;
	enter(&script, 1000, KERNEL_RM);
	script.events[script.n - 1].idle = true;
	leave(&script, 1005, KERNEL_RM);
	transmit(&script, 1010, TPM2_CC_GetRandom);
	expect_split(&script, 0, 10 + 30, 70);
}

/* Before Linux 5.1: tpm_transmit > tpm2_prepare_space > tpm_transmit. */
static void rm_inside_of_transmit(void **state)
{
	struct script script = { .thread = OUR };

	(void)state;
	add(&script, 1000, KERNEL_ENTER, KERNEL_TRANSMIT, 0);
	enter(&script, 1010, KERNEL_RM);
	transmit(&script, 1020, 0);
	leave(&script, 1130, KERNEL_RM);
	enter(&script, 1140, KERNEL_SEND);
	leave(&script, 1150, KERNEL_SEND);
	enter(&script, 1250, KERNEL_RECEIVE);
	leave(&script, 1260, KERNEL_RECEIVE);
	leave(&script, 1270, KERNEL_TRANSMIT);
	expect_split(&script, 120, 10 + 20 + 20, 100);
}

/* tpm_vtpm_proxy sets the locality by a command. */
static void command_that_wakes_the_chip(void **state)
{
	struct script script = { .thread = OUR };

	(void)state;
	enter(&script, 1000, KERNEL_CHIP);
	transmit(&script, 1010, 0x20001000);
	leave(&script, 1120, KERNEL_CHIP);
	transmit(&script, 1120, TPM2_CC_GetRandom);
	expect_split(&script, 0, 20 + 30 + 30, 70 + 70);
}

/* tpm_transmit() sends again what was answered by TPM_RC_RETRY. */
static void sent_twice(void **state)
{
	struct script script = { .thread = OUR };

	(void)state;
	enter(&script, 1000, KERNEL_TRANSMIT);
	for (uint64_t at = 1000; at <= 1400; at += 400) {
		enter(&script, at + 10, KERNEL_SEND);
		leave(&script, at + 20, KERNEL_SEND);
		enter(&script, at + 90, KERNEL_RECEIVE);
		leave(&script, at + 100, KERNEL_RECEIVE);
	}
	leave(&script, 1500, KERNEL_TRANSMIT);
	expect_split(&script, 0, 500 - 140, 140);
}

static void driver_without_probes(void **state)
{
	struct script script = { .thread = OUR };
	struct kernel_split found;

	(void)state;
	enter(&script, 1000, KERNEL_CHIP);
	leave(&script, 1020, KERNEL_CHIP);
	enter(&script, 1030, KERNEL_TRANSMIT);
	leave(&script, 1130, KERNEL_TRANSMIT);
	expect_split(&script, 0, 130, 0);
	assert_true(split(&script, &found));
	assert_false(found.has_tpm);
}

static void send_without_receive(void **state)
{
	struct script script = { .thread = OUR };
	struct kernel_split found;

	(void)state;
	enter(&script, 1000, KERNEL_TRANSMIT);
	enter(&script, 1010, KERNEL_SEND);
	leave(&script, 1020, KERNEL_SEND);
	leave(&script, 1100, KERNEL_TRANSMIT);
	assert_true(split(&script, &found));
	assert_false(found.has_tpm);
	assert_int_equal(found.driver_ns, 100);
	assert_int_equal(found.tpm_ns, 0);
}

static void command_codes_are_not_known(void **state)
{
	struct script script = { .thread = OUR };
	struct kernel_split found;

	(void)state;
	enter(&script, 1000, KERNEL_RM);
	transmit(&script, 1010, 0);
	leave(&script, 1120, KERNEL_RM);
	transmit(&script, 1130, 0);
	assert_true(split(&script, &found));
	assert_false(found.has_contexts);
	assert_int_equal(found.context_loads, 0);
}

static void outside_of_the_window(void **state)
{
	struct script script = { .thread = FOREIGN };

	(void)state;
	whole_command(&script, 700);
	script.thread = OUR;
	whole_command(&script, 1100);
	script.thread = FOREIGN;
	whole_command(&script, 2001);
	expect_split(&script, 0, 130, 70);
}

static void nothing_happened(void **state)
{
	struct script script = { .thread = OUR };

	(void)state;
	expect_nothing(&script);
	/* The resource manager answers by itself: no command for the TPM. */
	enter(&script, 1100, KERNEL_RM);
	leave(&script, 1110, KERNEL_RM);
	expect_nothing(&script);
}

static void two_commands(void **state)
{
	struct script one_thread = { .thread = WORKER }, two_threads = { .thread = OUR };

	(void)state;
	whole_command(&one_thread, 1100);
	whole_command(&one_thread, 1400);
	expect_nothing(&one_thread);
	whole_command(&two_threads, 1100);
	two_threads.thread = FOREIGN;
	whole_command(&two_threads, 1400);
	expect_nothing(&two_threads);
}

/* On two TPMs their events mix; and of one that lasts longer only a part is in the window. */
static void overlap(void **state)
{
	struct script mixed = { .thread = OUR }, begun_before = { .thread = FOREIGN },
		      ends_behind = { .thread = OUR };

	(void)state;
	enter(&mixed, 1100, KERNEL_TRANSMIT);
	mixed.thread = FOREIGN;
	enter(&mixed, 1150, KERNEL_TRANSMIT);
	mixed.thread = OUR;
	leave(&mixed, 1200, KERNEL_TRANSMIT);
	mixed.thread = FOREIGN;
	leave(&mixed, 1250, KERNEL_TRANSMIT);
	expect_nothing(&mixed);

	transmit(&begun_before, 950, TPM2_CC_GetRandom);
	begun_before.thread = OUR;
	whole_command(&begun_before, 1100);
	expect_nothing(&begun_before);

	whole_command(&ends_behind, 1100);
	ends_behind.thread = FOREIGN;
	transmit(&ends_behind, 1950, TPM2_CC_GetRandom);
	expect_nothing(&ends_behind);
}

static void interrupted_pairs(void **state)
{
	struct script never_left = { .thread = OUR }, never_entered = { .thread = OUR },
		      crossed = { .thread = OUR };

	(void)state;
	enter(&never_left, 1100, KERNEL_TRANSMIT);
	enter(&never_left, 1110, KERNEL_SEND);
	expect_nothing(&never_left);
	leave(&never_left, 1120, KERNEL_TRANSMIT);
	expect_nothing(&never_left);

	leave(&never_entered, 1100, KERNEL_CHIP);
	transmit(&never_entered, 1110, TPM2_CC_GetRandom);
	expect_nothing(&never_entered);

	enter(&crossed, 1100, KERNEL_TRANSMIT);
	enter(&crossed, 1110, KERNEL_SEND);
	leave(&crossed, 1120, KERNEL_RECEIVE);
	leave(&crossed, 1130, KERNEL_TRANSMIT);
	expect_nothing(&crossed);
}

static void deeper_than_any_kernel(void **state)
{
	struct script script = { .thread = OUR };

	(void)state;
	for (uint64_t i = 0; i < 20; i++)
		enter(&script, 1100 + i, KERNEL_TRANSMIT);
	for (uint64_t i = 0; i < 20; i++)
		leave(&script, 1200 + i, KERNEL_TRANSMIT);
	expect_nothing(&script);
}

static void lost_events(void **state)
{
	struct script before = { .thread = OUR }, inside = { .thread = OUR },
		      behind = { .thread = OUR };

	(void)state;
	add(&before, 999, KERNEL_LOST, 0, 0);
	whole_command(&before, 1100);
	expect_split(&before, 0, 130, 70);

	whole_command(&inside, 1100);
	add(&inside, 1500, KERNEL_LOST, 0, 0);
	expect_nothing(&inside);

	whole_command(&behind, 1100);
	add(&behind, 5000, KERNEL_LOST, 0, 0);
	expect_nothing(&behind);
}

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
				 moments.end - moments.begin);
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
	assert_int_equal(kernel.rest_ns.fact.presence, PRESENCE_UNASKED);
	assert_int_equal(kernel.tpm_ns.fact.presence, PRESENCE_UNASKED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raw_node),
		cmocka_unit_test(non_blocking_runs_in_a_worker),
		cmocka_unit_test(resource_manager),
		cmocka_unit_test(raw_node_passes_through_the_rm),
		cmocka_unit_test(rm_inside_of_transmit),
		cmocka_unit_test(command_that_wakes_the_chip),
		cmocka_unit_test(sent_twice),
		cmocka_unit_test(driver_without_probes),
		cmocka_unit_test(send_without_receive),
		cmocka_unit_test(command_codes_are_not_known),
		cmocka_unit_test(outside_of_the_window),
		cmocka_unit_test(nothing_happened),
		cmocka_unit_test(two_commands),
		cmocka_unit_test(overlap),
		cmocka_unit_test(interrupted_pairs),
		cmocka_unit_test(deeper_than_any_kernel),
		cmocka_unit_test(lost_events),
		cmocka_unit_test(system_calls),
		cmocka_unit_test(system_calls_that_were_not_seen),
		cmocka_unit_test(means),
		cmocka_unit_test(no_means),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
