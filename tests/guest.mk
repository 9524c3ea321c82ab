# Helper programs of the guest tests.
tests_PROGS += tests/guest/vtpm_server.c tests/guest/monitor_wait.c
monitor_wait_OBJS := $(sysfs_SRCS:.c=.o)
monitor_wait_LIBS := -ludev
