/* SPDX-License-Identifier: BSD-2-Clause */
/* Which part of a command's time is whose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "kernel_script.h"

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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
