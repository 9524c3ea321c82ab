probe_SRCS := probe/main.c probe/options.c probe/completion.c probe/target.c probe/connect.c probe/cmd-show.c probe/cmd-tools.c
