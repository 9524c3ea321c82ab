probe_SRCS := probe/main.c
