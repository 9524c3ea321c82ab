probe/bench_SRCS := $(addprefix probe/bench/, \
	stats.c \
	shape.c \
	shift.c \
	client.c \
	undo.c \
	series.c \
	sample.c \
	loop.c \
	jobs.c \
	run.c \
	summary.c \
	costs.c \
	compare.c \
	compare-gate.c \
	wording.c)
