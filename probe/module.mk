probe_SRCS := $(addprefix probe/,main.c options.c options-bench.c completion.c target.c connect.c from.c known.c cmd-show.c \
	cmd-tools.c cmd-bench.c cmd-doctor.c options-doctor.c)
probe_MAN  := probe/man/tpm-probe.1.in
