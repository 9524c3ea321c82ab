# Helper programs of the guest tests.
tests_PROGS += $(addprefix tests/guest/,vtpm_server.c monitor_wait.c tcti_open.c tcti_drive.c \
	tcti_conformance.c async_loop.c tcti_bench.c process_time.c many_tpms.c opened.c child_cost.c \
	user_instructions.c)
vtpm_server_OBJS := tests/guest/vtpm_answers.o
monitor_wait_OBJS := $(sysfs_SRCS:.c=.o)
monitor_wait_LIBS := -ludev
tcti_open_LIBS := -ltss2-rc -ldl
async_loop_LIBS := -ltss2-esys -ltss2-tctildr -ltss2-rc
tcti_drive_LIBS := -ldl
tcti_conformance_LIBS := -ldl
tcti_bench_LIBS := -ldl
many_tpms_LIBS := -ldl
tests_MODULES += tests/guest/instant_tcti.c
instant_tcti_OBJS := tests/guest/vtpm_answers.o
tests_PROGS += tests/guest/kernel_split.c
kernel_objs := $(addprefix probe/bench/,kernel.o kernel-attribute.o kernel-probes.o)
kernel_split_OBJS := $(kernel_objs) tests/guest/timed_calls.o
# Its write, poll and read are those of the TCTI modules too.
kernel_split_LIBS := -ltracefs -ltraceevent -ltss2-tctildr -ldl -rdynamic
