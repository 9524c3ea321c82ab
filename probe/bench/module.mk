probe/bench_SRCS := $(addprefix probe/bench/, \
	stats.c \
	shape.c \
	shift.c \
	client.c \
	undo.c \
	ops.c \
	ops-common.c \
	ops-keys.c \
	ops-safe.c \
	ops-session.c \
	ops-create.c \
	ops-sign.c \
	ops-cipher.c \
	ops-transfer.c \
	ops-state.c \
	series.c \
	sample.c \
	loop.c \
	jobs.c \
	run.c \
	summary.c \
	costs.c \
	compare.c \
	compare-gate.c \
	place.c \
	wording.c \
	kernel.c \
	kernel-attribute.c \
	kernel-probes.c)
probe/bench_REFERENCE := probe/bench/reference.csv
