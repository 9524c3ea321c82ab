/* SPDX-License-Identifier: BSD-2-Clause */
/* Quantum, modes, drift. */
#include "distribution.h"

#include <math.h>

#include "stats.h"

#define MIN_SAMPLES 20
/* More would tell no more, and the search costs this many times its steps. */
#define MAX_LOOKED_AT 250
#define MAX_STEPS     50
/* The test keeps a copy of what it is given. */
#define MAX_TESTED 2000
/* Shorter than this, and the clock's own noise makes steps. */
#define SHORTEST_NS 100e3
/* TPM_TIMEOUT of drivers/char/tpm is 5 ms; the timer adds to it. */
#define LONGEST_SLEEP_NS 5.5e6

struct span {
	uint64_t low, high;
};

/* Where 80 % of the samples lie. */
static struct span middle(const uint64_t *samples, size_t n)
{
	return (struct span){ stats_rank(samples, n, n / 10),
			      stats_rank(samples, n, n - 1 - n / 10) };
}

/* How well the samples agree with multiples of step plus some constant: 1 is perfectly. */
static double agreement(const uint64_t *samples, size_t n, struct span span, double step)
{
	double x = 0, y = 0, angle;
	size_t skip = n / MAX_LOOKED_AT + 1, count = 0;

	for (size_t i = 0; i < n; i += skip) {
		if (samples[i] < span.low || samples[i] > span.high)
			continue;
		angle = 2 * M_PI * fmod((double)(samples[i] - span.low), step) / step;
		x += cos(angle);
		y += sin(angle);
		count++;
	}
	return count ? sqrt(x * x + y * y) / (double)count : 0;
}

/*
 * How many multiples of step the samples lie on, but for those with hardly any (3 %; 8 % where there
 * are two) and those that most samples only lie about: a tail is no group. At most 3.
 */
static unsigned int count_groups(const uint64_t *samples, size_t n, struct span span, double step)
{
	unsigned int groups = 0, large = 0;

	for (double at = (double)span.low - step / 2;
	     at < (double)span.high + step / 2 && groups < 3; at += step) {
		size_t inside = 0, near = 0;

		for (size_t i = 0; i < n; i++) {
			double distance = ((double)samples[i] - at) / step;

			inside += distance >= 0 && distance < 1;
			near += fabs(distance - 0.5) < 0.2;
		}
		if (near * 10 < inside * 7)
			continue;
		groups += inside * 33 > n;
		large += inside * 12 > n;
	}
	return groups == 2 && large < 2 ? 1 : groups;
}

/* The step that fits best, near one that fits: by least squares over the multiples. */
static double refine(const uint64_t *samples, size_t n, struct span span, double step)
{
	double count = 0, sum_k = 0, sum_kk = 0, sum_x = 0, sum_kx = 0, denominator;

	for (size_t i = 0; i < n; i++) {
		double x, k;

		if (samples[i] < span.low || samples[i] > span.high)
			continue;
		x = (double)(samples[i] - span.low);
		k = round(x / step);
		count++;
		sum_k += k;
		sum_kk += k * k;
		sum_x += x;
		sum_kx += k * x;
	}
	denominator = count * sum_kk - sum_k * sum_k;
	return denominator > 0 ? (count * sum_kx - sum_k * sum_x) / denominator : step;
}

uint64_t distribution_quantum(const uint64_t *samples, size_t n)
{
	double best = 0, best_step = 0, step, width, shortest;
	unsigned int groups;
	struct span span;

	if (n < MIN_SAMPLES)
		return 0;
	span = middle(samples, n);
	width = (double)(span.high - span.low);
	shortest = width / MAX_STEPS > SHORTEST_NS ? width / MAX_STEPS : SHORTEST_NS;
	/*
	 * The step is at most what the samples span, or all lie in one group and agree with
	 * anything. The largest that agrees is the one: its parts agree too. The search goes so
	 * finely that a right step is off by a twentieth at most where the samples end.
	 */
	step = width * 1.02;
	while (step >= shortest) {
		double fits = agreement(samples, n, span, step);

		if (fits >= 0.9 && fits > best && step >= best_step * 0.8) {
			best = fits;
			best_step = step;
		}
		step -= 0.1 * step * step / width;
	}
	/* Two groups alone may as well be two ways that the TPM goes: no driver sleeps so long. */
	groups = best_step > 0 ? count_groups(samples, n, span, best_step) : 0;
	if (groups < 2 || (groups == 2 && best_step > LONGEST_SLEEP_NS))
		return 0;
	return (uint64_t)(refine(samples, n, span, best_step) + 0.5);
}

enum { BINS = 48 };

bool distribution_is_bimodal(const uint64_t *samples, size_t n, uint64_t quantum)
{
	size_t bins[BINS] = { 0 }, below = 0;
	struct span span;
	double width;

	if (n < MIN_SAMPLES)
		return false;
	span.low = stats_rank(samples, n, n / 100);
	span.high = stats_rank(samples, n, n - 1 - n / 100);
	width = (double)(span.high - span.low) / BINS;
	/* Two groups that are nearer than this to one another are one, with noise. */
	if ((double)(span.high - span.low) < SHORTEST_NS ||
	    (double)(span.high - span.low) < 0.1 * (double)span.low ||
	    span.high - span.low < 3 * quantum / 2)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (samples[i] >= span.low && samples[i] <= span.high) {
			size_t bin = (size_t)((double)(samples[i] - span.low) / width);

			bins[bin < BINS ? bin : BINS - 1]++;
		}
	}
	/* A valley: a run of bins with hardly a sample, as wide as a fifth of all and as a step. */
	for (size_t first = 0, end; first < BINS; first = end + 1) {
		size_t inside = 0;

		for (end = first; end < BINS && (inside + bins[end]) * 50 < n; end++)
			inside += bins[end];
		if (end - first >= BINS / 5 &&
		    (double)(end - first) * width > 1.2 * (double)quantum && below * 10 >= n &&
		    (n - below - inside) * 10 >= n)
			return true;
		below += inside + (end < BINS ? bins[end] : 0);
	}
	return false;
}

bool distribution_drifts(const uint64_t *samples, size_t n, uint64_t quantum)
{
	size_t third = n / 3, tested = third < MAX_TESTED ? third : MAX_TESTED;
	uint64_t first, last, shift;

	if (n < 3 * MIN_SAMPLES)
		return false;
	first = stats_median(samples, third);
	last = stats_median(samples + n - third, third);
	shift = last > first ? last - first : first - last;
	return shift * 20 > first && shift > quantum &&
	       stats_mann_whitney(samples, tested, samples + n - tested, tested) < 0.001;
}
