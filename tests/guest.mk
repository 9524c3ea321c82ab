# Helper programs of the guest tests.
tests_PROGS += tests/guest/vtpm_server.c tests/guest/monitor_wait.c tests/guest/tcti_open.c tests/guest/async_loop.c
monitor_wait_OBJS := $(sysfs_SRCS:.c=.o)
monitor_wait_LIBS := -ludev
tcti_open_LIBS := -ltss2-rc -ldl
async_loop_LIBS := -ltss2-esys -ltss2-tctildr -ltss2-rc
