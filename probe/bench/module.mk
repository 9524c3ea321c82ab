probe/bench_SRCS := probe/bench/stats.c probe/bench/shape.c probe/bench/client.c probe/bench/undo.c probe/bench/series.c \
	$(addprefix probe/bench/,sample.c loop.c jobs.c run.c summary.c costs.c)
