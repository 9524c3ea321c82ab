probe/bench_SRCS := probe/bench/stats.c probe/bench/shape.c \
	$(addprefix probe/bench/,shift.c wording.c compare.c compare-gate.c)
