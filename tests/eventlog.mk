# Tests of the event log: tests_SRCS += ..., test_X_OBJS, test_X_LIBS
eventlog_tests := eventlog eventlog_replay eventlog_describe
tests_SRCS += $(eventlog_tests:%=tests/unit/test_%.c) tests/unit/test_event_log.c
eventlog_objs := $(probe/eventlog_SRCS:.c=.o)
$(foreach t,$(eventlog_tests),$(eval test_$(t)_OBJS := $(eventlog_objs) tests/fake/fake_log.o))
$(foreach t,$(eventlog_tests),$(eval test_$(t)_LIBS := -lcrypto))
test_event_log_OBJS := $(eventlog_objs) $(addprefix probe/collect/,event-log.o event-log-replay.o) \
	$(probe/report_SRCS:.c=.o) $(filter probe/render/json%,$(probe/render_SRCS:.c=.o)) \
	$(filter probe/tpm/names%,$(probe/tpm_SRCS:.c=.o)) $(sysfs_SRCS:.c=.o)
test_event_log_LIBS := -lcrypto -ljson-c -ludev

tests_SRCS += tests/fuzz/fuzz_eventlog.c
fuzz_eventlog_OBJS := $(eventlog_objs)
fuzz_eventlog_LIBS := -lcrypto
