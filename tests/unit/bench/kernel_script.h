/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel's probes tell of a command, written by hand; included behind cmocka.h. */
#ifndef KERNEL_SCRIPT_H
#define KERNEL_SCRIPT_H

#include "kernel-attribute.h"
#include "kernel.h"

#define OUR	7 /* threads */
#define WORKER	42
#define FOREIGN 99

/* The window of every test. */
static const struct command_times times = {
	.begin = 900, .transmit = 1000, .transmitted = 2000, .received = 2000, .end = 2100
};

struct script {
	struct kernel_event events[64];
	size_t n;
	int32_t thread;
};

static inline void add(struct script *script, uint64_t ns, enum kernel_edge edge,
		       enum kernel_role role, uint32_t command)
{
	script->events[script->n++] = (struct kernel_event){
		.ns = ns, .thread = script->thread, .edge = edge, .role = role, .command = command
	};
}

static inline void enter(struct script *script, uint64_t ns, enum kernel_role role)
{
	add(script, ns, KERNEL_ENTER, role, role == KERNEL_TRANSMIT ? TPM2_CC_GetRandom : 0);
}

static inline void leave(struct script *script, uint64_t ns, enum kernel_role role)
{
	add(script, ns, KERNEL_LEAVE, role, 0);
}

/* tpm_transmit of 100 ns: 10 until sent, 70 of the TPM, 20 until it is read. */
static inline void transmit(struct script *script, uint64_t ns, uint32_t command)
{
	add(script, ns, KERNEL_ENTER, KERNEL_TRANSMIT, command);
	enter(script, ns + 5, KERNEL_SEND);
	leave(script, ns + 10, KERNEL_SEND);
	enter(script, ns + 80, KERNEL_RECEIVE);
	leave(script, ns + 95, KERNEL_RECEIVE);
	leave(script, ns + 100, KERNEL_TRANSMIT);
}

/* The raw node: chip started, one command, chip stopped; 200 ns. */
static inline void whole_command(struct script *script, uint64_t ns)
{
	enter(script, ns, KERNEL_CHIP);
	leave(script, ns + 40, KERNEL_CHIP);
	transmit(script, ns + 50, TPM2_CC_GetRandom);
	enter(script, ns + 160, KERNEL_CHIP);
	leave(script, ns + 200, KERNEL_CHIP);
}

static inline bool split(const struct script *script, struct kernel_split *ret_split)
{
	return kernel_attribute(script->events, script->n, &times, ret_split);
}

#endif
