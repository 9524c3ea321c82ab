/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The statistics of probe/bench, for tests/bench/stats_numpy.py: series on standard input, a line
 * each, numbers separated by blanks; for each a line of results, and for each after the first the
 * Mann-Whitney test against the one before.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "distribution.h"
#include "stats.h"

static size_t parse(char *line, uint64_t *ret_samples)
{
	size_t n = 0;

	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n"))
		ret_samples[n++] = strtoull(word, NULL, 10);
	return n;
}

static void print(const uint64_t *samples, size_t n)
{
	static const unsigned int permille[] = { 500, 900, 950, 990, 999 };
	uint64_t low, high, value;

	printf("median=%" PRIu64 " mad=%" PRIu64 " min=%" PRIu64 " max=%" PRIu64,
	       stats_median(samples, n), stats_mad(samples, n), stats_min(samples, n),
	       stats_max(samples, n));
	printf(" mean=%.17g deviation=%.17g", stats_mean(samples, n), stats_deviation(samples, n));
	for (size_t i = 0; i < sizeof(permille) / sizeof(permille[0]); i++)
		if (stats_quantile(samples, n, permille[i], &value))
			printf(" q%u=%" PRIu64, permille[i], value);
	if (stats_median_interval(samples, n, &low, &high))
		printf(" low=%" PRIu64 " high=%" PRIu64, low, high);
	printf(" quantum=%" PRIu64 " bimodal=%d drift=%d", distribution_quantum(samples, n),
	       distribution_is_bimodal(samples, n, 0), distribution_drifts(samples, n, 0));
}

int main(void)
{
	uint64_t *samples[2] = { NULL, NULL };
	size_t n[2] = { 0, 0 }, size = 0;
	char *line = NULL;

	for (unsigned int i = 0; getline(&line, &size, stdin) > 0; i ^= 1) {
		free(samples[i]);
		samples[i] = calloc(strlen(line) / 2 + 1, sizeof(uint64_t));
		if (!samples[i])
			return 1;
		n[i] = parse(line, samples[i]);
		if (!n[i])
			return 2;
		print(samples[i], n[i]);
		if (n[i ^ 1])
			printf(" p=%.17g",
			       stats_mann_whitney(samples[i ^ 1], n[i ^ 1], samples[i], n[i]));
		printf("\n");
	}
	free(samples[0]);
	free(samples[1]);
	free(line);
	return 0;
}
