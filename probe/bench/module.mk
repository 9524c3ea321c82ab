probe/bench_SRCS := probe/bench/stats.c probe/bench/shape.c probe/bench/client.c probe/bench/undo.c probe/bench/series.c \
	probe/bench/kernel.c probe/bench/kernel-attribute.c probe/bench/kernel-probes.c
