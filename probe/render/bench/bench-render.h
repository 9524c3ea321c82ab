/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A benchmark shown: text, exports for other programs, a page and a picture. Each function sees only
 * the report, writes to a stream and returns 0 or -errno; -EINVAL: the report holds no benchmark.
 *
 * An operation's name is that of the report. Where one connection measured it more than once, the
 * later ones are called "get_random_8/objects=2", by the objects loaded meanwhile. A connection's
 * name is the TPM's and its label: "tpm0/kernel RM".
 */
#ifndef BENCH_RENDER_H
#define BENCH_RENDER_H

#include "render.h"

/* Header, a table per connection, where the time goes, costs, comparisons; the verdict last. */
renderer render_bench_text;

/* The operations that there are, of benchmark.choices. */
renderer render_bench_list;

/*
 * For other programs' use; only operations that were measured are in it.
 *   gab  github-action-benchmark, tool customSmallerIsBetter: median and P95 in microseconds
 *   bmf  Bencher Metric Format: median as "latency" in nanoseconds, its interval as bounds;
 *        "CONNECTION/OPERATION" where there are several connections
 *   go   Go benchmark text: up to ten lines an operation, each the mean of consecutive samples,
 *        so that benchstat sees how much they vary; a connection is a configuration
 *   csv  every sample, as it was taken: target,operation,index,ns
 */
renderer render_bench_gab;
renderer render_bench_bmf;
renderer render_bench_go;
renderer render_bench_csv;

/*
 * One HTML page that needs nothing else: no script, no reference. The samples of options->beside, a
 * baseline, are drawn beside those of the operations of the same connection and name.
 */
renderer render_bench_html;

/* The page's plots as one SVG document. */
renderer render_bench_svg;

#endif
