/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * user_instructions SIZE SKIP COUNT PROGRAM [ARGUMENT]...
 *
 * Runs it, its output thrown away, and prints how many instructions its first thread executes in user
 * space from one write(2) of SIZE bytes to the next: of COUNT of them, after SKIP. With SIZE that of a TPM
 * command this is what a program spends on each. A repeated string instruction counts once. x86-64 only,
 * as the guest is.
 * Exit status: 0; 1 the program ended before that; 2 usage.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __x86_64__

#define SYSCALL_INSTRUCTION 0x050f

static pid_t child;

__attribute__((noreturn)) static void die(const char *what)
{
	fprintf(stderr, "user_instructions: %s\n", what);
	if (child > 0)
		kill(child, SIGKILL);
	exit(1);
}

/* To the child's next stop; its own signals are passed on. */
static void go(enum __ptrace_request request)
{
	static int signal;
	int status;

	if (ptrace(request, child, NULL, signal) < 0)
		die(strerror(errno));
	if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
		die("the program ended too early");
	signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
}

static void get_registers(struct user_regs_struct *regs)
{
	if (ptrace(PTRACE_GETREGS, child, NULL, regs) < 0)
		die(strerror(errno));
}

/* Is a write of that size next? */
static bool is_at_write(const struct user_regs_struct *regs, unsigned long size)
{
	long code;

	if (regs->rax != SYS_write || regs->rdx != size)
		return false;
	errno = 0;
	code = ptrace(PTRACE_PEEKTEXT, child, regs->rip, NULL);
	return !errno && (code & 0xffff) == SYSCALL_INSTRUCTION;
}

/* Whole system calls at a time, to behind the Nth write of that size. */
static void skip_writes(unsigned long size, unsigned long n)
{
	struct user_regs_struct regs;

	while (n > 0) {
		go(PTRACE_SYSCALL); /* enters */
		get_registers(&regs);
		n -= regs.orig_rax == SYS_write && regs.rdx == size;
		go(PTRACE_SYSCALL); /* leaves */
	}
}

static unsigned long count_instructions(unsigned long size, unsigned long writes)
{
	unsigned long count = 0, last = 0;
	struct user_regs_struct regs;

	while (writes > 0) {
		get_registers(&regs);
		writes -= is_at_write(&regs, size);
		count += regs.rip != last;
		last = regs.rip;
		go(PTRACE_SINGLESTEP);
	}
	return count;
}

static void start(char **argv)
{
	child = fork();
	if (child < 0)
		die(strerror(errno));
	if (!child) {
		int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

		dup2(fd, STDOUT_FILENO);
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execv(argv[0], argv);
		_exit(127);
	}
	if (waitpid(child, NULL, 0) != child)
		die(strerror(errno));
}

int main(int argc, char **argv)
{
	unsigned long size, count;
	int status;

	if (argc < 5) {
		fprintf(stderr, "usage: user_instructions SIZE SKIP COUNT PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	size = strtoul(argv[1], NULL, 10);
	count = strtoul(argv[3], NULL, 10);
	if (!count)
		return 2;
	start(argv + 4);
	skip_writes(size, strtoul(argv[2], NULL, 10));
	printf("%.1f\n", (double)count_instructions(size, count) / (double)count);
	ptrace(PTRACE_DETACH, child, NULL, NULL);
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && !WEXITSTATUS(status) ? 0
												: 1;
}

#else

int main(void)
{
	fprintf(stderr, "user_instructions: not on this processor\n");
	return 2;
}

#endif
