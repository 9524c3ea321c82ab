/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long a whole program takes through each of several TCTIs.
 *
 *   process_time RUNS NAME=TCTI... -- PROGRAM [ARGUMENT]...
 *
 * They take turns, RUNS times, with TPM2TOOLS_TCTI set; each run begins at a random time, because
 * how long it takes depends on when the next timer interrupt comes. Prints a line each, "NAME
 * process_ns MEAN", of the middle half: a run that waits for the host's files is none of it. Exit status: 0; 1 the program failed; 2 usage.
 */
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 1000

extern char **environ;

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Up to 10 ms, a tick of the slowest kernel's clock. */
static void sleep_random(void)
{
	static uint32_t seed = 1;
	struct timespec t = { 0 };

	seed = seed * 1664525 + 1013904223;
	t.tv_nsec = (long)((uint64_t)seed * 10000000 >> 32);
	clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL);
}

/* Returns the time of one run, 0 if it failed. */
static uint64_t run(const char *tcti, char **program)
{
	uint64_t start;
	pid_t pid;
	int status;

	setenv("TPM2TOOLS_TCTI", tcti, 1);
	sleep_random();
	start = now();
	if (posix_spawn(&pid, program[0], NULL, NULL, program, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid || status)
		return 0;
	return now() - start;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static uint64_t middle_mean(uint64_t *values, unsigned int n)
{
	uint64_t sum = 0;

	qsort(values, n, sizeof(values[0]), compare);
	for (unsigned int i = n / 4; i < n - n / 4; i++)
		sum += values[i];
	return sum / (n - n / 4 * 2);
}

int main(int argc, char **argv)
{
	unsigned int runs = argc > 1 ? (unsigned int)atoi(argv[1]) : 0;
	static uint64_t times[8][RUNS_MAX];
	int first = 2, end = first;

	while (end < argc && strcmp(argv[end], "--") != 0)
		end++;
	if (!runs || runs > RUNS_MAX || end == first || end - first > 8 || end + 1 >= argc) {
		fprintf(stderr, "usage: process_time RUNS NAME=TCTI... -- PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	for (unsigned int n = 0; n < runs; n++) {
		for (int i = first; i < end; i++) {
			uint64_t ns = run(strchr(argv[i], '=') + 1, argv + end + 1);

			if (!ns) {
				fprintf(stderr, "process_time: failed through %s\n", argv[i]);
				return 1;
			}
			times[i - first][n] = ns;
		}
	}
	for (int i = first; i < end; i++)
		printf("%.*s process_ns %ju\n", (int)strcspn(argv[i], "="), argv[i],
		       (uintmax_t)middle_mean(times[i - first], runs));
	return 0;
}
