/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every function of a TCTI module in every state, with right and wrong arguments, on a real TPM:
 *
 *	tcti_conformance MODULE CONF [SECONDS]
 *
 * One line for each row of the table: state, call, the return code that the specification (or,
 * where it is silent, tcti/binding.h) wants, the one that came, and whether the context still took
 * a command afterwards. The columns are separated by tabs. Each row has a process of its own: a
 * module that crashes says so in its row, and one that hangs for SECONDS (0, the default: for ever).
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tss2/tss2_tcti.h>
#include <tss2/tss2_tpm2_types.h>
#include <unistd.h>

#include "tcti_calls.h"

/* A context in this state; exits where the module does not come that far. */
static void prepare(struct run *run, enum state state)
{
	if (run->init(NULL, &run->context_size, run->conf) != TSS2_RC_SUCCESS)
		_exit(2);
	run->context = calloc(1, run->context_size);
	if (!run->context ||
	    run->init(run->context, &run->context_size, run->conf) != TSS2_RC_SUCCESS)
		_exit(2);
	memcpy(&run->functions, run->context, sizeof(run->functions));
	if (state == RECEIVE && transmit_command(run) != TSS2_RC_SUCCESS)
		_exit(2);
	if (state == FINAL)
		finalize(run);
}

/* Does a context that was in this state still get an answer to its command, and to a new one? */
static bool is_usable(struct run *run, enum state state, const struct row *row)
{
	bool sent = state == RECEIVE, done = row->want[state] == OK;

	if (done && row->call == transmit_command)
		sent = true;
	if (done && (row->call == receive_response || row->call == receive_in_a_minute))
		sent = false;
	if (sent && receive_response(run) != TSS2_RC_SUCCESS)
		return false;
	return transmit_command(run) == TSS2_RC_SUCCESS && receive_response(run) == TSS2_RC_SUCCESS;
}

struct outcome {
	TSS2_RC rc;
	bool usable;
};

static void run_row(struct run *run, enum state state, const struct row *row, int out)
{
	struct outcome outcome = { 0 };

	alarm(run->seconds);
	prepare(run, state);
	outcome.rc = row->call(run);
	/* What is final, or was never a context, takes no command. */
	if (state != FINAL && row->call != finalize) {
		if (write(out, &outcome, sizeof(outcome)) != sizeof(outcome))
			_exit(2);
		outcome.usable = is_usable(run, state, row);
		finalize(run);
	}
	if (write(out, &outcome, sizeof(outcome)) != sizeof(outcome))
		_exit(2);
	_exit(0);
}

/* Run it in a process of its own; the last outcome that it wrote counts. */
static void print_row(struct run *run, enum state state, const struct row *row)
{
	static const char *const states[] = { "TRANSMIT", "RECEIVE", "FINAL" };
	bool is_final = state == FINAL || row->call == finalize;
	struct outcome outcome = { 0 };
	const char *usable;
	char got[32] = "";
	int fds[2], status;
	bool any = false;
	pid_t pid;

	if (pipe(fds) < 0 || (pid = fork()) < 0)
		exit(1);
	if (pid == 0)
		run_row(run, state, row, fds[1]);
	close(fds[1]);
	while (read(fds[0], &outcome, sizeof(outcome)) == sizeof(outcome))
		any = true;
	close(fds[0]);
	waitpid(pid, &status, 0);
	if (any && outcome.rc == WRONG_ANSWER)
		snprintf(got, sizeof(got), "wrong answer");
	else if (any)
		snprintf(got, sizeof(got), "0x%08x", outcome.rc);
	else if (WIFSIGNALED(status))
		snprintf(got, sizeof(got), "%s", WTERMSIG(status) == SIGALRM ? "hangs" : "crashes");
	else
		snprintf(got, sizeof(got), "no context");
	usable = is_final ? "-" : outcome.usable ? "usable" : "unusable";
	printf("%s\t%s\t0x%08x\t%s\t%s\n", states[state], row->name, row->want[state], got, usable);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct run run = { 0 };
	TSS2_TCTI_INFO_FUNC info;
	void *module;

	if (argc != 3 && argc != 4) {
		fprintf(stderr, "usage: tcti_conformance MODULE CONF [SECONDS]\n");
		return 2;
	}
	module = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
	if (!module) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	info = (TSS2_TCTI_INFO_FUNC)dlsym(module, TSS2_TCTI_INFO_SYMBOL);
	if (!info)
		return 1;
	run.init = info()->init;
	run.conf = argv[2];
	run.seconds = argc == 4 ? (unsigned int)atoi(argv[3]) : 0;
	for (size_t i = 0; i < n_rows; i++) {
		for (enum state state = TRANSMIT; state <= FINAL; state++) {
			if (rows[i].want[state] != NONE)
				print_row(&run, state, &rows[i]);
		}
	}
	dlclose(module);
	return 0;
}
