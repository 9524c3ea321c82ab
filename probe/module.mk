probe_SRCS := $(addprefix probe/,main.c options.c options-bench.c options-pcrs.c completion.c target.c connect.c cmd-show.c cmd-event-log.c \
	cmd-tools.c cmd-bench.c)
probe_MAN  := probe/man/tpm-probe.1.in
