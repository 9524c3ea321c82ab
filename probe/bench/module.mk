probe/bench_SRCS := probe/bench/stats.c probe/bench/shape.c
