probe_SRCS := $(addprefix probe/, \
	main.c \
	options.c \
	options-bench.c \
	options-doctor.c \
	options-pcrs.c \
	options-watch.c \
	completion.c \
	target.c \
	connect.c \
	from.c \
	known.c \
	cmd-show.c \
	cmd-event-log.c \
	cmd-tools.c \
	cmd-bench.c \
	bench-ways.c \
	bench-measure.c \
	bench-progress.c \
	cmd-doctor.c \
	cmd-watch.c \
	watch-loop.c \
	watch-targets.c)
probe_MAN  := probe/man/tpm-probe.1.in probe/man/tpm-probe-bench.1.in probe/man/tpm-probe-doctor.1.in
